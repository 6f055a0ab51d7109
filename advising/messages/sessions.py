"""What the messages of a session say. Discreet: no theme, no name of us in the subject, no link that logs in (P14).

Composed at the moment of sending from what is true then: moved, cancelled or forgotten sessions drop their messages,
hours to avoid postpone them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advising.enums.sessions import MessagePart, SessionStatus
from advising.models import AdviceSession, SessionLink
from advising.services.session_messages import KIND, contact_of
from advising.words import at_weekday
from pio.core import words
from pio.messaging import ical, kinds, texts
from pio.messaging.enums import Channel
from pio.messaging.hours_to_avoid import next_contact
from pio.messaging.models import OutboxMessage

WANTED = {
    MessagePart.BOOKED: {SessionStatus.BOOKED},
    MessagePart.CHANGED: {SessionStatus.BOOKED},
    MessagePart.REMINDER: {SessionStatus.BOOKED},
    MessagePart.ANSWER: {SessionStatus.BOOKED, SessionStatus.HELD},
    MessagePart.CANCELLED: {
        SessionStatus.CANCELLED_BY_US, SessionStatus.CANCELLED_IN_TIME, SessionStatus.CANCELLED_LATE,
    },
}  # fmt: skip

WITH_CALENDAR = frozenset({MessagePart.BOOKED, MessagePart.CHANGED, MessagePart.CANCELLED})


@dataclass(frozen=True)
class About:
    """What a text may say of a session."""

    reference: str
    link: str
    starts_at: datetime | None
    ends_at: datetime | None
    by_us: bool = False


def compose(row: OutboxMessage, now: datetime) -> kinds.Message | kinds.Drop | kinds.Postpone:
    """The message of an outbox row, or why there is none (any more)."""
    session = AdviceSession.objects.select_related("contact").filter(pk=row.target).first()
    contact = contact_of(session) if session else None
    link = SessionLink.objects.filter(session=row.target).first()
    if session is None or contact is None or link is None:
        return kinds.Drop("content_gone")
    part = MessagePart(row.part)
    if row.target_version != session.sequence or session.status not in WANTED[part]:
        return kinds.Drop("moved")
    to = contact.email if row.channel == Channel.EMAIL else (contact.phone if contact.may_text else None)
    if not to:
        return kinds.Drop("not_wanted")
    until = next_contact(now, channel=Channel(row.channel), avoid=contact.avoid_hours)
    if until is None:
        return kinds.Drop("hours_to_avoid")
    if until > now:
        return kinds.Postpone(until)
    about = About(
        session.reference, link_address(link.token, session.language), session.starts_at, session.ends_at,
        by_us=session.status == SessionStatus.CANCELLED_BY_US,
    )  # fmt: skip
    calendar = calendar_file(session, agreed=ical.Method.REQUEST, now=now) if part in WITH_CALENDAR else None
    return write(part, Channel(row.channel), about, to=to, language=session.language, calendar=calendar)


def write(
    part: MessagePart, channel: Channel, about: About, *, to: str, language: str,
    calendar: kinds.CalendarPart | None = None,
) -> kinds.Message:  # fmt: skip
    """Write one message in `language`. An SMS is one SMS."""
    with translation.override(language):
        when = words.at(about.starts_at) if about.starts_at else ""
        values = {
            "about": about, "when": when, "weekday": at_weekday(about.starts_at) if about.starts_at else "",
            "span": words.span(about.starts_at, about.ends_at) if about.starts_at and about.ends_at else "",
        }  # fmt: skip
        text = texts.render(f"advising/messages/session_{part}_{channel}.txt", values, language)
    body = texts.one_sms(text.body) if channel == Channel.SMS else text.body
    has_calendar = channel == Channel.EMAIL
    return kinds.Message(
        channel=channel, to=to, subject=text.subject, body=body, language=language,
        calendar=calendar if has_calendar else None,
    )  # fmt: skip


def link_address(token: str, language: str) -> str:
    """The absolute address of the session's own page."""
    with translation.override(language):
        return texts.absolute(reverse("advising_manage", args=[token]))


def calendar_file(session: AdviceSession, *, agreed: ical.Method, now: datetime) -> kinds.CalendarPart | None:
    """The session as a calendar file: neutral title, no place, no link; UID and SEQUENCE follow its whole life.

    A session that is cancelled, or that goes on by e-mail, is taken out of the calendar. None when it never had a time.

    Args:
        agreed: the method while it is agreed: REQUEST in a mail, PUBLISH on its page.
    """
    start, end, is_out = session.starts_at, session.ends_at, session.is_cancelled
    contact = contact_of(session)
    if start is None and contact is not None:
        start, end, is_out = contact.old_start, contact.old_end, True
    if start is None or end is None:
        return None
    method = ical.Method.CANCEL if is_out else agreed
    with translation.override(session.language):
        item = ical.event(
            uid=str(session.pk), sequence=session.sequence, start=start, end=end, summary=_("Avtale"), stamp=now,
            status=ical.Status.CANCELLED if is_out else ical.Status.CONFIRMED,
        )  # fmt: skip
    return kinds.CalendarPart(str(method), ical.calendar([item], method=method))


def samples(language: str) -> list[kinds.Message]:
    """Every text with made-up data, for the page of message texts."""
    start = datetime(2026, 11, 26, 12, 30, tzinfo=words.OSLO)
    link = link_address("eksempel-7Qk2", language)
    about = About("K7QM-2X9P", link, start, start + timedelta(hours=1))
    addresses = {Channel.EMAIL: "kari@example.org", Channel.SMS: "+4790000123"}
    return [write(part, channel, about, to=to, language=language)
            for part in MessagePart for channel, to in addresses.items()]  # fmt: skip


def keeps_day_only(row: OutboxMessage) -> bool:
    """A confirmation that has gone keeps its day only: its minute would tell which call the booking was made in."""
    return row.part == MessagePart.BOOKED


def register() -> None:
    """Tell the outbox of the kind; called when the app is ready."""
    label = gettext_lazy("Rådgivningstime")
    kinds.register(kinds.MessageKind(
        key=KIND, compose=compose, label=label, samples=samples, keeps_day_only=keeps_day_only,
    ))  # fmt: skip
