"""Pages for visitors without an account: how they are marked, and what is refused.

A view is marked with one of three decorators. `public_page` is a page anybody may have a copy of; `public_form` is a
page with a form, whose POST needs a token; `no_store` is a page that one person reached by a link of their own.
`PublicMiddleware` acts on the marks. Everything a part needs is named here.
"""

import time
from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html_join
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from pio.core import page_cache
from pio.core.public_forms import (
    HONEYPOT,
    TOKEN,
    StateInvalid,
    form_token,
    is_token_good,
    open_state,
    seal_state,
)  # fmt: skip

__all__ = [
    "StateInvalid", "busy_page", "empty_page_cache", "form_token", "no_store", "open_state", "public_form",
    "public_page", "seal_state",
]  # fmt: skip

SHELL_SECONDS = 60
_INPUTS = "[[what was sent]]"
_shells: dict[str, tuple[float, str]] = {}  # by language: when it was made, and the page without what was sent

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def public_page(params: Iterable[str] = ()) -> Callable[[View[P]], View[P]]:
    """Mark an anonymous page that changes nothing: GET and HEAD only, one copy for everybody for up to a minute.

    Args:
        params: the query parameters the page reads; it never sees others.
    """
    names = frozenset(params)
    page_cache.declare(names)

    def decorate(view: View[P]) -> View[P]:
        @require_safe
        @wraps(view)
        def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            request.GET = _only(request.GET, names)  # type: ignore[assignment]
            response = view(request, *args, **kwargs)
            if not response.has_header("Cache-Control"):
                response.headers["Cache-Control"] = "no-cache"
                response.pio_copy = response.status_code == HTTPStatus.OK and not response.streaming  # type: ignore[attr-defined]
            return response

        return _public(page)

    return decorate


def public_form(view: View[P]) -> View[P]:
    """Mark an anonymous page with a form: never copied, and a POST needs the token of `{% form_guard %}`.

    A token that is missing or too old, or a filled honeypot, shows everything that was sent once more with a fresh
    token (422): nothing is lost, and one press goes on.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def form(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "POST" and not _is_guarded(request):
            response: HttpResponseBase = _show_again(request)
        else:
            response = view(request, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-cache, private"
        return response

    return _public(form)


def no_store(view: View[P]) -> View[P]:
    """Mark a manage or receipt page: neither browser nor proxy keeps it (P13)."""

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return page


def empty_page_cache() -> None:
    """Forget the copies of public pages once the running transaction is committed."""
    transaction.on_commit(page_cache.empty, robust=True)


def _public(view: View[P]) -> View[P]:
    view.is_public = True  # type: ignore[attr-defined]  # read by the tests that walk every address
    view.login_required = False  # type: ignore[attr-defined]  # Django's LoginRequiredMiddleware looks here
    return view


def _only(given: QueryDict, names: frozenset[str]) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name in given:
        if name in names:
            kept.setlist(name, given.getlist(name))
    return kept


def _is_guarded(request: HttpRequest) -> bool:
    return is_token_good(request.POST.get(TOKEN, ""), request.path) and not request.POST.get(HONEYPOT)


def _show_again(request: HttpRequest) -> HttpResponse:
    context = {"fields": _sent(request), "form_has_errors": True}
    return render(request, "portal/form_again.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def busy_page(request: HttpRequest) -> HttpResponse:
    """Too many at once (429): everything that was sent, in a form with one button, so that nothing is lost.

    Nearly all of it is made once a minute for everybody, since in a flood it is made hundreds of times a second.
    """
    language = translation.get_language() or "nb"
    made_at, shell = _shells.get(language, (-SHELL_SECONDS, ""))
    if time.monotonic() - made_at >= SHELL_SECONDS:
        shell = render_to_string("portal/form_busy.html", {"inputs": _INPUTS}, request=request)
        _shells[language] = (time.monotonic(), shell)
    fields = [(TOKEN, form_token(request.path)), *_sent(request)]
    inputs = format_html_join("\n", '<input type="hidden" name="{}" value="{}">', fields)
    response = HttpResponse(str(shell).replace(_INPUTS, inputs), status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Content-Length"] = str(len(response.content))  # no later layer adds it
    return response


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field that was sent with its values, without the two guards."""
    lists = ((name, values) for name, values in request.POST.lists() if name not in {TOKEN, HONEYPOT})
    return [(name, value) for name, values in lists for value in values]
