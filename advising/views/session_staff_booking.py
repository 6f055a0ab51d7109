"""Staff: book for somebody on the phone, on one screen; log a session that has already been held."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from advising.enums.sessions import Channel, SessionOrigin
from advising.forms.session_staff import (
    EXTRA_PEOPLE,
    OutcomeForm,
    PersonRow,
    StaffBookingForm,
    StaffContactForm,
    WalkInForm,
    person_rows,
)  # fmt: skip
from advising.models import AdviceSession
from advising.selectors.session_offers import Offer, offer
from advising.selectors.session_times import Slot, Staffing, nearest_slots, read_slot, staffing, wish_for
from advising.services.session_notes import write_note
from advising.services.session_orders import SafeContact, SessionOrder
from advising.services.session_outcomes import log_held_session
from advising.services.sessions import book_time
from advising.terms import OSLO, SESSION_MINUTES
from advising.views.session_booking import parse_date
from pio.accounts.access import SignedInRequest, requires
from pio.core import returning
from pio.core.errors import Refusal
from pio.core.pages import render_form
from pio.scheduling.needs import Submit
from pio.scheduling.services import SlotTaken

ROWS = 1 + EXTRA_PEOPLE


@requires("advising.book")
def book(request: SignedInRequest) -> HttpResponse:
    """One screen: way, time, who, contact. `show` and `week` (buttons) change the times and keep what was typed."""
    now, staff = timezone.now(), staffing()
    data = request.POST if request.method == "POST" else None
    found = _offer(request, staff, now)
    slots = _slots(request, found, staff)
    if data is None or "show" in data or "week" in data:
        return _show(request, found, slots, staff, data=data)
    form, people, contact = _forms(data, slots, staff)
    if not all([each.is_valid() for each in (form, contact, *people)]):  # noqa: C419  every form shows its errors
        return _page(request, found, slots, form, people, contact)
    try:
        session = _book(request, form, people, contact, staff, now)
    except SlotTaken as refusal:
        form.add_error("slot", refusal.message)
        return _page(request, found, nearest_slots(staff, refusal.nearest), form, people, contact)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, found, slots, form, people, contact)
    messages.success(request, _("Timen er bestilt. Referanse: %(reference)s") % {"reference": session.reference})
    return _after(request, session)


def _after(request: SignedInRequest, session: AdviceSession) -> HttpResponse:
    """Back to where the booking was asked for, else to the session. Leaders of groups book, but do not see sessions."""
    if path := returning.way_back(request):
        return returning.go_back(request, path, {"day": str(session.session_date), "by": str(session.adviser_id)})
    return redirect(session if request.user.has_right("advising.see") else "start")


def _offer(request: SignedInRequest, staff: Staffing, now: datetime) -> Offer:
    channel = request.POST.get("channel") or Channel.PHONE
    adviser = next((pk for pk in staff.advisers if str(pk) == request.POST.get("adviser")), None)
    week = parse_date(request.POST.get("week") or request.POST.get("shown", ""))
    return offer(staff, channel if channel in Channel.values else Channel.PHONE, adviser=adviser, week=week, now=now)


def _slots(request: SignedInRequest, found: Offer, staff: Staffing) -> list[Slot]:
    """The times shown, and the one that was chosen on the page before: the time engine says whether it is free."""
    slots = [slot for day in found.days for slot in day.slots]
    chosen = read_slot(request.POST.get("slot", ""))
    if chosen and chosen[1] in staff.advisers and request.POST["slot"] not in {slot.value for slot in slots}:
        adviser = staff.advisers[chosen[1]]
        slots.append(Slot(chosen[0], chosen[0] + timedelta(minutes=SESSION_MINUTES), adviser.pk, adviser.name))
    return slots


Forms = tuple[StaffBookingForm, list[PersonRow], StaffContactForm]


def _forms(data: Any, slots: list[Slot], staff: Staffing, *, initial: Any = None) -> Forms:
    form = StaffBookingForm(data, advisers=list(staff.advisers.values()), slots=slots, initial=initial)
    channel = data.get("channel") if data else None
    return form, person_rows(ROWS, data=data), StaffContactForm(data, initial=initial, channel=channel)


def _show(request: SignedInRequest, found: Offer, slots: list[Slot], staff: Staffing, *, data: Any) -> HttpResponse:
    """The page without errors: fresh, or with other times and all that was typed."""
    typed = {name: data.get(name) for name in data} if data else {"channel": Channel.PHONE}
    if data:
        typed["avoid_hours"] = data.getlist("avoid_hours")
    form, _people, contact = _forms(None, slots, staff, initial=typed)
    people = person_rows(ROWS)
    for row in people:
        names = {name: f"p{row.number}-{name}" for name in row.fields}
        row.initial = dict(row.initial) | {name: data[key] for name, key in names.items() if data and key in data}
    return _page(request, found, slots, form, people, contact)


def _page(
    request: SignedInRequest, found: Offer, slots: list[Slot], form: StaffBookingForm, people: list[PersonRow],
    contact: StaffContactForm,
) -> HttpResponse:  # fmt: skip
    context = {
        "offer": found, "slots": slots, "people": people, "contact": contact,
        "key": request.POST.get("key") or uuid4().hex, "chosen": request.POST.get("slot", ""),
        "way_back": returning.way_back(request), "may_see": request.user.has_right("advising.see"),
    }  # fmt: skip
    return render_form(request, "advising/session_book.html", context, form=form, also=[*people, contact])


def _book(
    request: SignedInRequest, form: StaffBookingForm, people: list[PersonRow], contact: StaffContactForm,
    staff: Staffing, now: datetime,
) -> AdviceSession:  # fmt: skip
    data = form.cleaned_data
    order = _order(data["channel"], people, contact.contact(), SessionOrigin.STAFF, data["theme"])
    start, adviser = read_slot(data["slot"]) or (now, None)
    wish = wish_for(staff, data["channel"], start, adviser=adviser)
    body = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    submit = Submit(f"staff:{request.user.pk}:{request.POST.get('key', '')[:32]}", body)
    return book_time(order, wish=wish, submit=submit, by=request.user, now=now).session


def _order(channel: str, people: list[PersonRow], contact: SafeContact, origin: str, theme: str = "") -> SessionOrder:
    persons = [person for row in people if (person := row.person()) is not None]
    return SessionOrder(
        channel=channel, origin=origin, people=persons, contact=contact, themes=[theme] if theme else []
    )


@requires("advising.record")
def walk_in(request: SignedInRequest) -> HttpResponse:
    """Log a session held without a booking: one who came by, called, or wrote."""
    now, data = timezone.now(), request.POST if request.method == "POST" else None
    local = now.astimezone(OSLO)
    started = local - timedelta(minutes=SESSION_MINUTES)
    form = WalkInForm(data, initial={"day": started.date(), "time": started.strftime("%H:%M")})
    outcome = OutcomeForm(data, may_write_note=request.user.has_right("advising.notes"), is_held=True)
    people = person_rows(ROWS, data=data)
    forms = [form, outcome, *people]
    if data is not None and all([each.is_valid() for each in forms]):  # noqa: C419
        try:
            session = _log(request, form, outcome, people, now)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Timen er ført."))
            return redirect(session)
    context = {"outcome": outcome, "people": people, "key": _key(request).hex}
    return render_form(request, "advising/session_walk_in.html", context, form=form, also=[outcome, *people])


def _key(request: SignedInRequest) -> UUID:
    """The key made with the form, or a new one."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def _log(
    request: SignedInRequest, form: WalkInForm, outcome: OutcomeForm, people: list[PersonRow], now: datetime
) -> AdviceSession:
    data = form.cleaned_data
    start = datetime.combine(data["day"], data["time"], OSLO)
    order = _order(data["channel"], people, SafeContact(), SessionOrigin.WALK_IN)
    came = [row.came_by() for row in people if row.person() is not None]
    session = log_held_session(
        order, outcome=outcome.outcome(came), key=_key(request), by=request.user, started_at=start, now=now
    )
    write_note(session, text=outcome.cleaned_data.get("note", ""), by=request.user, now=now)
    return session
