"""Merging, subtracting, wall time on ordinary days and on the nights when the clock changes, starts on the grid."""

from datetime import UTC, date, datetime, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pio.scheduling import intervals

AUTUMN, SPRING = date(2026, 10, 25), date(2027, 3, 28)
small = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8)


def inside(parts: list[tuple[int, int]]) -> set[int]:
    return {at for start, end in parts for at in range(start, end)}


@given(small)
def test_merge_keeps_every_second_once(parts: list[tuple[int, int]]) -> None:
    merged = intervals.merge(parts)
    assert inside(merged) == inside(parts)
    assert all(one[1] < two[0] for one, two in pairwise(merged))


@given(small, small)
def test_subtract_leaves_what_is_not_in_the_holes(whole: list[tuple[int, int]], holes: list[tuple[int, int]]) -> None:
    left = intervals.subtract(intervals.merge(whole), intervals.merge(holes))
    assert inside(left) == inside(whole) - inside(holes)
    assert left == intervals.merge(left)


@given(small, st.integers(-5, 65))
def test_covers_agrees_with_membership(parts: list[tuple[int, int]], at: int) -> None:
    assert intervals.covers(intervals.merge(parts), at) == (at in inside(parts))


def wall(parts: list[tuple[int, int]]) -> list[tuple[str, str]]:
    return [tuple(f"{datetime.fromtimestamp(at, tz=UTC):%d %H:%M}" for at in part) for part in parts]


@pytest.mark.parametrize(
    ("day", "start", "end", "expected"),
    [
        pytest.param(date(2026, 11, 24), time(9), time(15), [("24 08:00", "24 14:00")], id="winter"),
        pytest.param(date(2026, 7, 1), time(9), time(15), [("01 07:00", "01 13:00")], id="summer"),
        pytest.param(AUTUMN, time(9), time(15), [("25 08:00", "25 14:00")], id="autumn day"),
        pytest.param(AUTUMN, None, None, [("24 22:00", "25 23:00")], id="autumn whole day has 25 hours"),
        pytest.param(
            AUTUMN, time(2), time(2, 30), [("25 00:00", "25 00:30"), ("25 01:00", "25 01:30")], id="autumn twice"
        ),
        pytest.param(AUTUMN, time(1), time(4), [("24 23:00", "25 03:00")], id="across the repeated hour"),
        pytest.param(SPRING, None, None, [("27 23:00", "28 22:00")], id="spring whole day has 23 hours"),
        pytest.param(SPRING, time(2), time(2, 30), [], id="spring never"),
        pytest.param(SPRING, time(1), time(4), [("28 00:00", "28 02:00")], id="across the skipped hour"),
        pytest.param(SPRING, time(2, 30), time(4), [("28 01:00", "28 02:00")], id="from inside the skipped hour"),
        pytest.param(date(2026, 12, 31), None, None, [("30 23:00", "31 23:00")], id="new year's eve"),
    ],
)
def test_on_day_follows_the_clock_on_the_wall(
    day: date, start: time | None, end: time | None, expected: list[tuple[str, str]]
) -> None:
    assert wall(intervals.on_day(day, start, end)) == expected


def test_grid_is_anchored_at_the_opening_not_at_the_previous_booking() -> None:
    openings = [(10, 100)]
    windows = intervals.start_windows(openings, [(30, 42)], length=20, before=0, after=0)
    assert list(intervals.on_grid(windows, openings, 10)) == [10, 50, 60, 70, 80]


def test_buffers_may_lie_outside_the_opening_but_not_over_another() -> None:
    windows = intervals.start_windows([(10, 50)], [(60, 70)], length=20, before=10, after=15)
    assert windows == [(10, 26)]
    assert intervals.start_windows([(10, 50)], [], length=20, before=10, after=15) == [(10, 31)]


def test_seconds_of_ends_are_rounded_up() -> None:
    half = datetime(2026, 1, 1, 0, 0, 0, 500_000, tzinfo=UTC)
    assert intervals.seconds_up(half) - intervals.seconds(half) == 1
    assert intervals.seconds_up(half.replace(microsecond=0)) == intervals.seconds(half)
