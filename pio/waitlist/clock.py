"""Which moment it is after a lock has been waited for, and how long an offer lasts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connection

from pio.scheduling.working_days import add_working_time, own_closures

OFFER_HOURS = 24
"""An offer lasts this many hours of the offer clock, which runs 08-20 on working days: two working days."""

LOOK_AHEAD = timedelta(days=60)
GRACE = timedelta(seconds=60)
"""Who answers within this time after the end is still in time: clocks and networks differ."""

Clock = Callable[[], datetime]


def database_clock() -> datetime:
    """The moment now by PostgreSQL's wall clock, not the moment when the transaction began."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def offer_end(start: datetime, hours: int = OFFER_HOURS) -> datetime:
    """The instant (UTC) when an offer made at `start` runs out; one query for the centre's own closed days.

    Args:
        start: aware datetime.
        hours: length on the offer clock, which stands still at night, in weekends, on holidays and when we are closed.
    """
    closed = own_closures(start.date(), start.date() + LOOK_AHEAD)
    return add_working_time(start, timedelta(hours=hours), closed=closed).astimezone(UTC)
