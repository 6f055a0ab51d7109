"""OpenID Connect: off by default; with an issuer in the environment there is a button, and nothing is ever stored."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from pio.accounts import checks

CONFIGURED = """
import json, django
from types import SimpleNamespace
django.setup()
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from pio.accounts import openid
from pio.accounts.forms.login import LoginForm
request = RequestFactory().get("/konto/login/")
class Messages(list):
    def add(self, level, message, extra_tags=""): self.append(message)
request._messages = Messages()
configured = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
provider = OpenIDConnectProvider(request, app=SocialApp(provider="openid_connect", **configured))
stranger = SimpleNamespace(is_existing=False)
try:
    get_adapter().pre_social_login(request, stranger)
    answer = ""
except ImmediateHttpResponse as refusal:
    answer = refusal.response["Location"]
print(json.dumps({
    "shown": openid.shown_at_login(), "callback": reverse("openid_connect_callback", args=["oidc"]),
    "server": provider.server_url, "pkce": provider.get_settings()["OAUTH_PKCE_ENABLED"],
    "signup": get_adapter().is_open_for_signup(request, stranger), "answer": answer, "said": request._messages,
    "tokens": settings.SOCIALACCOUNT_STORE_TOKENS, "connects": settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT,
    "button": "Logg inn med Bydelen" in render_to_string(
        "accounts/login.html", {"form": LoginForm(request=request)} | openid.shown_at_login(), request=request),
}))
"""


def test_without_an_issuer_there_is_nothing(db: None) -> None:
    assert "allauth.socialaccount" not in settings.INSTALLED_APPS
    with pytest.raises(NoReverseMatch):
        reverse("openid_connect_login", args=["oidc"])
    assert "Logg inn med " not in Client().get("/konto/login/").content.decode()
    assert Client().get("/konto/oidc/login/").status_code == 404


@pytest.mark.slow
def test_an_issuer_in_the_environment_gives_a_button_that_stores_nothing() -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings", "PIO_ENV": "test", "PIO_OIDC_ISSUER": "https://id.example.org",
        "PIO_OIDC_NAME": "Bydelen", "PIO_OIDC_CLIENT_ID": "pio", "PIO_OIDC_SECRET": "made-up",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", CONFIGURED], env=environment, capture_output=True, text=True, check=False,
        cwd=settings.BASE_DIR, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "shown": {"openid_name": "Bydelen", "openid_url": "/konto/oidc/login/"},
        "callback": "/konto/oidc/login/callback/",
        "server": "https://id.example.org/.well-known/openid-configuration",
        "pkce": True, "signup": False, "answer": "/konto/login/",
        "said": ["Det finnes ingen konto her med den adressen. Lag en konto, eller be om en invitasjon."],
        "tokens": False, "connects": False, "button": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "sentences"),
    [
        (("", "", ""), set()),
        (("https://id.example.org", "pio", "secret"), set()),
        (("http://id.example.org", "pio", "secret"), {"PIO_OIDC_ISSUER must be an https address."}),
        (
            ("https://id.example.org", "pio", ""),
            {"PIO_OIDC_CLIENT_ID and PIO_OIDC_SECRET must be given with PIO_OIDC_ISSUER."},
        ),
    ],
)
def test_production_refuses_half_a_configuration(
    settings: object, given: tuple[str, str, str], sentences: set[str]
) -> None:
    settings.PIO_OIDC_ISSUER, settings.PIO_OIDC_CLIENT_ID, settings.PIO_OIDC_SECRET = given
    assert {fault for fault in checks.faults() if "OIDC" in fault} == sentences
