"""`/min-side/ombud/`: the client's own side of the case. What is not shared stays out."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud import selectors
from ombud.enums import AssignmentStatus, Result, Side
from ombud.forms.service import CodeForm
from ombud.forms.work import TextForm
from ombud.models import Case
from ombud.permissions import access_own_case, one_of
from ombud.services import assignments, contacts, own, permits
from ombud.views.guard import act, form_page, posted
from pio.accounts.access import SignedInRequest, signed_in
from pio.audit.selectors import who_opened
from pio.core.errors import Refusal
from pio.core.pages import render_form

BACK = "ombud_own"


@signed_in
def page(request: SignedInRequest) -> HttpResponse:
    """My case; without one, the field for the printed code."""
    case, now = access_own_case(request.user), timezone.now()
    if case is not None:
        return render(request, "ombud/own_case.html", _context(case, now))
    form = CodeForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            own.join_case(request.user, code=form.cleaned_data["code"], now=now)
        except Refusal as refusal:
            form.add_error("code", refusal.message)
        else:
            return redirect(BACK)
    return render_form(request, "ombud/own_code.html", {}, form=form)


def _context(case: Case, now: datetime) -> dict[str, Any]:
    entries = case.entries.filter(amends=None).select_related("office", "person").prefetch_related(
        "remarks", "amendments"
    )  # fmt: skip
    return {
        "case": case, "assignments": case.assignments.select_related("waiting_on"),
        "mandates": selectors.permit_rows(case.mandates.select_related("office"), now=now),
        "consents": selectors.permit_rows(case.consents.select_related("person"), now=now),
        "entries": entries.filter(not_shared=False)[:100], "readings": who_opened(case, limit=50),
        "hidden": case.entries.filter(amends=None, not_shared=True).count(),
    }  # fmt: skip


def _own(request: SignedInRequest) -> Case:
    case = access_own_case(request.user)
    if case is None:
        raise Http404
    return case


def _permit(request: SignedInRequest, case: Case) -> Any:
    rows = case.mandates.all() if request.POST.get("kind") == "mandate" else case.consents.all()
    return one_of(rows, request.POST.get("permit", ""))


@signed_in
def withdraw(request: SignedInRequest) -> HttpResponse:
    """Withdraw a mandate or a consent; it holds from this moment."""
    case = _own(request)
    if request.method != "POST":
        return redirect(BACK)
    permit, now = _permit(request, case), timezone.now()
    return act(
        request, lambda: permits.withdraw(permit, how=permits.HOW_BY_CLIENT, by=request.user, now=now),
        done=_("Trukket. Ombudet kan ikke ta kontakt lenger."), back=reverse(BACK),
    )  # fmt: skip


@signed_in
def confirm(request: SignedInRequest) -> HttpResponse:
    """Say that a mandate, a consent or an assignment is right."""
    case, now = _own(request), timezone.now()
    if request.method != "POST":
        return redirect(BACK)
    if request.POST.get("assignment"):
        row = one_of(case.assignments.all(), request.POST["assignment"])
        return act(
            request, lambda: assignments.confirm_assignment(row, now=now), done=_("Bekreftet."), back=reverse(BACK)
        )
    permit = _permit(request, case)
    return act(
        request, lambda: permits.confirm(permit, by=request.user, now=now), done=_("Bekreftet."), back=reverse(BACK)
    )


@signed_in
def close(request: SignedInRequest) -> HttpResponse:
    """End one of my assignments."""
    case, now = _own(request), timezone.now()
    if request.method != "POST":
        return redirect(BACK)
    row = one_of(case.assignments.all(), request.POST.get("assignment", ""))
    progress = assignments.Progress(AssignmentStatus.GIVEN_UP, result=Result.UNKNOWN)
    return act(
        request,
        lambda: assignments.move_assignment(row, progress=progress, side=Side.CLIENT, by=request.user, now=now),
        done=_("Oppdraget er avsluttet."), back=reverse(BACK),
    )  # fmt: skip


@signed_in
def remark(request: SignedInRequest) -> HttpResponse:
    """My own remark beside an entry (`?kontakt=`)."""
    case = _own(request)
    entry = one_of(case.entries.filter(not_shared=False, amends=None), request.GET.get("kontakt", ""))
    form = TextForm(posted(request), label=_("Merknaden din"))
    return form_page(
        request, form, title=_("Skriv en merknad"), button=_("Lagre"), back=reverse(BACK), intro=entry.facts or "",
        done=_("Merknaden står ved siden av det ombudet skrev."),
        save=lambda: contacts.remark_on(entry, text=form.cleaned_data["text"], now=timezone.now()),
    )  # fmt: skip


@signed_in
def export(request: SignedInRequest) -> HttpResponse:
    """Everything that is mine to have, as a file."""
    response = JsonResponse(own.export_case(_own(request)), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="min-sak.json"'
    return response
