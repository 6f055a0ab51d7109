"""Pages for visitors without an account: how they are marked, and what is refused.

A view is marked with one of three decorators. `public_page` is a page anybody may have a copy of; `public_form` is a
page with a form, whose POST needs a token; `no_store` is a page that one person reached by a link of their own.
`PublicMiddleware` acts on the marks. Everything a part needs is named here.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from pio.core import page_cache
from pio.core.public_forms import HONEYPOT, TOKEN, StateInvalid, form_token, is_token_good, open_state, seal_state

__all__ = [
    "StateInvalid", "empty_page_cache", "form_again", "form_token", "no_store", "open_state", "public_form",
    "public_page", "seal_state",
]  # fmt: skip

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
            response: HttpResponseBase = form_again(request, HTTPStatus.UNPROCESSABLE_ENTITY)
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


def form_again(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """A page with everything that was sent, a fresh token and one button: nothing is lost, and one press goes on.

    Args:
        status: 422 for a token that is too old, 429 when too many write at once.
    """
    sent = ((name, values) for name, values in request.POST.lists() if name not in {TOKEN, HONEYPOT})
    is_busy = status == HTTPStatus.TOO_MANY_REQUESTS
    context = {
        "fields": [(name, value) for name, values in sent for value in values], "is_busy": is_busy,
        "form_has_errors": not is_busy,
    }  # fmt: skip
    return render(request, "portal/form_again.html", context, status=status)
