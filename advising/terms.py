"""The terms of an advice session: how long, how early, how late. Each rule stands here once."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from advising.enums.sessions import Channel
from pio.scheduling.needs import Need

if TYPE_CHECKING:
    from advising.models import AdviceSession

OSLO = ZoneInfo("Europe/Oslo")
SESSION_MINUTES = 60
STEP_MINUTES = 30
BOOKING_NOTICE = timedelta(hours=2)
BOOKING_HORIZON = timedelta(weeks=8)
CANCEL_NOTICE = timedelta(hours=24)
THREAD_WORKING_DAYS = 2
MOST_PEOPLE = 8
PURPOSE = "advice_session"
NEEDS_ROOM = frozenset({Channel.IN_PERSON})


def need(channel: str, *, minutes: int = SESSION_MINUTES, heavy: bool = False) -> Need:
    """What a time for a session by `channel` must be like; minutes is its length, `heavy` asks for a longer pause."""
    return Need(
        minutes=minutes,
        channel=channel,
        step_minutes=STEP_MINUTES,
        notice=BOOKING_NOTICE,
        horizon=BOOKING_HORIZON,
        heavy=heavy,
    )


def is_late_cancellation(session: "AdviceSession", *, now: datetime) -> bool:
    """Whether a relative who cancels at `now` cancels too late: less than 24 hours before the start.

    E-mail advice has no time and is never late. Hours are real ones, also on the nights the clock changes.
    """
    return session.starts_at is not None and session.starts_at.astimezone(UTC) - now.astimezone(UTC) < CANCEL_NOTICE


def wall_date(instant: datetime) -> date:
    """The date in Oslo of an instant."""
    return instant.astimezone(OSLO).date()


def same_wall_time_day_before(instant: datetime) -> datetime:
    """The same clock time the day before: what people mean by "24 hours before", also when the clock changes."""
    local = instant.astimezone(OSLO)
    return (local.replace(fold=0) - timedelta(days=1)).astimezone(UTC)
