"""The middleware chain of the experiences (P01): what could tell who somebody is, never reaches a line of their code.

`strip` leaves only the headers that are needed to answer. `AnonymousMiddleware` stands before session, account and
history, and hands the request to a short chain of its own, so that none of those ever sees it: a later layer that asks
for `request.session` or `request.user` finds no such thing and fails. A fault is logged by its type alone.
"""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.middleware.common import CommonMiddleware

from pio.core import public_zone
from pio.core.error_pages import error_page
from pio.core.middleware import LanguageMiddleware

GetResponse = Callable[[HttpRequest], HttpResponseBase]
KEPT = frozenset({
    "HTTP_HOST", "HTTP_ORIGIN", "HTTP_SEC_FETCH_SITE", "HTTP_X_FORWARDED_PROTO", "CONTENT_TYPE", "CONTENT_LENGTH",
    "HTTP_TRANSFER_ENCODING",
})  # fmt: skip
"""Where the request goes, what it carries, and whether another site sent it. Nothing about who."""
WHO = frozenset({"REMOTE_ADDR", "REMOTE_HOST", "REMOTE_PORT", "REMOTE_USER", "REMOTE_IDENT", "SSL_CLIENT_CERT"})
EXPECTED = (Http404, PermissionDenied, SuspiciousOperation, BadRequest, MultiPartParserError)

log = logging.getLogger(__name__)


def strip(request: HttpRequest) -> None:
    """Drop every header but those in `KEPT`, and the address of the other end."""
    for name in [name for name in request.META if name.startswith("HTTP_") and name not in KEPT]:
        del request.META[name]
    for name in WHO & request.META.keys():
        request.META[name] = ""
    for kept in ("headers", "COOKIES"):
        request.__dict__.pop(kept, None)  # made from META when first asked for


class AnonymousMiddleware:
    """Answers everything below `/erfaringer/` through a chain of its own; the rest goes on as usual."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.answer = LanguageMiddleware(CommonMiddleware(_quietly(_handler())))  # type: ignore[arg-type]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Choose the chain by the address."""
        if public_zone.is_anonymous(request.path_info):
            strip(request)
            return self.answer(request)
        return self.get_response(request)


def _handler() -> GetResponse:
    """Django's own way from an address to a view, without any middleware."""
    handler = BaseHandler()
    handler._view_middleware, handler._template_response_middleware, handler._exception_middleware = [], [], []  # type: ignore[attr-defined]  # noqa: SLF001
    return handler._get_response  # type: ignore[attr-defined]  # noqa: SLF001  # what middleware wraps


def _quietly(get_response: GetResponse) -> GetResponse:
    """A fault becomes a page; the log gets its type and nothing of what was sent."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        try:
            return get_response(request)
        except EXPECTED as expected:
            return response_for_exception(request, expected)
        except Exception as fault:  # noqa: BLE001  the traceback could carry what somebody wrote
            log.error("anonymous_zone_failed: %s", type(fault).__name__)  # noqa: TRY400
            return error_page(request, HTTPStatus.INTERNAL_SERVER_ERROR)

    return answer
