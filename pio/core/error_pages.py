"""The pages for what went wrong: calm, with the phone number, and nothing about the inside.

They are made without the database and without the account, so that they come also when those are the reason.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from pio.core import public_zone

TEMPLATES = {
    HTTPStatus.BAD_REQUEST: "400.html",
    HTTPStatus.FORBIDDEN: "403.html",
    HTTPStatus.NOT_FOUND: "404.html",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "413.html",
    HTTPStatus.TOO_MANY_REQUESTS: "429.html",
    HTTPStatus.INTERNAL_SERVER_ERROR: "500.html",
}


def error_page(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """The page for `status`, in the language of the address (or the one already chosen for the account)."""
    language = public_zone.language_of(request.path_info) if public_zone.is_public(request.path_info) else None
    with translation.override(language or getattr(request, "LANGUAGE_CODE", None) or "nb"):
        return HttpResponse(render_to_string(TEMPLATES[status], request=request), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 for Django."""
    return error_page(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 for Django."""
    return error_page(request, HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when the token of a signed-in form is missing or old."""
    return error_page(request, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what does not exist and for what is not yours."""
    return error_page(request, HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 for Django."""
    return error_page(request, HTTPStatus.INTERNAL_SERVER_ERROR)
