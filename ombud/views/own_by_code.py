"""`/personlig-ombud/min-sak/`: the client's own side of the case by a printed code, without account and cookies.

The code never stands in an address. The opened page's forms carry a sealed pass for half an hour; each names its act.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ombud.forms.own import CodeForm
from ombud.models import Case
from ombud.services import codes
from ombud.views.guard import page_number
from ombud.views.own import as_file
from ombud.views.own_acts import act, context_of
from pio.core.errors import Refusal
from pio.core.pages import render_form
from pio.core.public import StateInvalid, no_store, public_form

PASS = "pass"  # noqa: S105  the name of a field


@no_store
@public_form
def page(request: HttpRequest) -> HttpResponse:
    """The field for the code, or what it opens."""
    if PASS in request.POST:
        return _opened(request)
    form, now = CodeForm(request.POST if request.method == "POST" else None), timezone.now()
    if form.is_bound and form.is_valid():
        try:
            return _show(request, codes.open_by_code(form.cleaned_data["code"], now=now))
        except codes.TooManyTries as refusal:
            return _ask(request, form, refusal.message, HTTPStatus.TOO_MANY_REQUESTS)
        except codes.UnknownCode as refusal:
            form.add_error("code", refusal.message)
    return _ask(request, form)


def _ask(request: HttpRequest, form: CodeForm, refusal: str = "", status: int = 0) -> HttpResponse:
    response = render_form(request, "ombud/own_by_code.html", {"refusal": refusal}, form=form)
    response.status_code = status or response.status_code
    return response


def _opened(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    try:
        case = codes.open_pass(request.POST[PASS], now=now)
    except (StateInvalid, codes.UnknownCode) as refusal:
        return _ask(request, CodeForm(), refusal.message)
    if request.POST.get("act") == "export":
        return as_file(case)
    if request.POST.get("act") == "older":
        return _show(request, case)
    try:
        said = act(case, request.POST.dict(), by=None, now=now)
    except Refusal as refusal:
        return _show(request, case, refusal=refusal.message)
    return _show(request, case, said=said)


def _show(request: HttpRequest, case: Case, said: str = "", refusal: str = "") -> HttpResponse:
    sent = request.POST.dict() if refusal else None
    before = page_number(request.POST.get("before", ""))
    context = context_of(case, now=timezone.now(), sent=sent, refusal=refusal, before=before)
    more = {
        "sealed": codes.seal_pass(case), "said": said, "form_has_errors": bool(refusal),
        "forms_with_errors": [context["form"]],
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "ombud/own_opened.html", context | more, status=status)
