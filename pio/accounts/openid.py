"""Login at somebody else's by OpenID Connect: off unless the environment names an issuer (`PIO_OIDC_ISSUER`).

Rules: it opens accounts that exist and makes none; the address must be one that the issuer calls verified; nothing
about the person's login there is stored, neither token nor claim nor a link between the two; staff show their second
factor here all the same, since the issuer's word is not one of ours.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse

PROVIDER = "oidc"  # the one provider's name in addresses


def is_on() -> bool:
    """Whether an issuer is configured."""
    return bool(settings.PIO_OIDC_ISSUER)


def shown_at_login() -> dict[str, Any]:
    """What the login page needs for the button; empty when there is none."""
    if not is_on():
        return {}
    return {"openid_name": settings.PIO_OIDC_NAME, "openid_url": reverse("openid_connect_login", args=[PROVIDER])}


def urls() -> list[URLPattern | URLResolver]:
    """Allauth's two addresses below `/konto/`, and its names for pages that we do not have; none when it is off."""
    if not is_on():
        return []
    names = (
        "socialaccount_login_cancelled", "socialaccount_login_error", "socialaccount_signup",
        "socialaccount_connections",
    )  # fmt: skip
    return [
        path("konto/", include("allauth.socialaccount.providers.openid_connect.urls")),
        *(path(f"konto/{PROVIDER}/{number}/", _to_login, name=name) for number, name in enumerate(names)),
    ]


def _to_login(request: HttpRequest) -> HttpResponse:
    return redirect("account_login")
