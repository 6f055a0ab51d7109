"""Which moment it is after a lock has been waited for, and how long an offer lasts."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from pio.scheduling.working_days import is_working_day

OSLO = ZoneInfo("Europe/Oslo")
OPENS, CLOSES = time(8), time(20)
OFFER_HOURS = 24
"""An offer lasts this many hours of the offer clock, which runs 08-20 on working days: two working days."""

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
    """The instant (UTC) when an offer made at `start` runs out.

    Args:
        start: aware datetime.
        hours: length on the offer clock, which stands still at night, in weekends and on holidays.
    """
    wall = start.astimezone(OSLO)
    left = timedelta(hours=hours)
    day = wall.date()
    while True:
        if is_working_day(day):
            opens, closes = (datetime.combine(day, at, OSLO).astimezone(UTC) for at in (OPENS, CLOSES))
            begins = max(opens, start.astimezone(UTC))
            if closes - begins >= left:
                return begins + left
            left -= max(closes - begins, timedelta())
        day += timedelta(days=1)
