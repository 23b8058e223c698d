from django.urls import path

from peer.views import LogIn, Me, Products

urlpatterns = [
    path("api/v2/me/", Me.as_view()),
    path("api/v2/products/", Products.as_view()),
    path("api/v2/auth/jwt/", LogIn.as_view()),
]
