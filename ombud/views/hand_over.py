"""Handing over one case or a whole caseload, and taking it back within 24 hours; the client's code."""

from datetime import datetime, timedelta

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud import selectors
from ombud.forms.cases import HandOverForm, find_person, ombud_choices
from ombud.forms.service import CaseloadForm
from ombud.models import Case, HandOver
from ombud.permissions import one_of
from ombud.services import hand_overs as services
from ombud.services.codes import HOLDS, make_code, revoke_code
from ombud.views.guard import act, case_page, form_page, posted
from pio.accounts.access import SignedInRequest, requires
from pio.messaging import texts


@case_page("ombud.hand_over")
def hand_over(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """Give one case to another ombud."""
    form = HandOverForm(posted(request), case=case)
    return form_page(
        request, form, title=_("Overfør saken"), button=_("Overfør"), case=case, back=case.get_absolute_url(),
        to=reverse("ombud_handed_over"), done=_("Saken er overført. Du kan angre i 24 timer."),
        intro=_("Du mister tilgangen med en gang. Den nye ser det klienten har valgt."),
        save=lambda: services.hand_over(
            case, to=find_person(form.cleaned_data["ombud"]), choice=form.cleaned_data["choice"],
            note=form.cleaned_data["note"], by=request.user, now=now,
        ),
    )  # fmt: skip


@requires("ombud.work")
def caseload(request: SignedInRequest) -> HttpResponse:
    """Give a whole caseload away, each case with its client's choice."""
    user, now = request.user, timezone.now()
    cases = Case.objects.worked_by(user, today=timezone.localdate(now)).open().filter(ombud=user).order_by("reference")
    people = [pair for pair in ombud_choices() if pair[0] != str(user.pk)]
    form = CaseloadForm(posted(request), cases=list(cases), people=people)
    return form_page(
        request, form, title=_("Overfør flere saker"), button=_("Overfør"), back=reverse("ombud_caseload"),
        to=reverse("ombud_handed_over"), done=_("Sakene er overført. Du kan angre i 24 timer."),
        intro=_("Velg for hver sak hva klienten vil at den neste skal se av loggen."),
        save=lambda: services.hand_over_all(
            form.chosen(), to=find_person(form.cleaned_data["ombud"]), note=form.cleaned_data["note"], by=user, now=now
        ),
    )  # fmt: skip


@requires("ombud.work")
def handed_over(request: SignedInRequest) -> HttpResponse:
    """What I have handed over in the last 24 hours; a POST takes one back."""
    now = timezone.now()
    since = now - timedelta(hours=24)
    rows = HandOver.objects.filter(made_by=request.user, made_at__gt=since, undone_at=None)
    if request.method == "POST":
        row = one_of(rows, request.POST.get("hand_over", ""))
        back = reverse("ombud_handed_over")
        return act(
            request, lambda: services.undo(row, by=request.user, now=now), done=_("Overføringen er angret."), back=back
        )
    return render(request, "ombud/handed_over.html", {"rows": rows.select_related("case", "to_ombud")})


@case_page("ombud.code")
def code(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """Make a code for the client's own page, shown once, to be printed; or take it back (`act=revoke`)."""
    if request.method == "POST" and request.POST.get("act") == "revoke":
        return act(
            request, lambda: revoke_code(case, by=request.user, now=now), done=_("Koden er trukket tilbake."),
            back=reverse("ombud_code", args=[case.pk]),
        )  # fmt: skip
    made = make_code(case, by=request.user, now=now) if request.method == "POST" else ""
    today = timezone.localdate(now)
    until = today + HOLDS if made else case.code_until
    context = {
        "case": case, "name": selectors.name_of(case), "code": made,
        "address": texts.absolute(reverse("ombud_by_code")), "until": until if until and until >= today else None,
    }  # fmt: skip
    return render(request, "ombud/code.html", context)
