"""Time as half-open pairs of whole UTC seconds: merge, subtract, wall time to UTC, starts on a grid. Pure functions.

The rule for wall time: an instant is inside an opening when the clock on a wall in Oslo shows a time inside it. So an
opening in the hour that spring skips never comes, and one in the hour that autumn repeats comes twice.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
DAY_SECONDS = 86_400
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
Interval = tuple[int, int]
Intervals = list[Interval]


def seconds(moment: datetime) -> int:
    """Whole UTC seconds since 1970 of an aware datetime, rounded down."""
    return int(moment.timestamp() // 1)


def seconds_up(moment: datetime) -> int:
    """Like `seconds`, rounded up: for ends, so that nothing taken is seen as free."""
    return -int(-moment.timestamp() // 1)


def instant(at: int) -> datetime:
    """The aware UTC datetime of whole seconds since 1970."""
    return datetime.fromtimestamp(at, tz=UTC)


def oslo_date(moment: datetime) -> date:
    """The date on the wall in Oslo."""
    return moment.astimezone(OSLO).date()


def merge(intervals: Iterable[Interval]) -> Intervals:
    """Sorted, disjoint, not touching; empty ones dropped."""
    merged: Intervals = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def subtract(whole: Intervals, holes: Intervals) -> Intervals:
    """What is left of `whole` outside `holes`; both merged. One walk over the two lists."""
    left: Intervals = []
    at = 0
    for start, end in whole:
        while at < len(holes) and holes[at][1] <= start:
            at += 1
        cursor, hole = start, at
        while hole < len(holes) and holes[hole][0] < end:
            if holes[hole][0] > cursor:
                left.append((cursor, holes[hole][0]))
            cursor = holes[hole][1]
            hole += 1
        if cursor < end:
            left.append((cursor, end))
    return left


def _offset(moment: datetime) -> int:
    return int(moment.astimezone(OSLO).utcoffset().total_seconds())  # type: ignore[union-attr]  # aware: never None


@lru_cache(maxsize=4096)
def _offsets(day: date) -> tuple[int, int, int]:
    """Offset in seconds as the day begins and as it ends, and the instant of change between (0 if there is none)."""
    begins = datetime.combine(day, time(), OSLO)
    ends = datetime.combine(day + timedelta(days=1), time(), OSLO)
    first, last = _offset(begins), _offset(ends - timedelta(microseconds=1))
    if first == last:
        return first, last, 0
    low, high = seconds(begins), seconds(ends)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(instant(middle)) == first else (low, middle)
    return first, last, high


def on_day(day: date, start_wall: time | None, end_wall: time | None) -> Intervals:
    """The instants of `day` when the wall shows [start, end); None = midnight at that end. One or two intervals."""
    base = (day.toordinal() - EPOCH_ORDINAL) * DAY_SECONDS
    start = base + (_of_day(start_wall) if start_wall else 0)
    end = base + (_of_day(end_wall) if end_wall else DAY_SECONDS)
    first, last, change = _offsets(day)
    if not change:
        return [(start - first, end - first)]
    before = (start - first, min(end - first, change))
    after = (max(start - last, change), end - last)
    return merge((before, after))


def _of_day(wall: time) -> int:
    return wall.hour * 3600 + wall.minute * 60 + wall.second


def days(start: date, end: date) -> Iterator[date]:
    """Each date in [start, end]."""
    for ordinal in range(start.toordinal(), end.toordinal() + 1):
        yield date.fromordinal(ordinal)


def start_windows(usable: Intervals, taken: Iterable[Interval], *, length: int, before: int, after: int) -> Intervals:
    """When a visit of `length` s can start: inside `usable` to its end, its buffers clear of `taken`."""
    startable = [(start, end - length + 1) for start, end in usable if end - start >= length]
    blocked = merge((start - length - after + 1, end + before) for start, end in taken)
    return subtract(startable, blocked)


def on_grid(windows: Intervals, openings: Intervals, step: int) -> Iterator[int]:
    """Starts inside `windows` that stand a whole number of steps after the start of their opening."""
    starts = [opening[0] for opening in openings]
    for start, end in windows:
        anchor = starts[bisect_right(starts, start) - 1]
        yield from range(start + (anchor - start) % step, end, step)


def covers(intervals: Sequence[Interval], at: int) -> bool:
    """Whether `at` is inside one of the (merged) intervals."""
    index = bisect_right(intervals, (at, 1 << 62)) - 1
    return index >= 0 and intervals[index][0] <= at < intervals[index][1]
