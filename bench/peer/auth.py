"""Who is calling: hashed opaque tokens, JSON Web Tokens, and what a token may do."""

import hashlib

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework_simplejwt.authentication import JWTAuthentication as SimpleJWT

from peer.models import Token


class Argon2id(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19_456
    parallelism = 1


class TokenAuthentication(BaseAuthentication):
    """`Authorization: UAT <token>`: one look-up by the token's SHA-256."""

    def authenticate(self, request):
        scheme, _, text = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"uat":
            return None
        digest = hashlib.sha256(text).digest()
        token = Token.objects.select_related("owner__company").filter(digest=digest).first()
        if token is None:
            raise AuthenticationFailed("Invalid token.")
        if token.revoked_at:
            raise AuthenticationFailed("This token has been revoked.", "token_revoked")
        if token.expires_at <= timezone.now():
            raise AuthenticationFailed(
                f"This token expired on {token.valid_until}.", "token_expired")
        if not token.owner.is_active:
            raise AuthenticationFailed("User account is disabled.")
        return token.owner, token

    def authenticate_header(self, request):
        return 'JWT realm="api", UAT realm="api"'


class JWTAuthentication(SimpleJWT):
    def authenticate_header(self, request):
        return 'JWT realm="api", UAT realm="api"'


class Needs(BasePermission):
    """The permission that the view names for the request's method."""

    def has_permission(self, request, view):
        wanted = view.permissions_of[request.method]
        return wanted in permissions_of(request)


# What an Account Admin may do, in the order in which it is shown.
OF_TOKENS = """brand_view brand_create brand_edit brand_archive brand_delete product_view
product_create product_edit product_delete campaign_view campaign_create campaign_edit
campaign_archive region_view region_create region_edit region_archive codes_view dashboard_view
scans_download scm_bulk_edit scm_code_edit workorder_view workorder_create workorder_edit
workorder_cancel workorder_archive workorder_delete workorder_download workorder_sid_download
ingestion_view ingestion_cancel ingestion_code_create""".split()
OF_PEOPLE = OF_TOKENS + """api_access uat_manage key_manage company_edit policy_edit webhook_edit
user_view user_create user_edit user_archive team_view team_edit audit_view""".split()


def permissions_of(request):
    """What this call may do: the token's permissions, or all of the person's."""
    return request.auth.permissions if isinstance(request.auth, Token) else OF_PEOPLE
