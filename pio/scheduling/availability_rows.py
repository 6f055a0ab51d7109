"""The three queries of `availability.load`, written out: composing them anew each time cost more than answering them.

They are asked for every page of free times and again under the lock of every booking, so each connection plans them
once. The rule of what is busy is that
of `ReservationQuerySet.busy`.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from struct import Struct
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from pio.scheduling.enums import BUSY, ExceptionKind, ReservationStatus, ResourceKind

RULES = """
SELECT rule.resource_id, rule.weekday, rule.start_wall, rule.end_wall, rule.valid_from, rule.valid_to, rule.channels
FROM scheduling_availabilityrule rule JOIN scheduling_resource resource ON resource.id = rule.resource_id
WHERE rule.resource_id = ANY(%(ids)s) AND (
    resource.kind = %(room)s
    OR rule.valid_from <= %(last)s AND (rule.valid_to IS NULL OR rule.valid_to >= %(first)s))"""
CHANGES = """
SELECT resource_id, kind, from_date, to_date, start_wall, end_wall, channels
FROM scheduling_availabilityexception
WHERE resource_id = ANY(%(ids)s) AND from_date <= %(last)s AND to_date >= %(first)s
UNION ALL
SELECT NULL, %(closed)s, date, date, NULL, NULL, NULL
FROM scheduling_closure WHERE date BETWEEN %(first)s AND %(last)s AND NOT open_anyway"""
TAKEN = """
SELECT resource_id, string_agg(
    int8send(floor(extract(epoch FROM lower(period)))::bigint)
    || int8send(ceil(extract(epoch FROM upper(period)))::bigint) || boolsend(status <> %(blocked)s), ''::bytea)
FROM scheduling_reservation
WHERE resource_id = ANY(%(ids)s) AND period && tstzrange(%(start)s, %(end)s) AND status = ANY(%(busy)s)
AND NOT (status = %(held)s AND hold_expires_at IS NOT NULL AND hold_expires_at <= %(now)s)
AND NOT id = ANY(%(ignore)s) GROUP BY resource_id"""
_PERIOD = Struct("!qq?")


class Rule(NamedTuple):
    """What is read of a rule."""

    resource_id: UUID
    weekday: int
    start_wall: time
    end_wall: time
    valid_from: date
    valid_to: date | None
    channels: list[str]


class Change(NamedTuple):
    """What is read of an exception; a closure has no resource and touches all."""

    resource_id: UUID | None
    kind: str
    from_date: date
    to_date: date
    start_wall: time | None
    end_wall: time | None
    channels: list[str] | None


class Taken(NamedTuple):
    """What keeps one resource busy, as PostgreSQL packs it: hundreds of rows took longer to read than the query."""

    resource_id: UUID
    packed: bytes

    def periods(self) -> list["Period"]:
        """What was packed, in no order."""
        return [Period(*each) for each in _PERIOD.iter_unpack(self.packed)]


class Period(NamedTuple):
    """A reservation: whole seconds since 1970 (never less than it takes), and if it counts as a visit."""

    start: int
    end: int
    counts: bool


def rules(ids: Sequence[UUID], first: date, last: date) -> list[Rule]:
    """Rules of these days; all rules of rooms, since a room with none at all is open at all hours."""
    rows = _rows(RULES, ids=list(ids), first=first, last=last, room=ResourceKind.ROOM.value)
    return [Rule._make(row) for row in rows]


def changes(ids: Sequence[UUID], first: date, last: date) -> list[Change]:
    """Exceptions of the resources and closed days of the centre, in one query."""
    values = {"ids": list(ids), "first": first, "last": last, "closed": ExceptionKind.CLOSED.value}
    return [Change._make(row) for row in _rows(CHANGES, **values)]


def taken(ids: Sequence[UUID], start: datetime, end: datetime, *, now: datetime, ignore: Sequence[UUID]) -> list[Taken]:
    """What keeps the resources busy at any instant of [start, end); holds that have run out at `now` do not."""
    rows = _rows(
        TAKEN, ids=list(ids), start=start, end=end, now=now, ignore=list(ignore), busy=[each.value for each in BUSY],
        held=ReservationStatus.HELD.value, blocked=ReservationStatus.BLOCKED.value,
    )  # fmt: skip
    return [Taken._make(row) for row in rows]


def _rows(query: str, **values: Any) -> list[tuple[Any, ...]]:
    line: Any = connection  # pio/core/postgresql
    found: list[tuple[Any, ...]] = line.fetch_prepared(query, values)
    return found
