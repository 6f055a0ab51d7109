"""Deadlines of a case: set one, move it, close it with proof or reason."""

from datetime import datetime

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud import selectors
from ombud.forms.work import CloseDeadlineForm, DeadlineForm, MoveDeadlineForm, find_office
from ombud.models import Case, DeadlineRule
from ombud.permissions import access_document, one_of
from ombud.services import deadlines as services
from ombud.views.cases import case_url
from ombud.views.guard import case_page, form_page, posted
from pio.accounts.access import SignedInRequest


@case_page("ombud.deadlines")
def deadline_list(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """Open and closed deadlines."""
    today = timezone.localdate(now)
    rows = list(selectors.shown_since(case.deadlines.select_related("rule", "office"), case))
    context = {
        "case": case, "tab": "deadlines", "name": selectors.name_of(case),
        "open": [selectors.due(each, case, today=today) for each in rows if each.closed_date is None],
        "closed": [each for each in rows if each.closed_date is not None],
    }  # fmt: skip
    return render(request, "ombud/deadlines.html", context)


@case_page("ombud.deadlines")
def deadline_new(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """A deadline by a rule, or an own one."""
    today = timezone.localdate(now)
    rules = list(DeadlineRule.objects.on(today))
    form = DeadlineForm(posted(request), rules=rules, initial={"trigger_date": today})

    def save() -> None:
        values = form.cleaned_data
        rule = next((each for each in rules if str(each.pk) == values["rule"]), None)
        plan = services.Plan(
            values["trigger_date"], rule, values["due_date"], values["title"], values["whose"],
            find_office(values["office"]),
        )  # fmt: skip
        services.set_deadline(case, plan=plan, by=request.user, now=now)

    return form_page(
        request, form, title=_("Ny frist"), button=_("Lagre fristen"), case=case, done=_("Fristen er lagret."),
        intro=_("Etter en regel regner vi ut dagen. Ender den på en helligdag, går den til neste virkedag."),
        back=case.get_absolute_url(), save=save,
    )  # fmt: skip


@case_page("ombud.deadlines")
def deadline_move(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """Give a deadline (`?frist=`) another last day, with a reason."""
    row = one_of(case.deadlines.live().select_related("rule"), request.GET.get("frist", ""))
    initial = {"due_date": row.due_date, "version": row.sequence}
    form = MoveDeadlineForm(posted(request), initial=initial)
    return form_page(
        request, form, title=_("Flytt fristen"), button=_("Flytt"), case=case, intro=row.what,
        back=case_url("ombud_deadlines", case), done=_("Fristen er flyttet, og påminnelsene følger med."),
        save=lambda: services.move_deadline(row, **form.cleaned_data, by=request.user, now=now),
    )  # fmt: skip


@case_page("ombud.deadlines")
def deadline_close(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """Close a deadline (`?frist=`) with proof or a reason."""
    row = one_of(case.deadlines.select_related("rule"), request.GET.get("frist", ""))
    form = CloseDeadlineForm(posted(request), documents=selectors.documents_of(case))

    def save() -> None:
        values = form.cleaned_data
        proof = access_document(case, values["proof"]) if values["proof"] else None
        services.close_deadline(
            row, is_kept=values["is_kept"] == "yes", reason=values["reason"], proof=proof, by=request.user, now=now
        )

    return form_page(
        request, form, title=_("Lukk fristen"), button=_("Lukk"), case=case, intro=row.what, save=save,
        back=case_url("ombud_deadlines", case), done=_("Fristen er lukket."),
    )  # fmt: skip
