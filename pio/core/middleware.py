"""What happens to a request before any page sees it, and to every answer before it leaves.

Order (in the settings) matters: `PublicMiddleware` is outermost and cheap, since a copied page must cost no more than
a constant line (performance.md); `HeadersMiddleware` sees every answer, static files and errors included;
`GuardMiddleware` refuses before a body is read; `LanguageMiddleware` comes after the account is known.
"""

import logging
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import get_resolver
from django.utils import translation

from pio.core import fast_redis, page_cache, public_zone, reference
from pio.core.error_pages import error_page
from pio.core.floods import Share
from pio.core.public import busy_page

GetResponse = Callable[[HttpRequest], HttpResponseBase]
Execute = Callable[[str, object, bool, dict[str, Any]], Any]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
IN_HAND = 2.0  # seconds for posts to the experiences after a quiet time: some hundred of them
MOST_FOR_ONE = 0.25  # seconds; the first post of a process that has just started must not shut out the next ones
NEVER_SHOWN = ("/intern/utkast/", "/intern/telefon/", "/konto/", "/static/", *public_zone.ANONYMOUS)
"""What is written below these appears on no public page, so the copies may stay. (A receipt takes its quote down by
itself; a flood of experiences must not make every public page anew.)"""

log = logging.getLogger(__name__)


class CookieOnPublicPage(RuntimeError):
    """A view tried to set a cookie on a public page; a mistake in the code (P04)."""


class PublicMiddleware:
    """No cookies and no `Vary` for visitors, and one copy of a page for all of them (P04)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.is_ready = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from the copy, or compute, clean and copy."""
        path = request.path_info
        if not public_zone.is_public(path):
            return self._written(request, self.get_response(request))
        request.META.pop("HTTP_COOKIE", None)
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        if path.startswith(public_zone.STATIC):
            return self.get_response(request)
        if not self.is_ready:
            get_resolver().url_patterns  # noqa: B018  # the pages declare their parameters when they are loaded
            self.is_ready = True
        return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        key = page_cache.key_of(request)
        if key is not None and (copy := page_cache.find(key)) is not None:
            return copy
        if key is None:
            with connection.execute_wrapper(looking := Reading()):
                response = _without_person(self.get_response(request))
            return response if looking.is_all else self._written(request, response)
        begun = page_cache.generation()
        reference.look_again()  # what others have edited stands in the copy that is made now
        response = _without_person(self.get_response(request))
        if begun is not None and getattr(response, "pio_copy", False):
            page_cache.fill(key, response, begun)  # type: ignore[arg-type]  # streaming pages are never marked
        return response

    @staticmethod
    def _written(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_refused = response.status_code >= HTTPStatus.BAD_REQUEST
        if request.method not in SAFE and not is_refused and not request.path_info.startswith(NEVER_SHOWN):
            page_cache.empty()  # the net below `empty_page_cache`: any write through the web may show
        return response


class Reading:
    """Listens to a visitor's statements: one who has only turned the pages of a form leaves the copies as they are."""

    def __init__(self) -> None:
        self.is_all = True

    def __call__(self, execute: Execute, sql: str, params: object, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001  Django's order
        """Pass the statement on."""
        self.is_all = self.is_all and sql.lstrip()[:6].upper() == "SELECT"
        return execute(sql, params, many, context)


def _without_person(response: HttpResponseBase) -> HttpResponseBase:
    if response.cookies:
        if settings.TEST:
            raise CookieOnPublicPage(", ".join(response.cookies))
        log.error("cookie refused on a public page")
        response.cookies.clear()
    if response.has_header("Vary"):
        del response.headers["Vary"]
    return response


class HeadersMiddleware:
    """The same security headers on every answer; what nobody has decided about is stored nowhere."""

    HEADERS = {
        "Permissions-Policy": ", ".join(
            f"{feature}=()" for feature in ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics")
        ),
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add what the answer lacks."""
        response = self.get_response(request)
        for name, value in self.HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path_info.startswith(public_zone.STATIC):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class GuardMiddleware:
    """Refuse before reading: bodies too large (413), posts from other sites (403), a flood (429). No state per person.

    Origin decides where the browser sends it; `null` is refused. Sec-Fetch-Site is believed where browsers send it
    (https and localhost). A client that sends neither is no browser, so no visitor is tricked through it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.anonymous = Share(settings.PIO_ANONYMOUS_SHARE, IN_HAND)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse, or go on."""
        if request.method in SAFE:
            return self.get_response(request)
        is_public = public_zone.is_public(request.path_info)
        if _length(request) > (settings.PIO_PUBLIC_BODY if is_public else settings.PIO_STAFF_BODY):
            return error_page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if is_public and _is_foreign(request):
            return error_page(request, HTTPStatus.FORBIDDEN)
        if public_zone.is_anonymous(request.path_info):
            return self._within_share(request)
        if is_public and self._is_flood():
            return error_page(request, HTTPStatus.TOO_MANY_REQUESTS)
        return self.get_response(request)

    def _within_share(self, request: HttpRequest) -> HttpResponseBase:
        """The experiences: a count in Redis would tell at which minute somebody wrote (P02), so time is shared here."""
        if not self.anonymous.is_left():
            return _busy(request)
        begun = time.monotonic()
        try:
            return self.get_response(request)
        finally:
            self.anonymous.spend(min(MOST_FOR_ONE, time.monotonic() - begun))

    def _is_flood(self) -> bool:
        key = f"pio:posts:{int(time.time()) // 60}"
        answer = fast_redis.ask(("INCR", key), ("EXPIRE", key, 120))
        return answer is not None and answer[0] > settings.PIO_PUBLIC_POSTS_A_MINUTE


def _busy(request: HttpRequest) -> HttpResponse:
    """Too many at once. What somebody wrote about their life comes back with the answer, ready to be sent again."""
    with translation.override(public_zone.language_of(request.path_info)):
        return busy_page(request)


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else 0


def _is_foreign(request: HttpRequest) -> bool:
    origin = request.META.get("HTTP_ORIGIN")
    if origin is not None and origin != f"{request.scheme}://{request.get_host()}":
        return True
    is_believed = request.is_secure() or urlsplit(f"//{request.get_host()}").hostname in {
        "localhost",
        "127.0.0.1",
        "::1",
    }
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    return is_believed and site not in {None, "same-origin", "none"}


class LanguageMiddleware:
    """Public pages speak the language of their address; signed-in pages the account's (before login: Norwegian).

    Never reads a cookie or Accept-Language, so no page varies by them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Speak one language for the whole answer."""
        language = self._language(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
            if isinstance(response, HttpResponse):
                response.headers.setdefault("Content-Language", language)
            return response

    @staticmethod
    def _language(request: HttpRequest) -> str:
        if public_zone.is_public(request.path_info):
            return public_zone.language_of(request.path_info)
        return getattr(request.user, "language", "") or settings.LANGUAGE_CODE
