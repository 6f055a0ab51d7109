"""The time of day in words, and today as a strip: what the parts' rows say about when, drawn along the hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pio.core import words
from pio.core.joining import Box, Row, Words
from pio.core.words import OSLO

GREETINGS: tuple[tuple[int, Promise], ...] = (
    (5, _("God natt")),
    (10, _("God morgen")),
    (12, _("God formiddag")),
    (18, _("God ettermiddag")),
    (24, _("God kveld")),
)


def greeting(*, now: datetime) -> Promise:
    """The greeting of the hour, in Oslo."""
    hour = now.astimezone(OSLO).hour
    return next(words for before, words in GREETINGS if hour < before)


EARLIEST, LATEST = 9, 16  # the hours the strip shows at least
HOUR, LEFT, TOP, HEIGHT = 98, 6, 30, 70  # in units of the drawing


@dataclass(frozen=True)
class Block:
    """One thing on the strip; `x`, `y`, `width` and `height` in units of the drawing."""

    title: Words
    time: str
    x: int
    y: int
    width: int
    height: int
    is_over: bool


@dataclass(frozen=True)
class Strip:
    """The day from `hours[0]` on. `now_x` is None outside the hours shown."""

    width: int
    hours: list[tuple[int, str]]
    blocks: list[Block]
    now_x: int | None
    clock: str
    label: str


def strip(boxes: Iterable[Box], *, now: datetime) -> Strip | None:
    """Today's strip; None when nothing of today has a time."""
    today = now.astimezone(OSLO).date()
    rows = [(row, row.span) for box in boxes for row in box.rows if row.span]
    spans = [(row, start.astimezone(OSLO), end.astimezone(OSLO)) for row, (start, end) in rows]
    found = sorted((each for each in spans if each[1].date() == today), key=lambda each: each[1])
    if not found:
        return None
    first = min(EARLIEST, found[0][1].hour)
    last = max(LATEST, *(end.hour + 1 if end.date() == today else 24 for _row, _start, end in found))
    now_x = _x(now.astimezone(OSLO), first)
    return Strip(
        width=LEFT * 2 + (last - first) * HOUR,
        hours=[(LEFT + (hour - first) * HOUR, f"{hour:02}") for hour in range(first, last)],
        blocks=_blocks(found, first, last, now),
        now_x=now_x if LEFT <= now_x <= LEFT + (last - first) * HOUR else None,
        clock=words.clock(now),
        label=", ".join(f"{words.span(start, end)} {row.title}" for row, start, end in found),
    )


def _x(moment: datetime, first: int) -> int:
    return LEFT + round((moment.hour - first + moment.minute / 60) * HOUR)


def _blocks(found: list[tuple[Row, datetime, datetime]], first: int, last: int, now: datetime) -> list[Block]:
    lanes: list[datetime] = []
    placed = []
    for row, start, end in found:
        lane = next((number for number, free in enumerate(lanes) if free <= start), len(lanes))
        lanes[lane : lane + 1] = [end]
        placed.append((row, start, end, lane))
    height = HEIGHT // len(lanes)
    edge = LEFT + (last - first) * HOUR
    return [
        Block(
            row.title, words.span(start, end), x := _x(start, first), TOP + lane * height,
            (_x(end, first) if end.date() == start.date() else edge) - x - 2, height - 2, end <= now,
        )
        for row, start, end, lane in placed
    ]  # fmt: skip
