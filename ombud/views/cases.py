"""Pages of one case: overview, the client, status, deputy, who is kept out, who has opened it."""

from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud import selectors
from ombud.forms.cases import BlockForm, ClientForm, DeputyForm, StatusForm, find_person
from ombud.models import Case
from ombud.permissions import read_case
from ombud.services import cases as services
from ombud.views.guard import act, case_page, form_page, page_number, posted
from ombud.views.merging import merge_page
from pio.accounts.access import SignedInRequest, requires
from pio.audit.selectors import reading_days, who_opened
from pio.core.pages import render_form


@case_page("ombud.case")
def case(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """The case at a glance: the client's words first, what is due, what the client has allowed."""
    today = timezone.localdate(now)
    deadlines = case.deadlines.live().select_related("rule", "office")
    context = {
        "case": case, "tab": "case", "name": selectors.name_of(case), "today": today,
        "assignments": case.assignments.live().with_awaited(),
        "deadlines": [selectors.due(each, case, today=today) for each in deadlines],
        "mandates": selectors.permit_rows(case.mandates.select_related("office"), now=now),
        "consents": selectors.permit_rows(case.consents.select_related("person"), now=now),
        "entries": selectors.log_of(case)[:4], "opened": who_opened(case, limit=1),
        "hand_over": case.hand_overs.filter(undone_at=None).select_related("from_ombud", "to_ombud").first(),
    }  # fmt: skip
    return render(request, "ombud/case.html", context)


@case_page("ombud.client")
def client(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """Who the client is. When another has saved meanwhile, both versions are shown (409), and nothing is lost."""
    form = ClientForm(posted(request), initial=ClientForm.initial_of(case), today_year=timezone.localdate(now).year)
    context: dict[str, Any] = {"case": case, "tab": "client", "name": selectors.name_of(case)}
    if request.method == "POST" and form.is_valid():
        try:
            services.change_client(
                case, version=form.cleaned_data["version"], facts=form.facts(), person=form.person(),
                by=request.user, now=now,
            )  # fmt: skip
        except services.ChangedMeanwhile as refusal:
            return merge_page(request, "ombud/client.html", context, form, refusal)
        messages.success(request, _("Lagret."))
        return redirect(case)
    return render_form(request, "ombud/client.html", context, form=form)


@case_page("ombud.status")
def status(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """Move the case on, pause it, close it."""
    form = StatusForm(posted(request), case=case, initial={"version": case.version})
    return form_page(
        request, form, title=_("Endre status"), button=_("Lagre"), back=case.get_absolute_url(), case=case,
        done=_("Status er endret."), save=lambda: services.change_status(
            case, to=form.cleaned_data["status"], reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"], by=request.user, now=now,
        ),
    )  # fmt: skip


@case_page("ombud.deputy")
def deputy(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """Name a deputy until a day."""
    initial = {"deputy": str(case.deputy_id or ""), "until": case.deputy_until, "version": case.version}
    form = DeputyForm(posted(request), initial=initial, case=case)
    return form_page(
        request, form, title=_("Stedfortreder"), button=_("Lagre"), back=case.get_absolute_url(), case=case,
        intro=_("Stedfortrederen kan lese og skrive i saken til og med dagen du velger."),
        done=_("Lagret."), save=lambda: services.set_deputy(
            case, deputy=find_person(form.cleaned_data["deputy"]), until=form.cleaned_data["until"],
            version=form.cleaned_data["version"], by=request.user, now=now,
        ),
    )  # fmt: skip


@case_page("ombud.block")
def block(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """Keep somebody out for good."""
    form = BlockForm(posted(request), case=case)
    return form_page(
        request, form, title=_("Hold noen utenfor saken"), button=_("Hold utenfor"), back=case.get_absolute_url(),
        case=case, intro=_("Gjelder alle roller, også daglig leder med begrunnelse."), done=_("Lagret."),
        save=lambda: services.keep_out(
            case, user=find_person(form.cleaned_data["user"]), reason=form.cleaned_data["reason"], by=request.user,
            now=now,
        ),
    )  # fmt: skip


@case_page("ombud.review")
def review(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """The half-yearly review is done."""
    if request.method != "POST":
        return redirect(case)
    return act(
        request, lambda: services.review_case(case, by=request.user, now=now),
        done=_("Neste gjennomgang er om et halvt år."), back=case.get_absolute_url(),
    )  # fmt: skip


@case_page("ombud.reads")
def opened(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """Who has opened the case, a line for each person and day; `?eldre=` goes back in time."""
    before, first = page_number(request.GET.get("eldre", "")), case_url("ombud_opened", case)
    readings = reading_days(case, before=before)
    context = {
        "case": case, "tab": "opened", "name": selectors.name_of(case), "readings": readings,
        "newer_url": first if before else "", "older_url": f"{first}?eldre={readings.older}" if readings.older else "",
    }  # fmt: skip
    return render(request, "ombud/opened.html", context)


@requires("ombud.start")
def pulse(request: SignedInRequest, pk: UUID) -> HttpResponseBase:
    """Asked by an open tab: 204 while one may read the case, 404 from the moment one may not. No reading, no trace."""
    read_case(request.user, pk, now=timezone.now())
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def case_url(name: str, case: Case) -> str:
    """The address of a page of this case."""
    return reverse(name, args=[case.pk])
