"""What comes in and what goes out."""

from django.db.models import Q
from rest_framework import serializers
from rest_framework_simplejwt.serializers import TokenObtainSerializer
from rest_framework_simplejwt.tokens import AccessToken

from peer.models import Brand, Campaign, Company, Product


class JWTSerializer(TokenObtainSerializer):
    """The answer to a log-in has the token and nothing else."""

    token_class = AccessToken
    default_error_messages = {
        "no_active_account": "Unable to login with provided credentials."}


class BrandOfProduct(serializers.ModelSerializer):
    image = serializers.ReadOnlyField(default=None)

    class Meta:
        model = Brand
        fields = ["id", "name", "image"]


class CompanyOfProduct(serializers.ModelSerializer):
    class Meta:
        model = Company
        fields = ["id", "uuid", "name"]


class CampaignOfProduct(serializers.ModelSerializer):
    class Meta:
        model = Campaign
        fields = ["id", "name", "description", "is_archived"]


class ProductSerializer(serializers.ModelSerializer):
    """A product as it is shown."""

    image = serializers.ReadOnlyField(default=None)
    brand = BrandOfProduct()
    company = CompanyOfProduct()
    campaign = CampaignOfProduct()
    smartlabel = serializers.ReadOnlyField(default=None)

    class Meta:
        model = Product
        fields = ["id", "uuid", "sku", "image", "name", "description", "label", "brand", "company",
                  "creation_date", "client_url", "is_archived", "code_count", "active_code_count",
                  "blacklisted_code_count", "campaign", "smartlabel"]
        read_only_fields = fields


class BrandField(serializers.Field):
    """A brand of the company, by its id or by the company's own reference."""

    def to_internal_value(self, data):
        brands = Brand.objects.filter(company=self.context["request"].user.company_id)
        if isinstance(data, str):
            found = brands.filter(
                Q(reference=data) | Q(pk=data) if data.isdecimal() else Q(reference=data)).first()
            if found is None:
                raise serializers.ValidationError(f"Object with reference={data} does not exist.")
            return found
        if isinstance(data, bool) or not isinstance(data, int):
            raise serializers.ValidationError("A brand is named by its id or its reference.")
        found = brands.filter(pk=data).first()
        if found is None:
            raise serializers.ValidationError(f'Invalid pk "{data}" - object does not exist.')
        return found


class CampaignField(serializers.PrimaryKeyRelatedField):
    def get_queryset(self):
        return Campaign.objects.filter(company=self.context["request"].user.company_id)


class NewProduct(serializers.ModelSerializer):
    """A product as it is sent."""

    brand = BrandField()
    campaign = CampaignField(required=False, allow_null=True)
    label = serializers.CharField(max_length=200, required=False)

    class Meta:
        model = Product
        fields = ["sku", "name", "brand", "campaign", "description", "client_url", "label"]

    def validate_sku(self, sku):
        company = self.context["request"].user.company_id
        if Product.objects.filter(company=company, sku=sku).exists():
            raise serializers.ValidationError("A product with this SKU already exists.")
        return sku

    def validate(self, attrs):
        attrs.setdefault("label", attrs["name"])
        return attrs
