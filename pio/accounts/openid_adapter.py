"""What allauth does by default with a login from elsewhere, and we do otherwise; loaded only when one is configured."""
# allauth decides the signatures

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _


class OpenIdAdapter(DefaultSocialAccountAdapter):
    """Opens accounts that exist; makes none and remembers nothing."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Refuse: an account is made here, or by invitation."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Send whoever has no account here back to the login page, with a sentence.

        Raises:
            ImmediateHttpResponse: allauth answers with it.
        """
        if not sociallogin.is_existing:
            _back(request, _("Det finnes ingen konto her med den adressen. Lag en konto, eller be om en invitasjon."))

    def on_authentication_error(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> None:
        """Send back to the login page, with a sentence; what went wrong elsewhere is not repeated.

        Raises:
            ImmediateHttpResponse: allauth answers with it.
        """
        _back(request, _("Innloggingen ble ikke fullført. Prøv igjen, eller logg inn på en annen måte."))


def _back(request: HttpRequest, sentence: str) -> NoReturn:
    messages.error(request, sentence)
    raise ImmediateHttpResponse(redirect("account_login"))
