"""Handing over one case or a whole caseload, after a look at what the next one will see; undone within 24 hours."""

from datetime import datetime, timedelta

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud.forms.cases import HandOverForm, find_person, ombud_choices
from ombud.forms.service import CaseloadForm
from ombud.models import Case, HandOver
from ombud.permissions import one_of
from ombud.selectors.hand_overs import previews
from ombud.services import hand_overs as services
from ombud.views.guard import act, case_page, form_page, posted
from pio.accounts.access import SignedInRequest, requires

SEEN, CHANGE = "seen", "change"
"""Fields of the preview's two forms: go on, or back to what was typed."""


@case_page("ombud.hand_over")
def hand_over(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """Give one case to another ombud."""
    return hand_over_page(request, case, now, back=case.get_absolute_url())


def hand_over_page(request: SignedInRequest, case: Case, now: datetime, *, back: str) -> HttpResponse:
    """The form, the preview, and then the hand-over; for the case's ombud and for the manager."""
    form = HandOverForm(posted(request), case=case)
    title = _("Overfør saken")
    if _wants_preview(request, form):
        return _preview(request, {case: form.cleaned_data["choice"]}, form.cleaned_data, title, back, now)
    return form_page(
        request, form, title=title, button=_("Se hva den nye får se"), case=case, back=back,
        is_shown=_is_change(request), to=reverse("ombud_handed_over"),
        done=_("Saken er overført. Du kan angre i 24 timer."),
        intro=_("Den som har saken nå, mister tilgangen med en gang. Den nye ser det klienten har valgt."),
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
    title, back = _("Overfør flere saker"), reverse("ombud_caseload")
    if _wants_preview(request, form):
        return _preview(request, form.chosen(), form.cleaned_data, title, back, now)
    return form_page(
        request, form, title=title, button=_("Se hva den nye får se"), back=back, is_shown=_is_change(request),
        to=reverse("ombud_handed_over"), done=_("Sakene er overført. Du kan angre i 24 timer."),
        intro=_("Velg for hver sak hva klienten vil at den neste skal se av loggen."),
        save=lambda: services.hand_over_all(
            form.chosen(), to=find_person(form.cleaned_data["ombud"]), note=form.cleaned_data["note"], by=user, now=now
        ),
    )  # fmt: skip


def _wants_preview(request: HttpRequest, form: Form) -> bool:
    return form.is_bound and form.is_valid() and not {SEEN, CHANGE} & request.POST.keys()


def _is_change(request: HttpRequest) -> bool:
    return CHANGE in request.POST


def _preview(
    request: SignedInRequest, chosen: dict[Case, str], values: dict[str, str], title: str, back: str, now: datetime
) -> HttpResponse:
    """What the next ombud will see of each case, before anything has happened."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
    context = {
        "title": title, "back": back, "rows": previews(chosen, today=timezone.localdate(now)), "sent": sent,
        "to": find_person(values["ombud"]), "note": values["note"],
    }  # fmt: skip
    return render(request, "ombud/hand_over_preview.html", context)


@requires("ombud.start")
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
