"""Who is open and what is taken, loaded in one query for any number of resources, then asked in memory (`agenda`)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from pio.scheduling import agenda, availability_rows, intervals
from pio.scheduling.agenda import LONGEST_PERIOD, Agenda
from pio.scheduling.availability_rows import Packed
from pio.scheduling.intervals import Interval
from pio.scheduling.models import Resource
from pio.scheduling.needs import Need


class Rows(NamedTuple):
    """What the query has read for the days [first, last] (dates in Oslo); to be compared, and for `of`."""

    first: date
    last: date
    packed: Packed


@dataclass(frozen=True)
class Availability:
    """What each resource does in the days [first, last] (dates in Oslo); `taken` is by resource."""

    first: date
    last: date
    packed: Packed
    taken: dict[UUID, bytes]

    def between(self, start: datetime, end: datetime) -> "Availability":
        """The answers for visits that start in [start, end), as if no more than that had been read."""
        first, last = _days(start, end)
        return replace(self, first=max(self.first, first), last=min(self.last, last))

    def agenda(self, resource: Resource) -> Agenda:
        """The days of one resource."""
        return Agenda(
            self.first, self.last, self.packed.rules, self.packed.changes, self.taken.get(resource.id, b""),
            resource.id, resource.kind, resource.max_per_day, resource.recovery_minutes,
            resource.heavy_recovery_minutes,
        )  # fmt: skip

    def starts(self, resource: Resource, need: Need) -> Sequence[int]:
        """Every start on the grid of the resource's openings, in seconds."""
        return agenda.kept_starts(self.agenda(resource), need)

    def room_windows(self, room: Resource, need: Need) -> Sequence[Interval]:
        """When a visit can start in the room."""
        return agenda.kept_room_windows(self.agenda(room), need)

    def is_free(self, resource: Resource, start: datetime, need: Need, *, obey_rules: bool = True) -> bool:
        """Whether a visit can start then; without the rules, whether nothing else is taken."""
        return self.agenda(resource).is_free(start, need, obey_rules=obey_rules)

    def load(self, resource: Resource) -> int:
        """How many visits the resource has in these days."""
        return sum(each.counts for each in self.agenda(resource).taken())


def read(
    resources: Sequence[Resource], start: datetime, end: datetime, *, now: datetime, ignore: Sequence[UUID] = ()
) -> Rows:
    """What is needed for visits that start in [start, end); one query. Expired holds do not count."""
    ids = [resource.id for resource in resources]
    first, last = _days(start, end)
    near = agenda.around(first, last)
    return Rows(first, last, availability_rows.read(ids, first, last, *near, now=now, ignore=ignore))


def of(rows: Rows) -> Availability:
    """The answers from what was read; no query."""
    return Availability(rows.first, rows.last, rows.packed, rows.packed.taken_by())


def load(
    resources: Sequence[Resource], start: datetime, end: datetime, *, now: datetime, ignore: Sequence[UUID] = ()
) -> Availability:
    """The answers for visits that start in [start, end); one query."""
    return of(read(resources, start, end, now=now, ignore=ignore))


def _days(start: datetime, end: datetime) -> tuple[date, date]:
    """The first and the last day of visits that start in [start, end)."""
    return intervals.oslo_date(start), intervals.oslo_date(end + LONGEST_PERIOD)
