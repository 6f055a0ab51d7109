"""How each page of the booking is put together; `session_booking` decides which one is shown."""

from collections.abc import Callable, Hashable
from datetime import date, datetime
from http import HTTPStatus
from math import ceil
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from advising.booking_draft import HIDDEN, BookingDraft
from advising.enums.sessions import Channel
from advising.forms.session_booking import CHANNELS, ContactForm, PersonForm, WayForm, contact_form, people_forms
from advising.models import AdviceSession
from advising.selectors.session_offers import kept_offer, offer
from advising.selectors.session_times import Staffing, nearest_slots, staffing
from advising.services.session_messages import channels_of, contact_of
from advising.terms import MOST_PEOPLE, SESSION_MINUTES, wall_date
from pio.core.drawings import drawn, drawn_page
from pio.core.errors import Refusal
from pio.core.pages import has_errors
from pio.scheduling.models import Resource
from pio.scheduling.services import SlotTaken

HOLD_MINUTES = 10
STATE = "[[sealed draft]]"  # stands for it where a page is drawn for everybody
Forms = tuple[list[PersonForm], ContactForm]


def about(request: HttpRequest) -> HttpResponse:
    """What an advice session is, and the way in."""
    return render(request, "advising/about.html", {"minutes": SESSION_MINUTES})


def way(
    request: HttpRequest, draft: BookingDraft, *, form: WayForm | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    """Page 1: how, what about, with whom. Drawn once for everybody while nothing is chosen."""
    draft = draft.at(1)
    staff = staffing()
    initial = {"channel": draft.channel, "theme": draft.theme, "adviser": draft.adviser}

    def fields() -> dict[str, Any]:
        return {"fields": as_crispy_form(form or WayForm(initial=initial, advisers=list(staff.advisers.values())))}

    if form or refusal or any(initial.values()):
        return _page(request, "booking_way", draft, fields(), forms=[form] if form else [], refusal=refusal)
    return _shared_page(request, "booking_way", draft, staff, lambda: (fields(), ()), now=timezone.now())


def times(
    request: HttpRequest,
    draft: BookingDraft,
    staff: Staffing,
    *,
    now: datetime,
    week: date | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """Page 2: the first free time, then a week as a list of days. Drawn once for all who ask for the same."""
    draft = draft.at(2)
    has_chosen = bool(refusal or draft.start or draft.hold)
    asked: dict[str, Any] = {"adviser": draft.adviser_id, "week": week, "now": now}
    if has_chosen:
        found = offer(staff, draft.channel, **asked, ignore=draft.hold_ids)
    else:
        found = kept_offer(staff, draft.channel, **asked)
    context = {"offer": found, "today": wall_date(now)} | _summary(draft, staff, now=now)
    if has_chosen:
        return _page(request, "booking_times", draft, context, refusal=refusal)
    which = (draft.channel, draft.theme, draft.adviser, week and found.monday)
    return _shared_page(request, "booking_times", draft, (found, staff), lambda: (context, ()), now=now, which=which)


def taken(request: HttpRequest, draft: BookingDraft, staff: Staffing, refusal: SlotTaken) -> HttpResponse:
    """Page 2 when the time was taken: the three nearest, and the way to all the others."""
    context = {"nearest": nearest_slots(staff, refusal.nearest)} | _summary(draft, staff, now=None)
    return _page(request, "booking_taken", draft.at(2), context, refusal=refusal)


def people(
    request: HttpRequest,
    draft: BookingDraft,
    *,
    now: datetime,
    staff: Staffing | None = None,
    forms: Forms | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """Page 3: who comes, and safe contact. `staff` when it has been read already."""
    context = {"fields": _people_fields(draft, forms, now=now)} | _summary(draft, staff, now=now)
    bound = [*forms[0], forms[1]] if forms else []
    return _page(request, "booking_people", draft.at(3), context, forms=bound, refusal=refusal)


def _people_fields(draft: BookingDraft, forms: Forms | None, *, now: datetime) -> SafeString:
    """The fields of page 3, with what was typed; drawn once for everybody while nothing is."""

    def draw() -> tuple[SafeString, tuple[()]]:
        persons, contact = forms or (
            people_forms(draft.people, typed=draft.typed), contact_form(draft.channel, typed=draft.typed)
        )  # fmt: skip
        is_thread = draft.channel == Channel.EMAIL
        context = {
            "people": persons, "form": contact, "may_add": draft.people < MOST_PEOPLE, "is_thread": is_thread,
        }  # fmt: skip
        return render_to_string("advising/booking_people_fields.html", context), ()

    if forms or draft.typed:
        return draw()[0]
    return drawn(("advising_people", draft.channel, draft.people), (), draw, now=now)


def check(request: HttpRequest, draft: BookingDraft, *, now: datetime, refusal: Refusal | None = None) -> HttpResponse:
    """Page 4: everything once more, and the button that books."""
    data = typed_data(draft)
    persons, contact = people_forms(draft.people, data=data), contact_form(draft.channel, data=data)
    valid = [each for each in (*persons, contact) if each.is_valid()]
    if len(valid) <= len(persons):
        return people(request, draft.at(3), now=now, forms=(persons, contact))
    context = {"people": [each.person() for each in persons], "contact": contact.cleaned_data}
    context |= _labels(contact) | _summary(draft, None, now=now)
    return _page(request, "booking_check", draft.at(4), context, refusal=refusal)


def done(request: HttpRequest, session: AdviceSession, staff: Staffing, *, now: datetime) -> HttpResponse:
    """Page 5: the reference, the calendar file, and what happens next."""
    channels = channels_of(contact_of(session))
    context = {
        "session": session, "link": session.link, "adviser": staff.with_account(session.adviser_id), "now": now,
        "by_email": channels[:1] == ["email"], "by_sms": channels[:1] == ["sms"],
    }  # fmt: skip
    response = render(request, "advising/booking_done.html", context)
    response.headers["Cache-Control"] = "no-store"  # a receipt is kept nowhere (P13)
    return response


def typed_data(draft: BookingDraft) -> QueryDict:
    """What was typed on the third page, as a form reads it."""
    return QueryDict(urlencode([(name, value) for name, values in draft.typed.items() for value in values]))


def _page(
    request: HttpRequest,
    template: str,
    draft: BookingDraft,
    context: dict[str, Any],
    *,
    forms: list[Any] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    values = _values(draft, context, forms=forms, refusal=refusal) | {"state": draft.seal()}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if values["form_has_errors"] else HTTPStatus.OK
    return render(request, f"advising/{template}.html", values, status=status)


def _shared_page(
    request: HttpRequest, template: str, draft: BookingDraft, read: object,
    draw: Callable[[], tuple[dict[str, Any], tuple[()]]], *, now: datetime, which: Hashable = (),
) -> HttpResponse:  # fmt: skip
    """A page on which only the sealed draft is this visitor's own."""

    def values() -> tuple[dict[str, Any], tuple[()]]:
        context, instants = draw()
        return _values(draft, context) | {"state": STATE}, instants

    path = f"advising/{template}.html"
    return drawn_page(request, path, read, values, now=now, which=which, own={STATE: draft.seal()})


def _values(
    draft: BookingDraft, context: dict[str, Any], *, forms: list[Any] | None = None, refusal: Refusal | None = None
) -> dict[str, Any]:
    wrong = [each for each in forms or [] if has_errors(each)]
    return context | {
        "draft": draft, "state_name": HIDDEN, "forms_with_errors": wrong, "refusal": refusal,
        "form_has_errors": bool(wrong) or refusal is not None, "steps": _steps(draft),
        "is_thread": draft.channel == Channel.EMAIL,
    }  # fmt: skip


def _steps(draft: BookingDraft) -> list[tuple[int, str, str]]:
    """Number, name and state (`done`, `current`, or empty) of each page."""
    names = [_("Måte"), _("Tid"), _("Hvem kommer"), _("Se over")]
    if draft.channel == Channel.EMAIL:
        names = [_("Måte"), _("Det du vil spørre om"), _("Se over")]
    at = draft.step - 1 if draft.channel == Channel.EMAIL and draft.step > 1 else draft.step
    return [
        (number, name, "done" if number < at else "current" if number == at else "")
        for number, name in enumerate(names, start=1)
    ]


def _summary(draft: BookingDraft, staff: Staffing | None, *, now: datetime | None) -> dict[str, Any]:
    """What is chosen so far, and the hold."""
    wanted = draft.chosen_adviser_id or draft.adviser_id
    adviser = _adviser(wanted, staff or staffing()) if wanted else None
    until = draft.held_until if draft.start else None
    left = max(0, ceil((until - now).total_seconds() / 60)) if now and until else 0
    return {
        "channel_label": dict(CHANNELS).get(Channel(draft.channel), ""), "theme": draft.theme, "adviser": adviser,
        "any_adviser": not draft.adviser, "minutes": SESSION_MINUTES, "hold_minutes": HOLD_MINUTES,
        "hold_until": until, "hold_left": left, "starts_at": draft.starts_at,
    }  # fmt: skip


def _adviser(wanted: UUID, staff: Staffing) -> Resource | None:
    """The adviser, also when they are not in use any more."""
    return staff.advisers.get(wanted) or Resource.objects.filter(pk=wanted).first()


def _labels(contact: ContactForm) -> dict[str, Any]:
    """The answers of the contact form in words."""
    data = contact.cleaned_data
    fields = contact.fields
    avoid = dict(fields["avoid_hours"].choices)  # type: ignore[attr-defined]
    return {
        "message_label": dict(fields["may_leave_message"].choices).get(data["may_leave_message"], ""),  # type: ignore[attr-defined]
        "avoid_labels": [avoid[code] for code in data["avoid_hours"]],
        "book_url": reverse("advising_booking"),
    }
