"""allauth's views under the contract of every page: our template, 422 on errors, limits, no trace of the machine."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.template.response import TemplateResponse

from pio.accounts import limits
from pio.core.error_pages import error_page
from pio.core.pages import has_errors

View = Callable[..., HttpResponseBase]


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, also when it is nothing at all; None for other methods, so that the form is fresh."""
    return request.POST if request.method == "POST" else None


def page(view: View, template: str, *, sends_to: str = "", adds: Callable[[], dict[str, Any]] = dict) -> View:
    """Dress `view` in `template`.

    Args:
        sends_to: the posted field that names the address a code goes to; posts are then limited per caller and address.
        adds: gives more context.
    """

    @wraps(view)
    def dressed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        address = request.POST.get(sends_to, "") if sends_to and request.method == "POST" else ""
        if address and not _may_send(request, address):
            return error_page(request, HTTPStatus.TOO_MANY_REQUESTS)
        response = view(request, *args, **kwargs)
        if address and response.status_code == HTTPStatus.FOUND:
            _note_sent(request, address)
        if isinstance(response, TemplateResponse) and not response.is_rendered:
            _dress(response, template, adds())
        return response

    return dressed


def _may_send(request: HttpRequest, address: str) -> bool:
    """Known address or not, so that the answer tells nothing."""
    caller = limits.is_free("code-from", limits.client_address(request), limits.CODES_FROM_ADDRESS)
    return caller and limits.is_free("code-to", address, limits.CODES_TO_ACCOUNT)


def _note_sent(request: HttpRequest, address: str) -> None:
    """Count what was sent; a form that came back with errors sent nothing."""
    limits.note("code-from", limits.client_address(request), limits.CODES_FROM_ADDRESS)
    limits.note("code-to", address, limits.CODES_TO_ACCOUNT)


def _dress(response: TemplateResponse, template: str, more: dict[str, Any]) -> None:
    response.template_name = template
    context: dict[str, Any] = response.context_data or {}
    forms = {id(form): form for form in context.values() if isinstance(form, BaseForm)}  # allauth names some twice
    wrong = [form for form in forms.values() if has_errors(form)]
    response.context_data = context | more | {"form_has_errors": bool(wrong), "forms_with_errors": wrong}
    if wrong:
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
