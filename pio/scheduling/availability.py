"""Who is open and what is taken, loaded in one query for any number of resources, then asked in memory.

free = merge(rules + open exceptions) - merge(closures + closed exceptions) - merge(reservations)

A room without rules is open at all hours; an adviser without rules never is. Closures beat extra openings (a closed
day is opened by `Closure.open_anyway`). Buffers must be clear of other reservations, but may lie outside the opening.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from pio.scheduling import availability_rows, intervals
from pio.scheduling.availability_rows import Change, Packed, Period, Rule
from pio.scheduling.enums import ExceptionKind, ResourceKind
from pio.scheduling.intervals import Interval, Intervals
from pio.scheduling.models import Resource
from pio.scheduling.needs import Need

LONGEST_PERIOD = timedelta(days=1)


class Rows(NamedTuple):
    """What the query has read for the days [first, last] (dates in Oslo); to be compared, and for `of`."""

    first: date
    last: date
    packed: Packed


@dataclass
class Availability:
    """The three answers for the days [first, last] (dates in Oslo)."""

    first: date
    last: date
    rules: dict[UUID, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    changes: dict[UUID | None, list[Change]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[UUID, list[Period]] = field(default_factory=lambda: defaultdict(list))

    def between(self, start: datetime, end: datetime) -> "Availability":
        """The answers for visits that start in [start, end), as if no more than that had been read."""
        first, last = _days(start, end)
        low, high = (intervals.seconds(moment) for moment in _around(first, last))
        near = {
            pk: [each for each in periods if low < each.end and each.start < high] for pk, periods in self.taken.items()
        }
        return replace(self, first=max(self.first, first), last=min(self.last, last), taken=near)

    def openings(self, resource: Resource, channel: str) -> Intervals:
        """When the resource's rules and extra openings let it be used, exceptions and closures aside."""
        rules = self.rules.get(resource.id, [])
        extra = [change for change in self.changes.get(resource.id, []) if change.kind == ExceptionKind.OPEN]
        if not rules and resource.kind == ResourceKind.ROOM:
            return [(self._on(self.first)[0][0], self._on(self.last)[-1][1])]
        found: list[Interval] = []
        for rule in rules:
            if _offers(rule.channels, channel):
                found += self._weekly(rule)
        for change in extra:
            if _offers(change.channels or [], channel):
                found += self._changed(change)
        return intervals.merge(found)

    def closed(self, resource: Resource) -> Intervals:
        """When the centre is closed or the resource away."""
        changes = [*self.changes.get(None, []), *self.changes.get(resource.id, [])]
        return intervals.merge(
            part for change in changes if change.kind == ExceptionKind.CLOSED for part in self._changed(change)
        )

    def windows(self, resource: Resource, need: Need, openings: Intervals) -> Intervals:
        """When a visit can start within `openings`, days that are full by `max_per_day` left out."""
        usable = intervals.subtract(openings, self.closed(resource))
        taken = self.taken.get(resource.id, [])
        before, after = buffers(resource, need)
        free = intervals.start_windows(
            usable, ((each.start, each.end) for each in taken), length=need.minutes * 60, before=before, after=after
        )
        return intervals.subtract(free, self._full_days(resource, taken))

    def starts(self, resource: Resource, need: Need) -> Iterable[int]:
        """Every start on the grid of the resource's openings, in seconds."""
        openings = self.openings(resource, need.channel)
        return intervals.on_grid(self.windows(resource, need, openings), openings, need.step_minutes * 60)

    def room_windows(self, room: Resource, need: Need) -> Intervals:
        """When a visit can start in the room; rooms offer every channel and have no grid of their own."""
        return self.windows(room, need, self.openings(room, ""))

    def is_free(self, resource: Resource, start: datetime, need: Need, *, obey_rules: bool = True) -> bool:
        """Whether a visit can start then; without the rules, whether nothing else is taken."""
        at, (before, after) = intervals.seconds(start), buffers(resource, need)
        if not obey_rules:
            low, high = at - before, at + need.minutes * 60 + after
            return all(each.end <= low or each.start >= high for each in self.taken.get(resource.id, []))
        if resource.kind == ResourceKind.ROOM:
            return intervals.covers(self.room_windows(resource, need), at)
        return at in self.starts(resource, need)

    def load(self, resource_id: UUID) -> int:
        """How many visits the resource has in these days."""
        return sum(each.counts for each in self.taken.get(resource_id, []))

    def _full_days(self, resource: Resource, taken: Iterable[Period]) -> Intervals:
        if resource.max_per_day is None:
            return []
        per_day = Counter(intervals.oslo_date(intervals.instant(each.start)) for each in taken if each.counts)
        return intervals.merge(
            part for day, count in per_day.items() if count >= resource.max_per_day for part in self._on(day)
        )

    def _weekly(self, rule: Rule) -> Iterable[Interval]:
        first, last = max(self.first, rule.valid_from), min(self.last, rule.valid_to or self.last)
        at = first.toordinal() + (rule.weekday - first.weekday()) % 7
        while at <= last.toordinal():
            yield from intervals.on_day(date.fromordinal(at), rule.start_wall, rule.end_wall)
            at += 7

    def _changed(self, change: Change) -> Iterable[Interval]:
        for day in intervals.days(max(self.first, change.from_date), min(self.last, change.to_date)):
            yield from intervals.on_day(day, change.start_wall, change.end_wall)

    def _on(self, day: date) -> Intervals:
        return intervals.on_day(day, None, None)


def _offers(channels: Sequence[str], channel: str) -> bool:
    return not channel or not channels or channel in channels


def buffers(resource: Resource, need: Need) -> tuple[int, int]:
    """Seconds that are taken before and after the visit; the resource's own recovery time wins if longer.

    After a heavy talk the adviser's longer pause counts; a room needs none.
    """
    is_heavy = need.heavy and resource.kind == ResourceKind.ADVISER
    heavy = resource.heavy_recovery_minutes if is_heavy else 0
    return need.before_minutes * 60, max(need.after_minutes, resource.recovery_minutes, heavy) * 60


def read(
    resources: Sequence[Resource], start: datetime, end: datetime, *, now: datetime, ignore: Sequence[UUID] = ()
) -> Rows:
    """What is needed for visits that start in [start, end); one query. Expired holds do not count."""
    ids = [resource.id for resource in resources]
    first, last = _days(start, end)
    return Rows(first, last, availability_rows.read(ids, first, last, *_around(first, last), now=now, ignore=ignore))


def of(rows: Rows) -> Availability:
    """The three answers from what was read; no query."""
    found = Availability(first=rows.first, last=rows.last)
    for rule in rows.packed.rules():
        found.rules[rule.resource_id].append(rule)
    for change in rows.packed.changes():
        found.changes[change.resource_id].append(change)
    found.taken.update(rows.packed.taken())
    return found


def load(
    resources: Sequence[Resource], start: datetime, end: datetime, *, now: datetime, ignore: Sequence[UUID] = ()
) -> Availability:
    """The answers for visits that start in [start, end); one query."""
    return of(read(resources, start, end, now=now, ignore=ignore))


def _days(start: datetime, end: datetime) -> tuple[date, date]:
    """The first and the last day of visits that start in [start, end)."""
    return intervals.oslo_date(start), intervals.oslo_date(end + LONGEST_PERIOD)


def _around(first: date, last: date) -> tuple[datetime, datetime]:
    """From when to when a reservation may keep a visit of these days away."""
    return (
        intervals.instant(intervals.on_day(first, None, None)[0][0]) - LONGEST_PERIOD,
        intervals.instant(intervals.on_day(last, None, None)[-1][1]),
    )
