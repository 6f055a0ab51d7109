"""What the messages about a registration say. Discreet: no course title, no link that logs in (P14).

Composed when they are sent: what is no longer true is dropped.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from courses import calendars
from courses.models import Evening, Registration
from pio.core import words
from pio.messaging import texts
from pio.messaging.enums import Channel
from pio.messaging.ical import Method
from pio.messaging.kinds import CalendarPart, Drop, Message
from pio.messaging.lateness import Reminder, form_of
from pio.messaging.models import OutboxMessage
from pio.waitlist.enums import PlaceState

STATES = {
    "confirmed": PlaceState.CONFIRMED, "waiting": PlaceState.WAITING, "offered": PlaceState.OFFERED,
}  # fmt: skip
PARTS = ("confirmed", "waiting", "offered", "offer_ran_out", "left", "link")


@dataclass(frozen=True)
class About:
    """What a text may say."""

    link: str
    evenings: list[str] = field(default_factory=list)
    end: str = ""
    when: str = ""
    stays: bool = False


def compose_state(row: OutboxMessage, now: datetime) -> Message | Drop:
    """The message about what became of a registration."""
    registration = Registration.objects.select_related("offering").filter(pk=row.target).first()
    if registration is None or not registration.token:
        return Drop("content_gone")
    wanted = STATES.get(row.part)
    if row.part != "link" and (registration.version != row.target_version or wanted not in (None, registration.state)):
        return Drop("changed")
    to = address_of(registration, row.channel)
    if not to:
        return Drop("not_wanted")
    evenings = list(registration.offering.evenings.taking_place())
    with translation.override(registration.language):
        about = About(
            link_address(registration), [words.day_and_span(each.starts_at, each.ends_at) for each in evenings],
            words.at(registration.offer_expires_at) if registration.offer_expires_at else "",
            stays=registration.state == PlaceState.WAITING,
        )  # fmt: skip
    calendar = _calendar(registration, row.part, evenings)
    return write(row.part, row.channel, about, to=to, language=registration.language, calendar=calendar)


def compose_reminder(row: OutboxMessage, now: datetime) -> Message | Drop:
    """The reminder of one evening."""
    registration = Registration.objects.select_related("offering").filter(pk=row.target).first()
    evening = Evening.objects.taking_place().filter(pk=row.part, sequence=row.target_version).first()
    if (
        registration is None
        or evening is None
        or registration.state != PlaceState.CONFIRMED
        or evening.starts_at <= now
    ):
        return Drop("changed")
    form = form_of(starts_at=evening.starts_at, now=now)
    channel = row.channel if form == Reminder.FULL else Channel.SMS
    to = address_of(registration, channel)
    if form == Reminder.TOO_LATE or (form == Reminder.SHORT_SMS and not to):
        return Drop("too_late")
    if not to or not registration.token:
        return Drop("not_wanted")
    with translation.override(registration.language):
        about = About(link_address(registration), when=words.at(evening.starts_at))
    part = "reminder" if form == Reminder.FULL else "reminder_short"
    return write(part, channel, about, to=to, language=registration.language)


def write(
    part: str, channel: str, about: About, *, to: str, language: str, calendar: CalendarPart | None = None
) -> Message:
    """One message in `language`; an SMS is one SMS."""
    text = texts.render(f"courses/messages/{part}_{channel}.txt", {"about": about}, language)
    is_sms = channel == Channel.SMS
    body = texts.one_sms(text.body) if is_sms else text.body
    return Message(
        channel=Channel(channel), to=to, subject=text.subject, body=body, language=language,
        calendar=None if is_sms else calendar,
    )  # fmt: skip


def link_address(registration: Registration) -> str:
    """The absolute address of the registration's own page."""
    with translation.override(registration.language):
        return texts.absolute(reverse("courses_registration", args=[registration.token]))


def samples(language: str) -> list[Message]:
    """Made-up messages for the page of message texts."""
    with translation.override(language):
        start = timezone.now() + timedelta(days=9)
        about = About(
            texts.absolute("/kurs/pamelding/eksempel/"), [words.day_and_span(start, start + timedelta(hours=2))],
            words.at(start), words.at(start),
        )  # fmt: skip
    return [
        write(part, channel, about, to="eksempel", language=language) for part in PARTS for channel in Channel.values
    ]


def reminder_samples(language: str) -> list[Message]:
    """Made-up reminders."""
    with translation.override(language):
        about = About(texts.absolute("/kurs/pamelding/eksempel/"), when=words.at(timezone.now() + timedelta(days=1)))
    return [write("reminder", channel, about, to="eksempel", language=language) for channel in Channel.values]


def address_of(registration: Registration, channel: str) -> str:
    """Where this channel reaches them; empty when they do not want it."""
    if channel == Channel.EMAIL:
        return registration.email or ""
    return (registration.phone or "") if registration.may_leave_message else ""


def _calendar(registration: Registration, part: str, evenings: list[Evening]) -> CalendarPart | None:
    if part not in {"confirmed", "left"} or not evenings or (part == "left" and not registration.placed_date):
        return None
    method = Method.REQUEST if part == "confirmed" else Method.CANCEL
    with translation.override(registration.language):
        body = calendars.personal_file(evenings, title=_("Avtale"), method=method, url="")
    return CalendarPart(str(method), body)
