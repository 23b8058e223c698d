"""Fills an empty database: `python -m peer.seed`.

Reads how many `products`, `email` and `password` as JSON; prints what a client needs, as JSON.
"""

import hashlib
import json
import secrets
import sys
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from peer.auth import OF_TOKENS  # noqa: E402
from peer.models import Brand, Company, Product, Token, User  # noqa: E402


def token(owner, days):
    """A token that ends in so many days; its text."""
    text = "peer_" + secrets.token_hex(37)
    ends = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)
    Token.objects.create(
        digest=hashlib.sha256(text.encode()).digest(), key=secrets.token_hex(11), owner=owner,
        name="tool", permissions=OF_TOKENS, valid_until=(ends - timedelta(days=1)).date(),
        expires_at=ends)
    return f"UAT {text}"


def main():
    wanted = json.load(sys.stdin)
    call_command("migrate", run_syncdb=True, verbosity=0)
    company = Company.objects.create(name="Kallista SA")
    owner = User(company=company, email=wanted["email"], given_name="Ada", family_name="Admin",
                 role="account_admin")
    owner.set_password(wanted["password"])
    owner.save()
    brand = Brand.objects.create(company=company, name="Bench")
    Product.objects.bulk_create((
        Product(company=company, brand=brand, sku=f"SEED-{n}", name=f"Product {n}",
                label=f"Product {n}") for n in range(wanted["products"])), batch_size=1_000)
    # What PostgreSQL does by itself within minutes. SQLite chooses worse with statistics of tables
    # that have a single row: then it sorts all products for each page.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    print(json.dumps({"brand": brand.pk, "uat": token(owner, 365), "expired": token(owner, -1)}))


main()
