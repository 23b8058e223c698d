"""The tables behind the requests that are measured."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Company(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=64, default="UTC")


class Users(BaseUserManager):
    """Whoever asks for a user shows the company, too."""

    def get_queryset(self):
        return super().get_queryset().select_related("company")


class User(AbstractBaseUser):
    company = models.ForeignKey(Company, models.PROTECT)
    email = models.EmailField(unique=True)
    email_verified = models.BooleanField(default=False)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    role = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    objects = Users()


class Token(models.Model):
    """A User Authorization Token: only the SHA-256 of its text is kept."""

    digest = models.BinaryField(max_length=32, unique=True)
    key = models.CharField(max_length=22, unique=True)
    owner = models.ForeignKey(User, models.PROTECT)
    name = models.CharField(max_length=200)
    permissions = models.JSONField()
    valid_until = models.DateField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class Brand(models.Model):
    company = models.ForeignKey(Company, models.PROTECT)
    name = models.CharField(max_length=200)
    reference = models.CharField(max_length=100, null=True)


class Campaign(models.Model):
    company = models.ForeignKey(Company, models.PROTECT)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    is_archived = models.BooleanField(default=False)


class Product(models.Model):
    company = models.ForeignKey(Company, models.PROTECT)
    brand = models.ForeignKey(Brand, models.PROTECT)
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    sku = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    label = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    client_url = models.CharField(max_length=2000, blank=True)
    is_archived = models.BooleanField(default=False)
    creation_date = models.DateTimeField(auto_now_add=True)
    code_count = models.BigIntegerField(default=0)
    active_code_count = models.BigIntegerField(default=0)
    blacklisted_code_count = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "sku"], name="product_sku")]
        # Django writes `NOT is_archived`, which SQLite finds in no index but one of just those rows.
        indexes = [models.Index(fields=["company", "-creation_date", "-id"], name="product_by_date",
                                condition=models.Q(is_archived=False))]


class Audit(models.Model):
    company = models.ForeignKey(Company, models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    person = models.ForeignKey(User, models.PROTECT)
    credential_kind = models.CharField(max_length=20)
    credential_id = models.CharField(max_length=40)
    address = models.GenericIPAddressField()
    request_id = models.UUIDField(default=uuid.uuid4)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["company", "object_type", "object_id", "id"],
                                name="audit_by_object")]
