"""How finished months are let out before a year is published, so that no two readings tell what came between them.

Rules (`docs/decisions/0265-finished-months-are-let-out-once.md`):
* a number is let out once, and written down as it was shown; the next one is never made from the same rows;
* nought is nought, 1-7 is not told, everything else is to the nearest five;
* the exact total of the published year is held back when it would narrow a month that was not told to fewer than
  three values.
"""

from collections.abc import Mapping, Sequence

from stats.models.publications import Protection
from stats.publishing.protection import POSSIBLE_VALUES, ROUND_TO, SMALL, adds_up, is_breakdown
from stats.publishing.snapshot import MONTHS, Cell
from stats.registry import INDICATORS

MONTHS_IN_A_YEAR = 12
MOST = 10**6


def coarse(value: int) -> int | None:
    """A count as it is let out: None for 1-7, else to the nearest five."""
    if value in SMALL:
        return None
    return (value + ROUND_TO // 2) // ROUND_TO * ROUND_TO


def total_tells(shown: Sequence[int | None], total: int) -> bool:
    """Whether somebody who knows these months and the exact total can tell a hidden month.

    Args:
        shown: the months let out so far, at most twelve; the others may be anything.
        total: the exact number of the year.
    """
    reaches = [_reach(value) for value in shown]
    low, high = sum(least for least, _most in reaches), sum(most for _least, most in reaches)
    if len(shown) < MONTHS_IN_A_YEAR:
        high += MOST
    least = max(SMALL.start, total - (high - SMALL.stop + 1))
    most = min(SMALL.stop - 1, total - (low - SMALL.start))
    return None in shown and 0 < most - least + 1 < POSSIBLE_VALUES


def hold_back(cells: list[Cell], released: Mapping[str, Sequence[int | None]]) -> list[Cell]:
    """Hide the totals that would tell a month let out before, and leave out what adds up to them."""
    telling = {
        each.key for each in cells
        if each.section == "figures" and each.shown is not None and INDICATORS[each.key].adds_up
        and total_tells(released.get(each.key, ()), int(each.value))
    }  # fmt: skip
    for each in cells:
        if each.section == "figures" and each.key in telling:
            each.shown, each.protection = None, Protection.DERIVABLE
    return [
        each for each in cells
        if not (each.key in telling and is_breakdown(each) and (adds_up(each.section) or each.section == MONTHS))
    ]  # fmt: skip


def _reach(value: int | None) -> tuple[int, int]:
    if value is None:
        return SMALL.start, SMALL.stop - 1
    return (value - ROUND_TO // 2, value + ROUND_TO // 2) if value else (0, 0)
