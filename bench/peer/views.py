"""The operations that are measured."""

from datetime import UTC, datetime

from django.contrib.auth.models import update_last_login
from django.db import IntegrityError, transaction
from rest_framework import generics, status
from rest_framework.exceptions import APIException, AuthenticationFailed, ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler
from rest_framework_simplejwt.views import TokenViewBase

from peer.auth import Needs, permissions_of
from peer.models import Audit, Product, Token, User
from peer.serializers import JWTSerializer, NewProduct, ProductSerializer


def with_code(error, context):
    """Refusals say beside the sentence which one it is."""
    answer = exception_handler(error, context)
    if isinstance(error, APIException) and isinstance(error.detail, str) and answer is not None:
        answer.data = {"detail": error.detail, "code": error.detail.code}
    return answer


def time(moment):
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


class Me(APIView):
    def get(self, request):
        user, token = request.user, request.auth
        if isinstance(token, Token):
            credential = {"kind": "uat", "id": token.key, "name": token.name,
                          "valid_until": token.valid_until, "expires_at": time(token.expires_at),
                          "fresh_until": None, "quarantined_at": None, "only": None}
            factor = None
        else:
            ends = datetime.fromtimestamp(token["exp"], UTC)
            credential = {"kind": "jwt", "id": token["jti"], "name": None, "valid_until": None,
                          "expires_at": time(ends), "fresh_until": None, "quarantined_at": None,
                          "only": None}
            factor = {"is_on": False, "is_required": False, "must_enrol": False}
        company = user.company
        return Response({
            "user": {"id": user.id, "email": user.email, "email_verified": user.email_verified,
                     "given_name": user.given_name, "family_name": user.family_name},
            "company": {"id": company.id, "uuid": company.uuid, "name": company.name,
                        "time_zone": company.time_zone},
            "role": {"name": user.role, "label": user.role.replace("_", " ").title()},
            "permissions": permissions_of(request),
            "credential": credential,
            "second_factor": factor,
        })


class Products(generics.ListCreateAPIView):
    permission_classes = [Needs]
    permissions_of = {"GET": "product_view", "POST": "product_create"}
    serializer_class = ProductSerializer

    def get_queryset(self):
        return Product.objects.filter(
            company=self.request.user.company_id, is_archived=False,
        ).select_related("brand", "company", "campaign").order_by("-creation_date", "-id")

    def create(self, request):
        new = NewProduct(data=request.data, context=self.get_serializer_context())
        new.is_valid(raise_exception=True)
        try:
            with transaction.atomic():
                product = new.save(company=request.user.company)
                audit(request, request.user, "product.create", product,
                      product.sku, {**request.data, "label": product.label})
        except IntegrityError as taken:
            raise ValidationError({"sku": ["A product with this SKU already exists."]}) from taken
        return Response(self.get_serializer(product).data, status=status.HTTP_201_CREATED)


class LogIn(TokenViewBase):
    serializer_class = JWTSerializer

    def post(self, request):
        serializer = self.get_serializer(data=request.data)
        try:
            # Outside of the transaction: nobody waits for somebody else's hash.
            serializer.is_valid(raise_exception=True)
        except AuthenticationFailed as wrong:
            raise ValidationError({"non_field_errors": [wrong.detail]}) from wrong
        user = serializer.user
        token = JWTSerializer.get_token(user)
        with transaction.atomic():
            update_last_login(None, user)
            audit(request, user, "jwt.begin", user, "", None, ("jwt", token["jti"]))
        return Response({"token": str(token)})


def audit(request, person, action, what, label, after, credential=None):
    """The row about a change, in the change's transaction."""
    if credential is None:
        auth = request.auth
        credential = ("uat", auth.key) if isinstance(auth, Token) else ("jwt", auth["jti"])
    Audit.objects.create(
        company_id=person.company_id, person=person, credential_kind=credential[0],
        credential_id=credential[1], address=request.META["REMOTE_ADDR"], action=action,
        object_type="session" if isinstance(what, User) else "product", object_id=what.pk,
        label=label, after=after)
