"""On which days a group meets: every n-th week by rule, without holidays, closed days and the school holidays of Oslo.

Oslo's school holidays: week 8 (winter), the days before Easter, 22 June to 16 August, week 40 (autumn), 21 December to
2 January. The centre changes a single meeting where a year differs.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from pio.scheduling.selectors import closed_days
from pio.scheduling.working_days import is_working_day

OSLO = ZoneInfo("Europe/Oslo")
WEEKS_AHEAD = 16
HOLIDAY_WEEKS = frozenset({8, 40})
SPANS = (((6, 22), (8, 16)), ((12, 21), (12, 31)), ((1, 1), (1, 2)))


def easter(year: int) -> date:
    """Easter Sunday (Gregorian; Meeus, Jones, Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_school_holiday(day: date) -> bool:
    """Whether the schools of Oslo are closed."""
    before_easter = timedelta(days=1) <= easter(day.year) - day <= timedelta(days=8)
    in_span = any(first <= (day.month, day.day) <= last for first, last in SPANS)
    return before_easter or in_span or day.isocalendar().week in HOLIDAY_WEEKS


def days(group: Any, *, start: date, until: date) -> list[date]:
    """The days from `start` to `until`, both included, on which the group meets by its rule; one query."""
    first = group.first_date + timedelta(days=(group.weekday - group.first_date.weekday()) % 7)
    last = min(until, group.last_date) if group.last_date else until
    step = timedelta(weeks=group.every_weeks)
    skipped = max(-(-(start - first) // step), 0)
    planned, day = [], first + skipped * step
    closed = set(closed_days(day, last)) if day <= last else set()
    while day <= last:
        if is_working_day(day, closed=closed) and not is_school_holiday(day):
            planned.append(day)
        day += step
    return planned


def instant(day: date, wall: time) -> datetime:
    """Wall time in Oslo as an instant in UTC."""
    return datetime.combine(day, wall, OSLO).astimezone(UTC)


def horizon(now: datetime) -> date:
    """The last day for which meetings are made."""
    return localdate(now) + timedelta(weeks=WEEKS_AHEAD)
