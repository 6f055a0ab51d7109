"""Staff: evenings (add, change, cancel) and who came."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses import registers
from courses.forms.offerings import EveningDetailForm, initial_of
from courses.forms.staff import HeadCountForm, OtherRegistrationForm
from courses.models import Evening
from courses.permissions import access_evening, access_offering, access_staff_registration
from courses.services import attendance
from courses.services import evenings as services
from courses.views.staff_offerings import attempt, small_form
from pio.accounts.access import SignedInRequest, requires
from pio.core import words
from pio.core.errors import Refusal
from pio.core.pages import render_form

UNPROCESSABLE = 422


@requires("courses.edit")
def add_evening(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One more evening."""
    offering, form = access_offering(pk), EveningDetailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        plan = form.plan()
        if attempt(form, lambda: services.add_evenings(offering, [plan], by=request.user, now=timezone.now())):
            messages.success(request, _("Kvelden er lagt til."))
            return redirect("courses_staff_offering", pk)
    return small_form(request, offering, form, heading=_("Ny kveld"), button=_("Legg til kvelden"))


@requires("courses.edit")
def change_evening(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change or move one evening."""
    evening = access_evening(pk)
    form = EveningDetailForm(request.POST or None, initial=initial_of(evening))
    if request.method == "POST" and form.is_valid():
        plan = form.plan()
        if attempt(form, lambda: services.change_evening(evening, plan, by=request.user, now=timezone.now())):
            messages.success(request, _("Kvelden er endret. Er den flyttet, får alle beskjed."))
            return redirect("courses_staff_offering", evening.offering_id)
    return small_form(
        request, evening.offering, form, heading=_("Endre kvelden"), button=_("Lagre"),
        note=words.capitalised(words.day_and_span(evening.starts_at, evening.ends_at)),
    )  # fmt: skip


@requires("courses.edit")
def cancel_evening(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Cancel one evening; everybody is told. The page asks first."""
    evening = access_evening(pk)
    if request.method == "POST":
        try:
            services.cancel_evening(evening, by=request.user, now=timezone.now())
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Kvelden er avlyst, og alle får beskjed."))
        return redirect("courses_staff_offering", evening.offering_id)
    return small_form(
        request, evening.offering, Form(), heading=_("Avlys denne kvelden"), button=_("Avlys og gi beskjed"),
        tone="danger", note=words.capitalised(words.day_and_span(evening.starts_at, evening.ends_at)),
    )  # fmt: skip


@requires("courses.attendance")
def roll(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The attendance list. The main form says how many came besides, and saves the list as it stands."""
    evening, now = access_evening(pk), timezone.now()
    form = HeadCountForm(request.POST or None, initial={"heads": evening.head_count})
    if request.method == "POST" and form.is_valid():
        heads = form.cleaned_data["heads"]
        if attempt(form, lambda: attendance.count_heads(evening, heads=heads, now=now)):
            messages.success(request, _("Oppmøtet er lagret."))
            return redirect("courses_roll", pk)
    return render_form(request, "courses/roll.html", _roll(evening, now), form=form)


def _roll(evening: Evening, now: Any) -> dict[str, Any]:
    others = registers.make_up_candidates(evening)
    return {
        "evening": evening, "offering": evening.offering, "roll": registers.roll(evening),
        "may_mark": localdate(evening.starts_at) <= localdate(now),
        "make_up": OtherRegistrationForm(rows=others, label=_("Tar igjen en kveld her")) if others else None,
        "next_head": evening.head_count + 1,
    }  # fmt: skip


@requires("courses.attendance")
@require_POST
def mark(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Save one cell. The page's script asks for JSON; a plain form comes back to the list."""
    evening = access_evening(pk)
    wants_json = request.headers.get("Accept") == "application/json"
    try:
        registration = access_staff_registration(UUID(request.POST.get("registration", "")))
        person, code = int(request.POST.get("person", "1")), request.POST.get("attendance", "")
        attendance.mark(evening, registration, person=person, attendance=code, now=timezone.now())
    except (ValueError, Refusal) as problem:
        text = problem.message if isinstance(problem, Refusal) else _("Det gikk ikke. Last siden på nytt.")
        if wants_json:
            return JsonResponse({"error": text}, status=UNPROCESSABLE)
        messages.error(request, text)
        return redirect("courses_roll", pk)
    if not wants_json:
        return redirect(f"{reverse('courses_roll', args=[pk])}#p-{registration.pk}-{person}")
    now_on = registers.roll(evening)
    cell = next(c for c in now_on.cells if c.registration.pk == registration.pk and c.person == person)
    return JsonResponse({
        "attendance": cell.attendance, "label": cell.label, "next": cell.following, "present": now_on.present,
        "is_present": cell.is_present,
    })  # fmt: skip


@requires("courses.attendance")
@require_POST
def make_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody of another run takes an evening here."""
    evening = access_evening(pk)
    rows = registers.make_up_candidates(evening)
    form = OtherRegistrationForm(request.POST, rows=rows)
    try:
        if form.is_valid():
            other = access_staff_registration(UUID(form.cleaned_data["registration"]))
            attendance.make_up(evening, other, now=timezone.now())
        else:
            messages.error(request, _("Velg hvem som tar igjen en kveld."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("courses_roll", pk)


@requires("courses.see")
def print_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list of participants, to print."""
    offering = access_offering(pk)
    placed, waiting, _left = registers.people(offering)
    evenings = list(offering.evenings.taking_place().order_by("starts_at"))[:12]
    people = [(row, person) for row in placed for person in range(1, row.party_size + 1)]
    context = {"offering": offering, "evenings": evenings, "people": people, "waiting": waiting}
    return render(request, "courses/print_list.html", context)
