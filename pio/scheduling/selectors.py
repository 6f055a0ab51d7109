"""Reading time: what is free, what is taken, which days are closed. One query for any number of resources."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from pio.core.composed import Reading
from pio.scheduling import availability, availability_rows, intervals
from pio.scheduling.availability import Availability, Rows
from pio.scheduling.holiday_names import name_of
from pio.scheduling.models import Closure, ClosureYear, Reservation, Resource
from pio.scheduling.needs import FreeTime, Need

NEAREST = 3
NEAREST_DAYS = (7, 28)


def free_times(
    resources: Sequence[Resource],
    start: datetime,
    end: datetime,
    *,
    need: Need,
    now: datetime,
    rooms: Sequence[Resource] = (),
    ignore: Sequence[UUID] = (),
    found: Availability | None = None,
) -> list[FreeTime]:
    """Visits that start in [start, end) and can be booked now, by start; `resource_ids` = the advisers free for each.

    With `rooms`, only times when at least one of the rooms is free too. `ignore`: reservations that do not count
    (one's own hold, the booking that is moved). `found`: what `rows_of` has read for the same or more. One query
    whatever the number of resources; none with `found`, and when notice and horizon leave nothing.
    """
    start, end = bookable(start, end, need=need, now=now)
    if start >= end:
        return []
    everybody = [*resources, *rooms]
    found = found.between(start, end) if found else availability.load(everybody, start, end, now=now, ignore=ignore)
    roomy = intervals.merge(window for room in rooms for window in found.room_windows(room, need)) if rooms else None
    low, high = intervals.seconds_up(start), intervals.seconds_up(end)
    free: dict[int, list[UUID]] = defaultdict(list)
    for resource in resources:
        for at in found.starts(resource, need):
            if low <= at < high and (roomy is None or intervals.covers(roomy, at)):
                free[at].append(resource.id)
    length = timedelta(minutes=need.minutes)
    return [FreeTime(begins := intervals.instant(at), begins + length, tuple(ids)) for at, ids in sorted(free.items())]


def rows_of(
    resources: Sequence[Resource], start: datetime, end: datetime, *, need: Need, now: datetime,
    ignore: Sequence[UUID] = (),
) -> Rows | None:  # fmt: skip
    """What `free_times` reads of these, rooms among them; one query. None when notice and horizon leave nothing."""
    start, end = bookable(start, end, need=need, now=now)
    return availability.read(resources, start, end, now=now, ignore=ignore) if start < end else None


def bookable(start: datetime, end: datetime, *, need: Need, now: datetime) -> tuple[datetime, datetime]:
    """The part of [start, end) that notice and horizon leave; the horizon itself is included."""
    return max(start, now + need.notice), min(end, now + need.horizon + timedelta(seconds=1))


def nearest_free(
    resources: Sequence[Resource], around: datetime, *, need: Need, now: datetime, rooms: Sequence[Resource] = ()
) -> list[FreeTime]:
    """Up to three free times nearest to `around`, in order of time: within a week each way, else within four."""
    near: list[FreeTime] = []
    for days in NEAREST_DAYS:
        reach = timedelta(days=days)
        near = free_times(resources, around - reach, around + reach, need=need, now=now, rooms=rooms)
        if len(near) >= NEAREST:
            break
    return sorted(sorted(near, key=lambda time: (abs(time.start - around), time.start))[:NEAREST])


def closed_days(start: date, end: date) -> dict[date, str]:
    """Closed days in [start, end] with their names in the active language; one query."""
    return {day: name_of(day, name) for day, name in _CLOSED.rows(start=start, end=end)}


def _closed(*, start: date, end: date) -> Any:
    return Closure.objects.filter(date__range=(start, end), open_anyway=False).values_list("date", "name")


_CLOSED: Reading[Any] = Reading(_closed)


def closures_of_year(year: int) -> list[Closure]:
    """Every row of the year, also days when the centre is open anyway."""
    return list(Closure.objects.filter(date__year=year))


def confirmed_years() -> dict[int, ClosureYear]:
    """The years whose closed days a person has confirmed."""
    return {each.year: each for each in ClosureYear.objects.select_related("confirmed_by")}


def adviser_for(user_id: UUID) -> Resource | None:
    """The adviser resource of a user, or None."""
    return Resource.objects.filter(user=user_id).first()


def are_taken(
    resource_ids: Sequence[UUID], start: datetime, end: datetime, *, now: datetime, ignore: Sequence[UUID] = ()
) -> bool:
    """Whether something keeps each of these resources busy at some instant of [start, end); one query."""
    return availability_rows.taken(resource_ids, start, end, now=now, ignore=ignore).issuperset(resource_ids)


def taken(resource_ids: Sequence[UUID], start: datetime, end: datetime, *, now: datetime) -> list[Reservation]:
    """What keeps these resources busy in [start, end), by start (calendar pages)."""
    rows = Reservation.objects.busy(now=now).filter(resource__in=resource_ids).overlapping(start, end)
    return list(rows.select_related("resource").order_by("period", "id"))
