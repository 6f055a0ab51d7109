"""Assignments, mandates and consents of a case."""

from datetime import datetime
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud import selectors
from ombud.enums import DocumentKind, WithdrawnHow
from ombud.forms.assignments import AssignmentForm, ProgressForm
from ombud.forms.work import ConsentForm, MandateForm
from ombud.models import Case, Document, NetworkPerson
from ombud.permissions import access_office, one_of
from ombud.services import assignments as services
from ombud.services import permits
from ombud.services.documents import MOST_BYTES, add_document, clean_file
from ombud.views.cases import case_url
from ombud.views.guard import act, case_page, form_page, posted
from pio.accounts.access import SignedInRequest


@case_page("ombud.assignments")
def assignments(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """All assignments, the ended ones too."""
    rows = selectors.shown_since(case.assignments.with_awaited(), case)
    context = {"case": case, "tab": "assignments", "name": selectors.name_of(case), "assignments": rows}
    return render(request, "ombud/assignments.html", context | {"today": timezone.localdate(now)})


@case_page("ombud.assignments")
def assignment_new(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """A new assignment, in the client's words."""
    form = AssignmentForm(posted(request))
    return form_page(
        request, form, title=_("Nytt oppdrag"), button=_("Lagre oppdraget"), case=case, done=_("Oppdraget er lagret."),
        back=case.get_absolute_url(), save=lambda: services.open_assignment(
            case, wish=services.Wish(
                side=form.cleaned_data["opened_by"],
                **{name: form.cleaned_data[name] for name in ("words", "goal", "category", "next_step")},
            ), by=request.user, now=now,
        ),
    )  # fmt: skip


@case_page("ombud.assignments")
def assignment_move(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """How far an assignment has come (`?oppdrag=`)."""
    row = one_of(case.assignments.with_awaited(), request.GET.get("oppdrag", ""))
    initial = {
        "status": row.status, "next_step": row.next_step, "waits_for": services.awaited_key(row),
        "waiting_words": row.waiting_words, "goal": row.goal, "version": row.version,
    }  # fmt: skip
    form = ProgressForm(posted(request), initial=initial, people=list(case.network.all()))

    def save() -> None:
        side, version = form.cleaned_data["closed_by"] or "ombud", form.cleaned_data["version"]
        services.move_assignment(row, progress=form.progress, side=side, version=version, by=request.user, now=now)

    return form_page(
        request, form, title=_("Hvordan går det med oppdraget?"), button=_("Lagre"), case=case, intro=f"«{row.words}»",
        back=case.get_absolute_url(), done=_("Oppdraget er lagret."), save=save,
    )  # fmt: skip


@case_page("ombud.permits")
def permit_list(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """Mandates and consents, and what a missing one blocks."""
    context = {
        "case": case, "tab": "permits", "name": selectors.name_of(case),
        "mandates": selectors.permit_rows(case.mandates.select_related("office"), now=now),
        "consents": selectors.permit_rows(case.consents.select_related("person"), now=now),
        "hows": [pair for pair in WithdrawnHow.choices if pair[0] != WithdrawnHow.CLIENT],
    }  # fmt: skip
    return render(request, "ombud/permits.html", context)


@case_page("ombud.permits")
def mandate_new(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """A new mandate, or one that is renewed (`?kontor=`)."""
    today = timezone.localdate(now)
    a_year = today.replace(day=min(today.day, 28), year=today.year + 1)
    initial = {"valid_from": today, "valid_to": a_year, "office": request.GET.get("kontor", "")}
    form = MandateForm(posted(request), request.FILES if request.method == "POST" else None, initial=initial)

    def save() -> None:
        values = form.cleaned_data
        signed = permits.Signed(values["is_signed"], _signed_file(request, case, form, now))
        span = permits.Span(values["valid_from"], values["valid_to"])
        office = access_office(values["office"])
        permits.give_mandate(
            case, office=office, scope=values["scope"], span=span, signed=signed, by=request.user, now=now
        )

    return form_page(
        request, form, title=_("Ny fullmakt"), button=_("Lagre fullmakten"), case=case, done=_("Fullmakten er lagret."),
        back=case_url("ombud_permits", case), multipart=True, save=save,
    )  # fmt: skip


def _signed_file(request: SignedInRequest, case: Case, form: MandateForm, now: datetime) -> Document | None:
    if not form.cleaned_data["file"]:
        return None
    clean = clean_file(form.cleaned_data["file"].read(MOST_BYTES + 1))
    title = _("Fullmakt, %(office)s") % {"office": access_office(form.cleaned_data["office"]).name}
    return add_document(case, kind=DocumentKind.MANDATE, title=title, file=clean, by=request.user, now=now)


@case_page("ombud.permits")
def consent_new(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """A new consent to contact with somebody close."""
    form = ConsentForm(
        posted(request), initial={"valid_from": timezone.localdate(now)}, people=list(case.network.all())
    )

    def save() -> None:
        values = form.cleaned_data
        span = permits.Span(values["valid_from"], values["valid_to"])
        permits.give_consent(
            case, person=_person(request, case, values, now), span=span, by=request.user, now=now,
            agreed=permits.Agreed(values["words"], values["purpose"]),
        )  # fmt: skip

    return form_page(
        request, form, title=_("Nytt samtykke"), button=_("Lagre samtykket"), case=case, done=_("Samtykket er lagret."),
        back=case_url("ombud_permits", case), save=save,
    )  # fmt: skip


def _person(request: SignedInRequest, case: Case, values: dict[str, str], now: datetime) -> NetworkPerson:
    if values["person"]:
        return one_of(case.network.all(), values["person"])
    return permits.add_person(
        case, relation=values["relation"], name=values["name"], phone=values["phone"], by=request.user, now=now
    )


@case_page("ombud.permits")
def permit_withdraw(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """Withdraw a mandate or a consent this moment."""
    if request.method != "POST":
        return redirect("ombud_permits", case.pk)
    rows: Any = case.mandates.all() if request.POST.get("kind") == "mandate" else case.consents.all()
    permit, how = one_of(rows, request.POST.get("permit", "")), request.POST.get("how", "")
    how = how if how in WithdrawnHow.values else WithdrawnHow.ORAL.value
    return act(
        request, lambda: permits.withdraw(permit, how=how, by=request.user, now=now),
        done=_("Trukket. Fra nå av kan ingen kontakt føres."), back=case_url("ombud_permits", case),
    )  # fmt: skip
