"""URLs of this part. `public` also exists under /en/; `plain` has one address only."""

from allauth.account import urls as account_urls
from allauth.mfa import urls as mfa_urls
from django.urls import URLPattern, URLResolver, include, path

from pio.accounts import views

public: list[URLPattern | URLResolver] = []
plain: list[URLPattern | URLResolver] = [
    path("konto/", views.home, name="account_home"),
    path("konto/", include(account_urls)),
    path("konto/2fa/", include(mfa_urls)),
]
