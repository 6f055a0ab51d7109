"""The contact log of a case: read it, log a contact with the deadline it gave, amend."""

from datetime import datetime
from typing import Any
from uuid import uuid5

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud import selectors
from ombud.forms.work import JUDGING, AmendForm, ContactForm, find_office
from ombud.models import Case, DeadlineRule
from ombud.permissions import one_of
from ombud.services import contacts as services
from ombud.services.deadlines import Plan, set_deadline
from ombud.views.cases import case_url
from ombud.views.guard import case_page, form_page, posted
from pio.accounts.access import SignedInRequest
from pio.core.errors import Refusal
from pio.core.pages import render_form
from pio.drafts.once import save_once


@case_page("ombud.log")
def log(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """The log, the latest first."""
    key = request.GET.get("eldre", "")
    page = selectors.log_page(case, before=one_of(selectors.entries_of(case), key) if key else None)
    context = {"case": case, "tab": "log", "name": selectors.name_of(case), "page": page, "is_older": bool(key)}
    return render(request, "ombud/log.html", context)


@case_page("ombud.log")
def contact_new(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """Log a contact. One with an office or a relative without the client's yes is refused; the form stays."""
    rules = list(DeadlineRule.objects.on(timezone.localdate(now)))
    local = timezone.localtime(now)
    form = ContactForm(
        posted(request), parties=selectors.parties(case, now=now), assignments=list(case.assignments.live()),
        rules=rules, initial={"on_day": local.date(), "at_time": local.strftime("%H:%M"), "minutes": 15},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            save_once(request, lambda: _save(request, case, form, rules, now))
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect(case)
    context = {"case": case, "name": selectors.name_of(case), "blocked": _blocked(case, now), "judging": JUDGING}
    return render_form(request, "ombud/contact_form.html", context, form=form)


def _blocked(case: Case, now: datetime) -> list[str]:
    """Those whom the ombud cannot contact, because the client has not agreed."""
    consents = {each.person_id for each in case.consents.valid_at(now)}
    return [selectors.person_label(each) for each in case.network.all() if each.pk not in consents]


def _save(request: SignedInRequest, case: Case, form: ContactForm, rules: list[DeadlineRule], now: datetime) -> None:
    values, chosen = form.cleaned_data, form.cleaned_data["with_whom"].partition(":")
    office = find_office(chosen[2]) if chosen[0] == "office" else None
    person = one_of(case.network.all(), chosen[2]) if chosen[0] == "person" else None
    names: Any = ("minutes", "mode", "facts", "client_view", "next_step", "exception", "exception_reason",
                  "not_shared_reason")  # fmt: skip
    assignments = [each for each in case.assignments.live() if str(each.pk) in values["assignments"]]
    key = uuid5(case.pk, str(values["entry"]))  # the form's own key, within this case
    contact = services.Contact(
        occurred_at=form.occurred_at, office=office, person=person, assignments=assignments, key=key,
        **{name: values[name] for name in names},
    )  # fmt: skip
    services.log_contact(case, contact=contact, by=request.user, now=now)
    rule = next((each for each in rules if str(each.pk) == values["rule"]), None)
    if rule or values["due"]:
        plan = Plan(
            values["on_day"], rule, values["due"], title="" if rule else values["next_step"], office=office,
            assignment=assignments[0] if assignments else None, key=uuid5(key, "deadline"),
        )  # fmt: skip
        set_deadline(case, plan=plan, by=request.user, now=now)


@case_page("ombud.log")
def amend(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """Write an amendment beside an entry (`?kontakt=`)."""
    entry = one_of(selectors.log_of(case), request.GET.get("kontakt", ""))
    form = AmendForm(posted(request))
    return form_page(
        request, form, title=_("Rett eller legg til"), button=_("Lagre tillegget"), case=case, intro=entry.facts or "",
        back=case_url("ombud_log", case), done=_("Tillegget er lagret."),
        save=lambda: services.amend_contact(entry, text=form.cleaned_data["text"], by=request.user, now=now),
    )  # fmt: skip
