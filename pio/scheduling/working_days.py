"""Working days: Monday to Friday that are not public holidays, and the hours 08–20 in which an offer's clock runs.

24 and 31 December are working days here unless the centre's own closures count: then the caller passes `own_closures`.
"""

from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time, timedelta

from pio.scheduling.holiday_names import public_holidays
from pio.scheduling.intervals import OSLO
from pio.scheduling.models import Closure

OPENS, CLOSES = time(8), time(20)
SATURDAY = 5


def own_closures(start: date, end: date) -> frozenset[date]:
    """The centre's own closed days in [start, end], for the functions below; one query."""
    days = Closure.objects.filter(date__range=(start, end), open_anyway=False)
    return frozenset(days.values_list("date", flat=True))


def is_working_day(day: date, *, closed: AbstractSet[date] = frozenset()) -> bool:
    """Monday to Friday, no public holiday, and not one of `closed` (the centre's own days)."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year) and day not in closed


def add_working_days(day: date, count: int, *, closed: AbstractSet[date] = frozenset()) -> date:
    """The day that is `count` working days after `day`; 0 = `day` itself if it is one, else the next. Not negative."""
    if count < 0:
        msg = "count working days forward"
        raise ValueError(msg)
    found = day
    while count:
        found += timedelta(days=1)
        count -= is_working_day(found, closed=closed)
    while not is_working_day(found, closed=closed):
        found += timedelta(days=1)
    return found


def working_days_between(start: date, end: date, *, closed: AbstractSet[date] = frozenset()) -> int:
    """How many working days lie in (start, end]; negative when `end` is before `start`."""
    if end < start:
        return -working_days_between(end, start, closed=closed)
    return sum(
        is_working_day(start + timedelta(days=number), closed=closed) for number in range(1, (end - start).days + 1)
    )


def next_working_instant(moment: datetime, *, closed: AbstractSet[date] = frozenset()) -> datetime:
    """`moment` itself between 08 and 20 on a working day in Oslo, else the next 08:00 on one. Aware."""
    wall = moment.astimezone(OSLO)
    if is_working_day(wall.date(), closed=closed):
        if OPENS <= wall.time() < CLOSES:
            return moment
        if wall.time() < OPENS:
            return _at(wall.date(), OPENS)
    return _at(add_working_days(wall.date() + timedelta(days=1), 0, closed=closed), OPENS)


def add_working_time(moment: datetime, amount: timedelta, *, closed: AbstractSet[date] = frozenset()) -> datetime:
    """When `amount` has passed on a clock that runs 08–20 on working days only (an offer's deadline). Aware.

    An amount that ends exactly as the clock stops ends then (20:00), not the next morning.
    """
    at = next_working_instant(moment, closed=closed)
    while True:
        stops = _at(at.astimezone(OSLO).date(), CLOSES)
        if at + amount <= stops:
            return at + amount
        amount -= stops - at
        at = next_working_instant(stops, closed=closed)


def _at(day: date, wall: time) -> datetime:
    """Wall time as an instant in UTC, so that differences are differences of instants."""
    return datetime.combine(day, wall, OSLO).astimezone(UTC)
