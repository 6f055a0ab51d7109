"""The page of one registration, reached by the link in the message. GET changes nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import calendars
from courses.forms.registrations import PartyForm
from courses.models import Registration
from courses.permissions import access_registration
from courses.selectors import offerings
from courses.services import registrations as services
from courses.services.queue import QUEUE
from pio.core.errors import Refusal
from pio.core.pages import render_form
from pio.core.public import no_store, public_form
from pio.messaging import ical
from pio.waitlist import services as waitlist
from pio.waitlist.enums import PlaceState


@no_store
@public_form
def registration_page(request: HttpRequest, token: str) -> HttpResponse:
    """See the registration; take an offered place, or change how many come."""
    registration = access_registration(token)
    is_offered = registration.state == PlaceState.OFFERED
    initial = {"party_size": registration.party_size}
    posted = request.POST if request.method == "POST" and not is_offered else None
    form = PartyForm(posted, initial=initial, offering=registration.offering)
    if request.method == "POST" and registration.is_live:
        try:
            if is_offered:
                services.accept_offer(registration, now=timezone.now())
                return redirect("courses_registration", token=token)
            if form.is_valid():
                services.change_party(registration, now=timezone.now(), **form.cleaned_data)
                return redirect("courses_registration", token=token)
        except Refusal as refusal:
            form = form if form.is_bound else PartyForm(initial, offering=registration.offering)
            form.is_valid()
            form.add_error(None, refusal.message)
    return _page(request, registration, token, form)


@no_store
@public_form
def registration_leave(request: HttpRequest, token: str) -> HttpResponse:
    """Withdraw, or say no to an offered place."""
    registration = access_registration(token)
    if request.method == "POST" and registration.is_live:
        verb = services.decline_offer if registration.state == PlaceState.OFFERED else services.withdraw
        verb(registration, now=timezone.now())
    return redirect("courses_registration", token=token)


@no_store
def registration_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The evenings for the person's own calendar, with a neutral title."""
    registration = access_registration(token)
    evenings = registration.offering.evenings.taking_place()
    body = calendars.personal_file(evenings, title=_("Avtale"), method=ical.Method.PUBLISH, url="")
    return ical.response(body)


registration_calendar.is_public = True  # type: ignore[attr-defined]


def _page(request: HttpRequest, registration: Registration, token: str, form: PartyForm) -> HttpResponse:
    now, offering = timezone.now(), registration.offering
    evenings = list(offering.evenings.taking_place())
    number = waitlist.position(QUEUE, registration) if registration.state == PlaceState.WAITING else None
    context: dict[str, Any] = {
        "registration": registration, "offering": offering, "evenings": evenings, "token": token, "number": number,
        "place": offerings.place_words(offering), "leave_path": reverse("courses_registration_leave", args=[token]),
        "forecast": offerings.wait_of(offering, number, now=now) if number else None,
        "has_begun": bool(evenings) and evenings[-1].ends_at <= now,
    }  # fmt: skip
    return render_form(request, "courses/registration_page.html", context, form=form)
