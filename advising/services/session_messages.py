"""Which messages a session sends, to which channel, and when. What they say stands in `advising.messages.sessions`.

Rows are written in the transaction of what they are about. Nothing is sent by a way the person has not agreed to.
"""

from datetime import datetime, timedelta
from typing import Final

from advising.enums.sessions import MessagePart
from advising.models import AdviceSession, SessionContact
from advising.terms import same_wall_time_day_before
from pio.messaging import hours_to_avoid
from pio.messaging import services as messaging
from pio.messaging.enums import Channel

KIND: Final = "advice_session"
LAST_CALL_DAY: Final = timedelta(hours=3)
"""A late day-before reminder still goes until three hours before the start (booking.md, Messages)."""
LAST_CALL_HOURS: Final = timedelta(minutes=15)
HOURS_BEFORE: Final = timedelta(hours=2)
ANSWER_FOR: Final = timedelta(days=7)


def channels_of(contact: SessionContact | None) -> list[Channel]:
    """The channels that may be used, e-mail first. None when the person wants no message, or it is forgotten."""
    if contact is None:
        return []
    allowed = ((Channel.EMAIL, bool(contact.email)), (Channel.SMS, contact.may_text))
    return [channel for channel, may in allowed if may]


def send_about(session: AdviceSession, part: MessagePart, *, now: datetime, offset: str = "") -> None:
    """Send confirmation, change or cancellation by the first channel the person gave; nothing when there is none."""
    messaging.enqueue_all(_about(session, part, now=now, offset=offset), now=now)


def send_and_remind(session: AdviceSession, part: MessagePart, *, now: datetime) -> None:
    """Tell about a session that is to be held, and write its reminders."""
    messaging.enqueue_all([*_about(session, part, now=now), *_reminders(session, now=now)], now=now)


def replace_messages(session: AdviceSession, part: MessagePart, *, now: datetime) -> None:
    """After a change: cancel what is still to be sent about the old state, tell about the new one."""
    messaging.cancel_for(session.pk, now=now)
    tell = send_and_remind if session.is_live else send_about
    tell(session, part, now=now)


def _about(session: AdviceSession, part: MessagePart, *, now: datetime, offset: str = "") -> list[messaging.Outgoing]:
    return [
        messaging.Outgoing(
            kind=KIND, target=session.pk, version=session.sequence, channel=channel, part=part, person="1",
            offset=offset, send_after=now, not_after=_not_after(session, now), language=session.language,
        )
        for channel in channels_of(contact_of(session))[:1]
    ]  # fmt: skip


def _reminders(session: AdviceSession, *, now: datetime) -> list[messaging.Outgoing]:
    """The day before, and two hours before by SMS if that is allowed; none without a time.

    A reminder that would fall in hours to avoid comes earlier. One that was due before the booking is left out.
    """
    contact = contact_of(session)
    channels = channels_of(contact)
    if contact is None or not channels or session.starts_at is None:
        return []
    found = []
    for offset, due, not_after, channel in (
        ("24h", same_wall_time_day_before(session.starts_at), session.starts_at - LAST_CALL_DAY, channels[0]),
        ("2h", session.starts_at - HOURS_BEFORE, session.starts_at - LAST_CALL_HOURS, channels[-1]),
    ):
        send_after = hours_to_avoid.last_allowed(due, contact.avoid_hours)
        if send_after is not None and send_after > now:
            found.append(messaging.Outgoing(
                kind=KIND, target=session.pk, version=session.sequence, channel=channel, part=MessagePart.REMINDER,
                person="1", offset=offset, send_after=send_after, not_after=not_after, language=session.language,
            ))  # fmt: skip
    return found


def contact_of(session: AdviceSession) -> SessionContact | None:
    """The session's contact, or None when it has been forgotten."""
    try:
        return session.contact
    except SessionContact.DoesNotExist:
        return None


def _not_after(session: AdviceSession, now: datetime) -> datetime:
    """A message about a time is pointless after it; one about a thread after a week."""
    if session.starts_at is None:
        return now + ANSWER_FOR
    return max(session.starts_at, now + timedelta(hours=1))
