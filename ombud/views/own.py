"""`/min-side/ombud/`: the client's own side of the case, with an account. What is not shared stays out."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ombud.forms.own import CodeForm
from ombud.models import Case
from ombud.permissions import access_own_case
from ombud.services.codes import join_case
from ombud.services.own import export_case
from ombud.views.guard import page_number, posted
from ombud.views.own_acts import act, context_of
from pio.accounts.access import SignedInRequest, signed_in
from pio.core.errors import Refusal
from pio.core.pages import render_form

BACK = "ombud_own"
PAGE = "ombud/own_case.html"


@signed_in
def page(request: SignedInRequest) -> HttpResponse:
    """My case, and what I do with it; without one, the field for the printed code."""
    case, now = access_own_case(request.user), timezone.now()
    if case is None:
        return _join(request)
    if request.method != "POST":
        context = context_of(case, now=now, before=page_number(request.GET.get("eldre", "")))
        return render_form(request, PAGE, context, form=context["form"])
    try:
        messages.success(request, act(case, request.POST, by=request.user, now=now))
    except Refusal as refusal:
        return refused(request, PAGE, context_of(case, now=now, sent=request.POST, refusal=refusal.message))
    return redirect(BACK)


def _join(request: SignedInRequest) -> HttpResponse:
    form = CodeForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            join_case(request.user, code=form.cleaned_data["code"], now=timezone.now())
        except Refusal as refusal:
            form.add_error("code", refusal.message)
        else:
            return redirect(BACK)
    return render_form(request, "ombud/own_code.html", {}, form=form)


def refused(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The client's page once more with why not, and what was typed (422)."""
    form = context["form"]
    values = {"forms_with_errors": [form], **context, "form_has_errors": True}
    return render(request, template, values, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@signed_in
def export(request: SignedInRequest) -> HttpResponse:
    """Everything that is mine to have, as a file."""
    case = access_own_case(request.user)
    if case is None:
        raise Http404
    return as_file(case)


def as_file(case: Case) -> HttpResponse:
    """The client's copy of the case."""
    response = JsonResponse(export_case(case), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="min-sak.json"'
    response.headers["Cache-Control"] = "no-store"
    return response
