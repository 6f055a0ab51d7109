"""What a change of opening hours hits: shown, with count and times, before anything is saved, and until it is mended.

The page sends back which ones it showed (`digest`); if others have come since, it is shown again.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from pio.scheduling import describers, intervals
from pio.scheduling.enums import ExceptionKind, ReservationStatus
from pio.scheduling.intervals import Intervals
from pio.scheduling.models import AvailabilityException, AvailabilityRule, Closure, Reservation

LOOK_AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class Hit:
    """One agreement in the way; adviser and room of the same visit are one, where the feature tells its page."""

    id: UUID
    resource: str
    start: datetime
    end: datetime
    status: str
    words: str
    url: str = ""


def of_times(times: Intervals, *, now: datetime, resource_ids: Sequence[UUID] | None = None) -> list[Hit]:
    """Reservations that begin now or later and meet these times, by start; of all resources when none are named."""
    times = intervals.merge(times)
    if not times:
        return []
    whole = (intervals.instant(times[0][0]), intervals.instant(times[-1][1]))
    rows = Reservation.objects.busy(now=now).overlapping(*whole).filter(period__endswith__gt=now)
    if resource_ids is not None:
        rows = rows.filter(resource__in=resource_ids)
    found = [row for row in rows.select_related("resource").order_by("period", "id") if _meets(row, times)]
    return _described(found)


def of_day(day: date, *, now: datetime) -> list[Hit]:
    """Reservations of a day, whoever they take."""
    return of_times(intervals.on_day(day, None, None), now=now)


def of_ended_rule(rule: AvailabilityRule, last_date: date, *, now: datetime) -> list[Hit]:
    """Reservations of the resource that stand in the weekly opening after its new last day, the next 400 days."""
    last = min(last_date + LOOK_AHEAD, rule.valid_to or date.max)
    times = [
        part
        for day in intervals.days(max(last_date + timedelta(days=1), rule.valid_from), last)
        if day.weekday() == rule.weekday
        for part in intervals.on_day(day, rule.start_wall, rule.end_wall)
    ]
    return of_times(times, now=now, resource_ids=[rule.resource_id])


def of_removed_exception(exception: AvailabilityException, *, now: datetime) -> list[Hit]:
    """Reservations inside extra hours that are taken away; none when an absence is removed."""
    if exception.kind == ExceptionKind.CLOSED:
        return []
    return of_times(_times_of(exception), now=now, resource_ids=[exception.resource_id])


def still_standing(resource_id: UUID, *, today: date, now: datetime) -> list[Hit]:
    """What is booked with the resource where it is away or the centre closed: to be moved or cancelled by somebody."""
    away = AvailabilityException.objects.filter(resource=resource_id, kind=ExceptionKind.CLOSED, to_date__gte=today)
    times = [part for each in away for part in _times_of(each)]
    closed = Closure.objects.filter(date__range=(today, today + LOOK_AHEAD), open_anyway=False)
    times += [part for each in closed for part in intervals.on_day(each.date, None, None)]
    return _booked(of_times(times, now=now, resource_ids=[resource_id]))


def standing_on_closed_days(year: int, *, now: datetime) -> list[Hit]:
    """What is booked on the closed days of the year, whoever it takes."""
    closed = Closure.objects.filter(date__year=year, open_anyway=False)
    return _booked(of_times([part for each in closed for part in intervals.on_day(each.date, None, None)], now=now))


def _booked(found: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in found if hit.status == ReservationStatus.BOOKED]


def _times_of(exception: AvailabilityException) -> Intervals:
    return [
        part
        for day in intervals.days(exception.from_date, exception.to_date)
        for part in intervals.on_day(day, exception.start_wall, exception.end_wall)
    ]


def digest(hits: Sequence[Hit]) -> str:
    """Names exactly these hits; empty when there are none."""
    if not hits:
        return ""
    return hashlib.sha256(" ".join(sorted(f"{hit.id}{hit.start}" for hit in hits)).encode()).hexdigest()[:32]


def _meets(row: Reservation, times: Intervals) -> bool:
    start, end = intervals.seconds(row.period.lower), intervals.seconds_up(row.period.upper)
    return intervals.subtract([(start, end)], times) != [(start, end)]


def _described(rows: Sequence[Reservation]) -> list[Hit]:
    words, urls = describers.describe(rows), describers.addresses(rows)
    together: dict[object, list[Reservation]] = {}
    for row in rows:
        together.setdefault(urls.get(row.id) or row.id, []).append(row)
    return [
        Hit(
            row.id, ", ".join(each.resource.name for each in (row, *more)), row.period.lower, row.period.upper,
            row.status, words.get(row.id, ""), urls.get(row.id, ""),
        )
        for row, *more in (sorted(same, key=lambda each: each.resource.kind) for same in together.values())
    ]  # fmt: skip
