"""Failures of the system: what an ombud reports from a case, without a name, and the yearly list of them."""

from datetime import datetime

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud import failures, selectors
from ombud.forms.work import FailureForm
from ombud.models import Case
from ombud.permissions import one_of
from ombud.services import failures as services
from ombud.views.cases import case_url
from ombud.views.guard import act, case_page, form_page, posted
from pio.accounts.access import SignedInRequest, requires

FIRST_YEAR, SHOWN = 2000, 4


def said() -> str:
    """What a report answers."""
    return _("Meldt som systemfeil. Ingen kan se hvem det gjaldt.")


@case_page("ombud.deadlines")
def deadline_report(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """One click: an office's overrun deadline becomes evidence without a name."""
    if request.method != "POST":
        return redirect("ombud_deadlines", case.pk)
    row = one_of(case.deadlines.all(), request.POST.get("deadline", ""))
    return act(
        request, lambda: services.report_overrun(row, by=request.user, now=now), done=said(),
        back=case_url("ombud_deadlines", case),
    )  # fmt: skip


@case_page("ombud.assignments")
def wait_report(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """One click: a wait of more than a month becomes evidence without a name."""
    if request.method != "POST":
        return redirect("ombud_waiting")
    row = one_of(case.assignments.all(), request.POST.get("assignment", ""))
    return act(
        request, lambda: services.report_wait(row, by=request.user, now=now), done=said(), back=reverse("ombud_waiting")
    )


@case_page("ombud.log")
def contact_report(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """What failed in a contact with an office (`?kontakt=`)."""
    entry = one_of(selectors.log_of(case).exclude(office=None), request.GET.get("kontakt", ""))
    form = FailureForm(posted(request))
    return form_page(
        request, form, title=_("Meld systemfeil"), button=_("Meld"), case=case, done=said(),
        intro=_("%(office)s. Vi teller kontor, kommune, måned og hva som sviktet, aldri hvem det gjaldt.")
        % {"office": entry.office.name},
        back=case_url("ombud_log", case),
        save=lambda: services.report_contact(entry, kind=form.cleaned_data["kind"], by=request.user, now=now),
    )  # fmt: skip


@requires("ombud.failures")
def yearly_list(request: SignedInRequest) -> HttpResponse:
    """Failures of the system in a year (`?ar=`), small numbers hidden. Who sees no cases sees years that have ended."""
    last = timezone.localdate().year - (not request.user.has_right("ombud.start"))
    given = request.GET.get("ar", "")
    year = int(given) if given.isdecimal() and given.isascii() else last
    if not FIRST_YEAR <= year <= last:
        raise Http404
    context = {
        "year": year, "tables": failures.of_year(year), "years": range(last, last - SHOWN, -1),
        "to_figures": request.user.has_right("figures.see"),
    }  # fmt: skip
    return render(request, "ombud/failures.html", context)
