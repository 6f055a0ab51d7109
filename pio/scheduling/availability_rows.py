"""The one query of `availability.read`, written out: composing it anew each time cost more than answering it.

It is asked for every page of free times and again under the lock of every booking, so each connection plans it once.
PostgreSQL packs what it finds, since hundreds of rows took longer to read than to find, and most of them are only
compared with those of the time before. The rule of what is busy is that of `ReservationQuerySet.busy`.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from struct import Struct
from sys import intern
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from pio.scheduling.enums import BUSY, ExceptionKind, ReservationStatus, ResourceKind

_BUSY = """
    FROM scheduling_reservation
    WHERE resource_id = ANY(%(ids)s) AND period && tstzrange(%(start)s, %(end)s) AND status = ANY(%(busy)s)
    AND NOT (status = %(held)s AND hold_expires_at IS NOT NULL AND hold_expires_at <= %(now)s)
    AND NOT id = ANY(%(ignore)s)"""
READ = (
    """
SELECT (
    SELECT json_agg(json_build_array(
        rule.resource_id, rule.weekday, rule.start_wall, rule.end_wall, rule.valid_from, rule.valid_to, rule.channels
    ))::text
    FROM scheduling_availabilityrule rule JOIN scheduling_resource resource ON resource.id = rule.resource_id
    WHERE rule.resource_id = ANY(%(ids)s) AND (
        resource.kind = %(room)s
        OR rule.valid_from <= %(last)s AND (rule.valid_to IS NULL OR rule.valid_to >= %(first)s))
), (
    SELECT json_agg(json_build_array(resource_id, kind, from_date, to_date, start_wall, end_wall, channels))::text
    FROM (
        SELECT resource_id, kind, from_date, to_date, start_wall, end_wall, channels
        FROM scheduling_availabilityexception
        WHERE resource_id = ANY(%(ids)s) AND from_date <= %(last)s AND to_date >= %(first)s
        UNION ALL
        SELECT NULL, %(closed)s, date, date, NULL, NULL, NULL
        FROM scheduling_closure WHERE date BETWEEN %(first)s AND %(last)s AND NOT open_anyway
    ) change
), (
    SELECT string_agg(uuid_send(resource_id) || int8send(number) || periods, ''::bytea ORDER BY resource_id)
    FROM (
        SELECT resource_id, count(*) AS number, string_agg(
            int8send(floor(date_part('epoch', lower(period)))::bigint)
            || int8send(ceil(date_part('epoch', upper(period)))::bigint) || boolsend(status <> %(blocked)s), ''::bytea
            ORDER BY lower(period)
        ) AS periods"""  # noqa: S608  constants of this module
    + _BUSY
    + " GROUP BY resource_id) each)"
)
TAKEN = "SELECT DISTINCT resource_id" + _BUSY
_RESOURCE, _PERIOD = Struct("!16sq"), Struct("!qq?")
MOST_KEPT = 32  # unpacked rules and changes, which seldom are others than the time before
_time, _date = time.fromisoformat, date.fromisoformat


class Rule(NamedTuple):
    """What is read of a rule."""

    weekday: int
    start_wall: time
    end_wall: time
    valid_from: date
    valid_to: date | None
    channels: list[str]


class Change(NamedTuple):
    """What is read of an exception or a closure."""

    kind: str
    from_date: date
    to_date: date
    start_wall: time | None
    end_wall: time | None
    channels: list[str] | None


class Period(NamedTuple):
    """A reservation: whole seconds since 1970 (never less than it takes), and if it counts as a visit."""

    start: int
    end: int
    counts: bool


class Packed(NamedTuple):
    """What was read, to be compared and for `agenda.Agenda`; rules and changes are those of all resources."""

    rules: str
    changes: str
    taken: bytes

    def taken_by(self) -> dict[UUID, bytes]:
        """What keeps each resource busy, for `periods_of`."""
        found: dict[UUID, bytes] = {}
        at = 0
        while at < len(self.taken):
            key, number = _RESOURCE.unpack_from(self.taken, at)
            begins, at = at + _RESOURCE.size, at + _RESOURCE.size + number * _PERIOD.size
            found[UUID(bytes=key)] = self.taken[begins:at]
        return found


def read(
    ids: Sequence[UUID], first: date, last: date, start: datetime, end: datetime, *, now: datetime,
    ignore: Sequence[UUID],
) -> Packed:  # fmt: skip
    """Rules and exceptions of the days [first, last], and what keeps the resources busy in [start, end); one query.

    Holds that have run out at `now` do not count, nor do the reservations in `ignore`.
    """
    values = _busy(ids, start, end, now=now, ignore=ignore) | {
        "first": first, "last": last, "room": ResourceKind.ROOM.value, "closed": ExceptionKind.CLOSED.value,
        "blocked": ReservationStatus.BLOCKED.value,
    }  # fmt: skip
    rules, changes, busy = _rows(READ, values)[0]
    return Packed(intern(rules or "[]"), intern(changes or "[]"), busy or b"")  # many agendas hold the same two


def taken(
    ids: Sequence[UUID], start: datetime, end: datetime, *, now: datetime, ignore: Sequence[UUID]
) -> set[UUID]:  # fmt: skip
    """Those that something keeps busy at some instant of [start, end); one query."""
    return {key for (key,) in _rows(TAKEN, _busy(ids, start, end, now=now, ignore=ignore))}


@lru_cache(maxsize=MOST_KEPT)
def rules_of(packed: str) -> dict[UUID, list[Rule]]:
    """Rules of these days by resource; all rules of rooms, since a room with none at all is open at all hours."""
    found: dict[UUID, list[Rule]] = {}
    for key, weekday, start, end, since, until, channels in json.loads(packed):
        rule = Rule(weekday, _time(start), _time(end), _date(since), until and _date(until), channels)
        found.setdefault(UUID(key), []).append(rule)
    return found


@lru_cache(maxsize=MOST_KEPT)
def changes_of(packed: str) -> dict[UUID | None, list[Change]]:
    """Exceptions by resource; the closed days of the centre, which touch all, have none."""
    found: dict[UUID | None, list[Change]] = {}
    for key, kind, since, until, start, end, by in json.loads(packed):
        change = Change(kind, _date(since), _date(until), start and _time(start), end and _time(end), by)
        found.setdefault(key and UUID(key), []).append(change)
    return found


def periods_of(packed: bytes) -> list[Period]:
    """What keeps one resource busy, in order of time."""
    return list(map(Period._make, _PERIOD.iter_unpack(packed)))


def _busy(
    ids: Sequence[UUID], start: datetime, end: datetime, *, now: datetime, ignore: Sequence[UUID]
) -> dict[str, Any]:  # fmt: skip
    return {
        "ids": list(ids), "start": start, "end": end, "now": now, "ignore": list(ignore),
        "busy": [each.value for each in BUSY], "held": ReservationStatus.HELD.value,
    }  # fmt: skip


def _rows(query: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    line: Any = connection  # pio/core/postgresql
    found: list[tuple[Any, ...]] = line.fetch_prepared(query, values)
    return found
