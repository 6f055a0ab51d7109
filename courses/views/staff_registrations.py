"""Staff: registrations – by phone, search, one registration, another run, duplicates, files, certificates."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses import registers
from courses.certificates import certificate
from courses.enums import RegistrationSource
from courses.exports import registration_rows
from courses.forms.registrations import SignUpForm
from courses.forms.staff import MoveForm, OtherRegistrationForm, SearchForm
from courses.models import Registration
from courses.permissions import access_offering, access_staff_registration
from courses.services import moves, offerings
from courses.services.registrations import sign_up
from courses.views.staff_offerings import attempt, small_form
from pio.accounts.access import SignedInRequest, requires
from pio.core.errors import Refusal
from pio.core.pages import render_form
from pio.core.table_files import csv_response, xlsx_response


@requires("courses.register")
def add(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Sign up somebody who is on the phone; also after the deadline."""
    offering = access_offering(pk)
    form = SignUpForm(request.POST or None, offering=offering)
    if request.method == "POST" and form.is_valid():
        order = form.sign_up(language="nb", source=RegistrationSource.STAFF)
        made: list[Registration] = []
        if attempt(form, lambda: made.append(sign_up(pk, order, now=timezone.now())[1])):
            said = _("Påmeldt, med plass.") if made[0].state == "confirmed" else _("Satt på venteliste.")
            messages.success(request, said)
            return redirect("courses_staff_offering", pk)
    return small_form(request, offering, form, heading=_("Meld på en som ringer"), button=_("Meld på"))


@requires("courses.register")
def search(request: HttpRequest) -> HttpResponse:
    """Find somebody by the exact e-mail or mobile. By POST, so that no address stands in an URL."""
    form, found = SearchForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        found = registers.find(form.cleaned_data["contact"])
    return render_form(request, "courses/staff_search.html", {"found": found}, form=form)


@requires("courses.register")
def registration(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One registration: contact, state, what can be done."""
    row = access_staff_registration(pk)
    now = timezone.now()
    placed, waiting, _left = registers.people(row.offering)
    others = [each for each in (*placed, *waiting) if each.pk != row.pk]
    form = MoveForm(request.POST or None, targets=registers.other_runs(row.offering, now=now))
    if request.method == "POST" and form.is_valid():
        target = form.cleaned_data["target"]
        made: list[Registration] = []
        if attempt(form, lambda: made.append(moves.move_to(row, target, by=request.user, now=now))):
            messages.success(request, _("Flyttet. Personen får beskjed."))
            return redirect("courses_staff_registration", made[0].pk)
    context = {
        "row": row, "offering": row.offering, "may_move": row.is_live and form.fields["target"].queryset.exists(),  # type: ignore[attr-defined]
        "merge": OtherRegistrationForm(rows=others, label=_("Samme person som")) if others and row.is_live else None,
    }  # fmt: skip
    return render_form(request, "courses/staff_registration.html", context, form=form)


@requires("courses.register")
def remove(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take somebody out who asked for it; the next in the queue is offered the place. The page asks first."""
    row = access_staff_registration(pk)
    if request.method == "POST":
        offerings.remove(row, by=request.user, now=timezone.now())
        messages.success(request, _("Meldt av. Personen får beskjed, og plassen tilbys den neste."))
        return redirect("courses_staff_offering", row.offering_id)
    return small_form(
        request, row.offering, Form(), heading=_("Meld av %(name)s?") % {"name": row.name or _("Uten navn")},
        button=_("Meld av og gi beskjed"), tone="danger",
        note=_("Personen får beskjed, og plassen tilbys den neste. Det kan ikke angres."),
    )  # fmt: skip


@requires("courses.register")
@require_POST
def merge(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Two registrations of one person become one."""
    row = access_staff_registration(pk)
    placed, waiting, _left = registers.people(row.offering)
    form = OtherRegistrationForm(request.POST, rows=[*placed, *waiting])
    try:
        if form.is_valid():
            other = access_staff_registration(UUID(form.cleaned_data["registration"]))
            row = moves.merge(row, other, by=request.user, now=timezone.now())
            messages.success(request, _("Slått sammen til én påmelding."))
        else:
            messages.error(request, _("Velg den andre påmeldingen."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("courses_staff_registration", row.pk)


@requires("courses.export")
def export_csv(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """All registrations as CSV."""
    offering = access_offering(pk)
    return csv_response(registration_rows(offering), offering.slug)


@requires("courses.export")
def export_xlsx(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """All registrations as a spreadsheet."""
    offering = access_offering(pk)
    return xlsx_response(registration_rows(offering), offering.slug, sheet=_("Påmeldinger"))


@requires("courses.certificates")
def certificate_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The certificate of one participant."""
    row = access_staff_registration(pk)
    try:
        body = certificate(row, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("courses_staff_registration", pk)
    return HttpResponse(
        body, content_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="kursbevis.pdf"'}
    )
