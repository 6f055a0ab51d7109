"""What becomes of a reminder when the workers come late (booking.md, Messages).

The 24-hour reminder still goes until three hours before the start; then one short SMS says the time; half an hour
before the start it is of no use any more, is dropped and listed for the staff.
"""

from datetime import datetime, timedelta
from enum import Enum

FULL_UNTIL = timedelta(hours=3)
SHORT_UNTIL = timedelta(minutes=30)


class Reminder(Enum):
    """Which form a reminder takes now."""

    FULL = "full"
    SHORT_SMS = "short_sms"
    TOO_LATE = "too_late"


def form_of(*, starts_at: datetime, now: datetime) -> Reminder:
    """The form of a 24-hour reminder that is sent at `now` for something that starts at `starts_at`."""
    left = starts_at - now
    if left >= FULL_UNTIL:
        return Reminder.FULL
    return Reminder.SHORT_SMS if left >= SHORT_UNTIL else Reminder.TOO_LATE
