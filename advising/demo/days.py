"""When demo calls and sessions happen: working days, more on Mondays, fewer in July, all in opening hours."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from pio.scheduling.working_days import is_working_day

OSLO = ZoneInfo("Europe/Oslo")
WEEKDAY_WEIGHTS = (122, 105, 98, 100, 75)
MONTH_WEIGHTS = (100, 98, 104, 90, 96, 92, 45, 88, 108, 110, 112, 70)
HOUR_WEIGHTS = {9: 75, 10: 130, 11: 135, 12: 105, 13: 110, 14: 90}


def working_days(start: date, end: date) -> list[date]:
    """The working days from `start` up to, not including, `end`."""
    days = (start + timedelta(days=n) for n in range((end - start).days))
    return [day for day in days if is_working_day(day)]


def pick_days(days: Sequence[date], count: int, random: Random) -> list[date]:
    """`count` days with the weights of weekday and month, in order."""
    if not days:
        return []
    weights = [WEEKDAY_WEIGHTS[day.weekday()] * MONTH_WEIGHTS[day.month - 1] for day in days]
    return sorted(random.choices(days, weights, k=count))


def pick_time(day: date, random: Random) -> datetime:
    """A five-minute mark in the opening hours of the day, as an instant in UTC."""
    hour = random.choices(list(HOUR_WEIGHTS), list(HOUR_WEIGHTS.values()))[0]
    return at(day, time(hour, 5 * random.randrange(12)))


def at(day: date, wall: time) -> datetime:
    """A wall time in Oslo as an instant in UTC."""
    return datetime.combine(day, wall, OSLO).astimezone(UTC)
