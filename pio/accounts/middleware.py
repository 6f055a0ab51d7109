"""What every request of a signed-in person passes: idle time, second factor, day of last use.

Only under the three areas that know people; elsewhere nothing here looks at the session, the user or the cookie.
"""

from collections.abc import Callable
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode

from pio.accounts import second_factor, services
from pio.accounts.enums import Language
from pio.accounts.models import User

ACCOUNT, STAFF_PAGES, OWN_PAGES = "/konto/", "/intern/", "/min-side/"
AREAS = (ACCOUNT, STAFF_PAGES, OWN_PAGES)
SEEN, LANGUAGE = "pio_seen", "pio_language"
SEEN_STEP = timedelta(minutes=1)
UNATTENDED = "X-Unattended"  # header of what a page asks by itself: it keeps nobody signed in


class SignedInMiddleware:
    """Ends what has been idle too long and keeps staff without a second factor at `/konto/`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or send it to where the second factor is set up."""
        if not request.path.startswith(AREAS):
            return self.get_response(request)
        if request.user.is_authenticated and _outlived(request, request.user):
            logout(request)
        if not request.user.is_authenticated:
            with translation.override(_language_before_login(request)):
                return self.get_response(request)
        if not request.path.startswith(ACCOUNT) and second_factor.is_missing(request):
            return redirect(second_factor.where_to_add())
        services.note_use(request.user, now=timezone.now())
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Send who must show again that it is them to do so; allauth would keep the request with address and agent."""
        if not isinstance(exception, ReauthenticationRequired):
            return None
        methods = get_adapter().get_reauthentication_methods(request.user)
        page = methods[0]["url"] if methods else reverse("account_login")
        return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}")


def _language_before_login(request: HttpRequest) -> str:
    """Return the language asked for by `?lang=`, remembered in the session until the account's own takes over."""
    asked = request.GET.get("lang")
    if asked in Language.values:
        request.session[LANGUAGE] = asked
    language = request.session.get(LANGUAGE, Language.NORWEGIAN.value)
    request.LANGUAGE_CODE = language
    return language


def _outlived(request: HttpRequest, user: User) -> bool:
    """Say whether the person was away too long; otherwise note the minute in the (sealed) session."""
    now = timezone.now()
    minutes = settings.STAFF_IDLE_MINUTES if user.is_staff else settings.RELATIVE_IDLE_MINUTES
    away = timedelta(seconds=now.timestamp() - request.session.get(SEEN, now.timestamp()))
    if away > timedelta(minutes=minutes):
        return True
    if UNATTENDED in request.headers:
        return False
    if SEEN not in request.session or away >= SEEN_STEP:
        request.session[SEEN] = now.timestamp()
    return False
