"""A person's own busy times in the calendar they use elsewhere: when, never who, what or where."""

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pio.accounts.access import SignedInRequest, requires
from pio.core.public import no_store
from pio.messaging import ical, texts
from pio.scheduling.enums import ReservationStatus
from pio.scheduling.models import Reservation
from pio.scheduling.permissions import access_busy_feed
from pio.scheduling.services import feeds

BACK, AHEAD = timedelta(days=14), timedelta(days=200)


@requires("scheduling.own")
def busy_feed_page(request: SignedInRequest) -> HttpResponse:
    """Make the secret address; it is shown once."""
    address = ""
    if request.method == "POST":
        address = texts.absolute(reverse("busy_feed", args=[feeds.new_feed(request.user)]))
    return render(request, "scheduling/busy_feed.html", {"address": address})


@no_store
def busy_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The busy times of whose address it is."""
    if request.method not in {"GET", "HEAD"}:
        raise Http404
    user, now = access_busy_feed(token), timezone.now()
    rows = Reservation.objects.filter(resource__user=user, status=ReservationStatus.BOOKED)
    with translation.override(user.language):
        events = [_event(row, now) for row in rows.overlapping(now - BACK, now + AHEAD).order_by("period", "id")]
    return ical.response(ical.calendar(events, method=ical.Method.PUBLISH), name="tider")


busy_feed.is_public = True  # type: ignore[attr-defined]  # nobody's session is read here: the address is the key
busy_feed.login_required = False  # type: ignore[attr-defined]


def _event(row: Reservation, now: datetime) -> ical.Event:
    return ical.event(
        uid=str(row.pk), sequence=0, start=row.period.lower, end=row.period.upper, summary=_("Opptatt"), stamp=now
    )
