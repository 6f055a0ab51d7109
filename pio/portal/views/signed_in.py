"""The two start pages: the staff's day, and a relative's own page. The parts fill the boxes (`pio/core/joining.py`)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from advising.joins import sealed_booking
from pio.accounts.access import SignedInRequest, requires, signed_in
from pio.portal import contact_wishes, parts
from pio.portal.day import greeting, strip


@requires("portal.start")
def start(request: SignedInRequest) -> HttpResponse:
    """Today; the page asks for its boxes anew each minute. Whoever sees figures only goes to the figures."""
    if not request.user.has_right("portal.today"):
        return redirect("/intern/tall/")
    now = timezone.now()
    boxes = parts.start_boxes(user=request.user, now=now)
    sides = [[box for box in boxes if box.place == place] for place in ("left", "right")]
    context = {
        "greeting": greeting(now=now),
        "now": now,
        "strip": strip(boxes, now=now),
        "left": sides[0],
        "right": sides[1],
        "can_log_calls": request.user.has_right("calls.log"),
        "can_book": request.user.has_right("advising.book"),
    }
    template = "portal/start_boxes.html" if request.headers.get("HX-Request") else "portal/start.html"
    return render(request, template, context)


@signed_in
def own_page(request: SignedInRequest) -> HttpResponse:
    """My bookings, registrations and groups."""
    boxes = parts.own_boxes(user=request.user, now=timezone.now())
    name, state = sealed_booking(request.user, contact_wishes.wishes_of(request.user))
    return render(request, "portal/own_page.html", {"boxes": boxes, "state_name": name, "state": state})
