"""The public booking: four pages and a receipt on one address. Each POST carries the sealed draft and one page's words.

A POST without a button's name goes on; the other buttons (`back`, `change`, `week`, `slot`, `extend`, `add`, `remove`)
have names. What was typed is kept whichever button is pressed.
"""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from advising.booking_draft import HIDDEN, BookingDraft, open_draft, typed_words
from advising.enums.sessions import Channel, SessionOrigin
from advising.forms.session_booking import ContactForm, PersonForm, WayForm, contact_form, people_forms
from advising.joins import join_begun
from advising.selectors.session_offers import offer
from advising.selectors.session_times import Staffing, read_slot, staffing, wish_for
from advising.services.session_holds import extend_time, hold_time, refuse_plainly_taken
from advising.services.session_orders import SessionOrder
from advising.services.session_threads import start_thread
from advising.services.sessions import Booked, book_held
from advising.terms import MOST_PEOPLE
from advising.views import session_booking_pages as pages
from pio.core.errors import Refusal
from pio.core.public import StateInvalid, public_form, public_page
from pio.scheduling.needs import Submit
from pio.scheduling.services import SlotTaken

PERSON_FIELDS = tuple(PersonForm.base_fields)


@public_page()
def about(request: HttpRequest) -> HttpResponse:
    """What an advice session is."""
    return pages.about(request)


@public_form
def booking(request: HttpRequest) -> HttpResponse:
    """The booking, whichever page of it."""
    if request.method != "POST":
        return pages.way(request, BookingDraft())
    try:
        draft = open_draft(request.POST.get(HIDDEN, ""))
    except StateInvalid as refusal:
        return pages.way(request, BookingDraft(), refusal=refusal)
    if "begin" in request.POST:  # the form of /min-side/
        return pages.way(request, draft.at(1))
    handler = {1: _choose_way, 2: _choose_time, 3: _say_who, 4: _send}[draft.step]
    return handler(request, draft, timezone.now())


def _choose_way(request: HttpRequest, draft: BookingDraft, now: datetime) -> HttpResponse:
    staff = staffing(people=draft.people)
    form = WayForm(request.POST, advisers=list(staff.advisers.values()))
    if not form.is_valid():
        return pages.way(request, draft, form=form)
    data = form.cleaned_data
    changed = (data["channel"], data["adviser"]) != (draft.channel, draft.adviser)
    draft = replace(draft, channel=data["channel"], theme=data["theme"], adviser=data["adviser"])
    if changed:  # the hold is kept until a new time replaces it
        draft = replace(draft, start="", hold_until="", complete=False)
    if draft.channel == Channel.EMAIL:
        return pages.people(request, draft.at(3), now=now)
    return pages.times(request, draft.at(2), staff, now=now)


def _choose_time(request: HttpRequest, draft: BookingDraft, now: datetime) -> HttpResponse:
    if "back" in request.POST or "change" in request.POST:
        return pages.way(request, draft.at(1))
    staff = staffing(people=draft.people)
    if "week" in request.POST:
        return pages.times(request, draft, staff, now=now, week=parse_date(request.POST["week"]))
    value = request.POST.get("slot", "keep" if draft.start else "first")
    if value == "keep" and draft.starts_at is not None:
        return _after_time(request, draft, staff, now)
    chosen = read_slot(value) or _first(draft, staff, now)
    if chosen is None:
        return pages.times(request, draft, staff, now=now)
    try:
        draft = hold_time(draft, staff, start=chosen[0], adviser=chosen[1], now=now)
    except SlotTaken as refusal:
        return pages.taken(request, draft, staff, refusal)
    except Refusal as refusal:
        return pages.times(request, draft, staff, now=now, refusal=refusal)
    return _after_time(request, draft, staff, now)


def _first(draft: BookingDraft, staff: Staffing, now: datetime) -> tuple[datetime, UUID] | None:
    first = offer(staff, draft.channel, adviser=draft.adviser_id, week=None, now=now, ignore=draft.hold_ids).first
    return (first.start, first.adviser_id) if first else None


def _after_time(request: HttpRequest, draft: BookingDraft, staff: Staffing, now: datetime) -> HttpResponse:
    if draft.complete:
        return pages.check(request, draft.at(4), now=now)
    return pages.people(request, draft.at(3), now=now, staff=staff)


def _say_who(request: HttpRequest, draft: BookingDraft, now: datetime) -> HttpResponse:
    draft = _with_words(request, draft)
    action: dict[str, Callable[[], HttpResponse]] = {
        "back": lambda: _go_to(request, draft, 1 if draft.channel == Channel.EMAIL else 2, now),
        "change": lambda: _go_to(request, draft, _number(request.POST["change"]), now),
        "extend": lambda: _extend(request, draft, now),
        "add": lambda: pages.people(request, replace(draft, people=min(draft.people + 1, MOST_PEOPLE)), now=now),
        "remove": lambda: pages.people(request, _without(draft, _number(request.POST["remove"])), now=now),
    }
    for name, act in action.items():
        if name in request.POST:
            return act()
    people = people_forms(draft.people, data=request.POST)
    contact = contact_form(draft.channel, data=request.POST)
    if all([each.is_valid() for each in (*people, contact)]):  # noqa: C419  every form shows its errors
        return pages.check(request, replace(draft, complete=True).at(4), now=now)
    return pages.people(request, draft, now=now, forms=(people, contact))


def _send(request: HttpRequest, draft: BookingDraft, now: datetime) -> HttpResponse:
    if "back" in request.POST:
        return _go_to(request, draft, 3, now)
    if "change" in request.POST:
        return _go_to(request, draft, _number(request.POST["change"]), now)
    if "extend" in request.POST:
        return _extend(request, draft, now)
    people, contact = _forms_of(draft)
    if not all([each.is_valid() for each in (*people, contact)]):  # noqa: C419
        return pages.people(request, draft.at(3), now=now, forms=(people, contact))
    order = _order(draft, people, contact)
    staff = staffing(people=draft.people)
    try:
        booked = _book(draft, order, contact, staff, now)
    except SlotTaken as refusal:
        return pages.taken(request, draft.at(2), staff, refusal)
    except Refusal as refusal:
        return pages.check(request, draft, now=now, refusal=refusal)
    join_begun(booked.session, draft, now=now)
    return pages.done(request, booked.session, staff, now=now)


def _book(draft: BookingDraft, order: SessionOrder, contact: ContactForm, staff: Staffing, now: datetime) -> Booked:
    if draft.channel == Channel.EMAIL:
        return start_thread(order, text=contact.cleaned_data["message"], key=UUID(draft.key), now=now)
    if draft.starts_at is None:
        raise SlotTaken
    wish = wish_for(staff, draft.channel, draft.starts_at, adviser=draft.adviser_id, preferred=draft.chosen_adviser_id)
    body = {name: value for name, value in asdict(draft).items() if name not in {"step", "hold", "hold_until"}}
    submit = Submit(f"advising:{draft.key}", body)
    if draft.held_until is None or draft.held_until <= now:
        refuse_plainly_taken(wish, staff, submit=submit, own=draft.hold_ids, now=now)
    return book_held(order, reservation_ids=draft.hold_ids, wish=wish, submit=submit, now=now)


def _order(draft: BookingDraft, people: list[PersonForm], contact: ContactForm) -> SessionOrder:
    return SessionOrder(
        channel=draft.channel, origin=SessionOrigin.ONLINE, people=[each.person() for each in people],
        contact=contact.contact(), themes=[draft.theme] if draft.theme else [],
        language=(get_language() or "nb")[:2],
    )  # fmt: skip


def _forms_of(draft: BookingDraft) -> tuple[list[PersonForm], ContactForm]:
    """The third page's forms, bound to what was typed there."""
    data = pages.typed_data(draft)
    return people_forms(draft.people, data=data), contact_form(draft.channel, data=data)


def _extend(request: HttpRequest, draft: BookingDraft, now: datetime) -> HttpResponse:
    staff = staffing(people=draft.people)
    show = pages.check if draft.step == 4 else pages.people
    try:
        draft = extend_time(draft, staff, now=now)
    except SlotTaken as refusal:
        return pages.taken(request, draft.at(2), staff, refusal)
    except Refusal as refusal:
        return show(request, draft, now=now, refusal=refusal)
    return show(request, draft, now=now)


def _go_to(request: HttpRequest, draft: BookingDraft, step: int, now: datetime) -> HttpResponse:
    """An earlier page, with everything kept."""
    if step == 2 and draft.channel != Channel.EMAIL:
        return pages.times(request, draft.at(2), staffing(people=draft.people), now=now)
    if step == 3:
        return pages.people(request, draft.at(3), now=now)
    return pages.way(request, draft.at(1))


def _with_words(request: HttpRequest, draft: BookingDraft) -> BookingDraft:
    names = {f"p{number}-{name}" for number in range(1, MOST_PEOPLE + 1) for name in PERSON_FIELDS}
    posted = {name: request.POST.getlist(name) for name in request.POST}
    return replace(draft, typed=typed_words(posted, names | set(ContactForm.base_fields)))


def _without(draft: BookingDraft, number: int) -> BookingDraft:
    """The draft without person `number`; those after it move up."""
    if not 2 <= number <= draft.people:
        return draft
    typed: dict[str, list[str]] = {}
    for name, values in draft.typed.items():
        prefix, _dash, rest = name.partition("-")
        at = _number(prefix[1:]) if rest else 0
        if at != number:
            typed[f"p{at - 1}-{rest}" if at > number else name] = values
    return replace(draft, people=draft.people - 1, typed=typed)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 3 else 0


def parse_date(text: str) -> date | None:
    """A day in ISO, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
