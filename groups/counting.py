"""How many meetings a member has had: the three counting rules, as functions of plain values.

Cancelled meetings and trial visits never count (`docs/decisions/0090-…`). A correction changes the count at once, since
nothing but the cells is stored.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from groups.enums import WARNED_AT, LeftBecause, LimitCounts

CAME = frozenset({"present", "online"})
FEWEST, SLOWEST = 3, 0.25  # meetings before a pace is known, and the slowest that is reckoned with
TRIAL, ABSENT = "trial", "absent"


@dataclass(frozen=True)
class Held:
    """One meeting that was held: its day, and each entry's mark."""

    day: date
    marks: Mapping[Any, str]


@dataclass(frozen=True)
class Counter:
    """`used` of `limit` meetings; without a limit nothing is counted down.

    `offered` is how many meetings were held while the person had a place: who is often away needs more of them.
    """

    used: int
    limit: int | None
    offered: int = 0

    @property
    def left(self) -> int | None:
        """Meetings that are left, never below 0."""
        return None if self.limit is None else max(self.limit - self.used, 0)

    @property
    def meetings_to_go(self) -> int | None:
        """How many more meetings it likely takes until the limit is reached, at the pace so far."""
        if self.left is None:
            return None
        pace = self.used / self.offered if self.offered >= FEWEST else 1.0
        return math.ceil(self.left / min(max(pace, SLOWEST), 1.0))

    @property
    def is_near(self) -> bool:
        """Told to leader and member: 8 of 10, or two left where the limit is another."""
        return self.left is not None and self.left <= max(10 - WARNED_AT, 0)

    @property
    def is_used_up(self) -> bool:
        """The place is to be freed."""
        return self.left == 0

    @property
    def pips(self) -> range:
        """One step for each meeting of the limit."""
        return range(self.limit or 0)


def counts(rule: str, meeting: Held, entry: Any, *, placed: date | None, left: date | None) -> bool:
    """Whether a held meeting counts for an entry that had its place from `placed` to `left`."""
    mark = meeting.marks.get(entry)
    if mark in CAME or rule == LimitCounts.ATTENDED:
        return mark in CAME
    had_place = placed is not None and placed <= meeting.day and (left is None or meeting.day <= left)
    return had_place and (mark == ABSENT if rule == LimitCounts.ATTENDED_OR_UNEXCUSED else mark != TRIAL)


def offered(meetings: Iterable[Held], entry: Any) -> int:
    """How many of the held meetings the entry had a place for."""
    return used(LimitCounts.OFFERED, meetings, entry)


def used(rule: str, meetings: Iterable[Held], entry: Any) -> int:
    """How many of the held meetings count for one entry (`pk`, `placed_date`, `left_date`)."""
    return sum(counts(rule, meeting, entry.pk, placed=entry.placed_date, left=entry.left_date) for meeting in meetings)


def earlier(entry: Any, entries: Iterable[Any]) -> list[Any]:
    """The stays of the same person in the group that count on: left by own wish, after the last limit was reached."""
    same = sorted(
        (
            each for each in entries
            if each.pk != entry.pk and each.left_date is not None and each.queue_number < entry.queue_number
            and ((each.email_index and bytes(each.email_index) == bytes(entry.email_index or b""))
                 or (each.phone_index and bytes(each.phone_index) == bytes(entry.phone_index or b"")))
        ),
        key=lambda each: each.queue_number, reverse=True,
    )  # fmt: skip
    counted = []
    for each in same:
        if each.left_because == LeftBecause.LIMIT:
            break
        counted.append(each)
    return counted
