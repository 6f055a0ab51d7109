"""The days of one resource: when it is open, what keeps it busy, when a visit can start. No query.

free = merge(rules + open exceptions) - merge(closures + closed exceptions) - merge(reservations)

A room without rules is open at all hours; an adviser without rules never is. Closures beat extra openings (a closed
day is opened by `Closure.open_anyway`). Buffers must be clear of other reservations, but may lie outside the opening.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from pio.scheduling import intervals
from pio.scheduling.availability_rows import Change, Period, Rule, changes_of, periods_of, rules_of
from pio.scheduling.enums import ExceptionKind, ResourceKind
from pio.scheduling.intervals import Interval, Intervals
from pio.scheduling.models import Resource
from pio.scheduling.needs import Need

LONGEST_PERIOD = timedelta(days=1)
MOST_KEPT = 1024  # answers of 17 advisers for eight weeks and three channels, twice; a few kilobytes each


class Agenda(NamedTuple):
    """All that the times of one resource in the days [first, last] (dates in Oslo) depend on; compared by value."""

    first: date
    last: date
    packed_rules: str
    packed_changes: str
    packed_taken: bytes
    id: UUID
    kind: str
    max_per_day: int | None
    recovery_minutes: int
    heavy_recovery_minutes: int

    def openings(self, channel: str) -> Intervals:
        """When rules and extra openings let the resource be used, exceptions and closures aside."""
        rules: Sequence[Rule] = rules_of(self.packed_rules).get(self.id, ())
        if not rules and self.kind == ResourceKind.ROOM:
            return [(_on(self.first)[0][0], _on(self.last)[-1][1])]
        found: list[Interval] = []
        for rule in rules:
            if _offers(rule.channels, channel):
                found += self._weekly(rule)
        for change in self._changes(self.id):
            if change.kind == ExceptionKind.OPEN and _offers(change.channels or [], channel):
                found += self._changed(change)
        return intervals.merge(found)

    def closed(self) -> Intervals:
        """When the centre is closed or the resource away."""
        changes = [*self._changes(None), *self._changes(self.id)]
        return intervals.merge(
            part for change in changes if change.kind == ExceptionKind.CLOSED for part in self._changed(change)
        )

    def windows(self, need: Need, openings: Intervals) -> Intervals:
        """When a visit can start within `openings`, days that are full by `max_per_day` left out."""
        usable = intervals.subtract(openings, self.closed())
        taken = self.taken()
        before, after = buffers(self, need)
        free = intervals.start_windows(
            usable, ((each.start, each.end) for each in taken), length=need.minutes * 60, before=before, after=after
        )
        return intervals.subtract(free, self._full_days(taken))

    def starts(self, need: Need) -> tuple[int, ...]:
        """Every start on the grid of the openings, in seconds."""
        openings = self.openings(need.channel)
        return tuple(intervals.on_grid(self.windows(need, openings), openings, need.step_minutes * 60))

    def room_windows(self, need: Need) -> Intervals:
        """When a visit can start in this room; rooms offer every channel and have no grid of their own."""
        return self.windows(need, self.openings(""))

    def is_free(self, start: datetime, need: Need, *, obey_rules: bool) -> bool:
        """Whether a visit can start then; without the rules, whether nothing else is taken."""
        at, (before, after) = intervals.seconds(start), buffers(self, need)
        if not obey_rules:
            low, high = at - before, at + need.minutes * 60 + after
            return all(each.end <= low or each.start >= high for each in self.taken())
        if self.kind == ResourceKind.ROOM:
            return intervals.covers(self.room_windows(need), at)
        return at in self.starts(need)

    def taken(self) -> list[Period]:
        """What keeps the resource busy in these days, or so near that a visit of these days must keep clear of it."""
        low, high = (intervals.seconds(moment) for moment in around(self.first, self.last))
        return [each for each in periods_of(self.packed_taken) if low < each.end and each.start < high]

    def _full_days(self, taken: Iterable[Period]) -> Intervals:
        if self.max_per_day is None:
            return []
        per_day = Counter(intervals.oslo_date(intervals.instant(each.start)) for each in taken if each.counts)
        return intervals.merge(part for day, count in per_day.items() if count >= self.max_per_day for part in _on(day))

    def _changes(self, of: UUID | None) -> Sequence[Change]:
        return changes_of(self.packed_changes).get(of, ())

    def _weekly(self, rule: Rule) -> Iterable[Interval]:
        first, last = max(self.first, rule.valid_from), min(self.last, rule.valid_to or self.last)
        at = first.toordinal() + (rule.weekday - first.weekday()) % 7
        while at <= last.toordinal():
            yield from intervals.on_day(date.fromordinal(at), rule.start_wall, rule.end_wall)
            at += 7

    def _changed(self, change: Change) -> Iterable[Interval]:
        for day in intervals.days(max(self.first, change.from_date), min(self.last, change.to_date)):
            yield from intervals.on_day(day, change.start_wall, change.end_wall)


@lru_cache(maxsize=MOST_KEPT)
def kept_starts(agenda: Agenda, need: Need) -> tuple[int, ...]:
    """`Agenda.starts`, found once: a booking changes the agenda of one adviser, and people look at those of all."""
    return agenda.starts(need)


@lru_cache(maxsize=MOST_KEPT)
def kept_room_windows(agenda: Agenda, need: Need) -> tuple[Interval, ...]:
    """`Agenda.room_windows`, found once."""
    return tuple(agenda.room_windows(need))


def buffers(resource: Resource | Agenda, need: Need) -> tuple[int, int]:
    """Seconds that are taken before and after the visit; the resource's own recovery time wins if longer.

    After a heavy talk the adviser's longer pause counts; a room needs none.
    """
    is_heavy = need.heavy and resource.kind == ResourceKind.ADVISER
    heavy = resource.heavy_recovery_minutes if is_heavy else 0
    return need.before_minutes * 60, max(need.after_minutes, resource.recovery_minutes, heavy) * 60


def around(first: date, last: date) -> tuple[datetime, datetime]:
    """From when to when a reservation may keep a visit of the days [first, last] away."""
    return intervals.instant(_on(first)[0][0]) - LONGEST_PERIOD, intervals.instant(_on(last)[-1][1])


def _offers(channels: Sequence[str], channel: str) -> bool:
    return not channel or not channels or channel in channels


def _on(day: date) -> Intervals:
    return intervals.on_day(day, None, None)
