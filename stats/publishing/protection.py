"""Small numbers (privacy.md P16): what is hidden or rounded before a year goes out, decided by what could be derived.

Rules:
* a breakdown's count of 1-7 is hidden, whoever is counted; so is any figure of unique people of 1-7;
* as long as a hidden number could be narrowed to fewer than three values from what is shown, the smallest shown number
  beside it is rounded to 5, and when all are rounded, hidden too; when that is not enough, the breakdown is left out;
* what is left of a published number less its published parts is a number too: is it 1-7, the first is hidden;
* what an earlier version hid or rounded stays so, unless it was small and has grown;
* totals of the report stay exact; a share is shown only when the numbers it is made of are.

The check itself is a function, so that the worker asks a linear programme over everything (`feasibility.py`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from stats.annual_report import NOT_RELATIVES
from stats.models.publications import Protection
from stats.publishing.snapshot import Cell
from stats.registry import INDICATORS

SMALL = range(1, 8)
ROUND_TO = 5
POSSIBLE_VALUES = 3
SINGLE = frozenset({"topic", "diagnosis_area", "help_given", "referred_from", "referred_to"})
"""Breakdowns in which one row counts under several values, so that they do not add up to the figure."""

SHARES_OF = (
    ("gender_percent", "by_gender", "people_in_contact"), ("ombud_gender_percent", "by_gender", "ombud_clients"),
    ("relation_percent", "by_relation", "people_in_contact"),
)  # fmt: skip
"""Which counts a share is made of: section of the shares, breakdown, figure."""

Place = tuple[str, str, str]
Shown = Mapping[Place, Cell]
Check = Callable[[list[Cell]], dict[Place, int]]
"""How many values each hidden cell may have, as seen by a reader."""


def protect(cells: list[Cell], *, before: Shown, check: Check) -> list[Cell]:
    """Hide and round until every hidden cell may have at least three values. Changes the cells; returns those left.

    Args:
        cells: everything that is to go out.
        before: the cells of the version before, by place.
        check: counts the values that a reader cannot rule out.
    """
    _hide_what_leaves_few(cells)
    for each in cells:
        earlier = before.get(each.place)
        if _is_small(each) or (earlier is not None and _stays_hidden(earlier, each)):
            _hide(each, Protection.SMALL if int(each.value) in SMALL else Protection.DERIVABLE)
        elif each.shown is not None and earlier is not None and earlier.protection == Protection.ROUNDED:
            each.shown, each.protection = _rounded(each.value), Protection.ROUNDED
    while narrow := {place for place, count in check(cells).items() if count < POSSIBLE_VALUES}:
        if not _widen(cells, narrow):
            cells = [each for each in cells if not _belongs(each, narrow)]
    _hide_shares(cells)
    return cells


def _hide_what_leaves_few(cells: list[Cell]) -> None:
    """Hide a number when it less its published parts leaves 1-7 of what is published nowhere."""
    known = {each.place: each for each in cells}
    for each in cells:
        parts = sum(int(known[place].value) for place in parts_of(each) if place in known)
        if parts and int(each.value) - parts in SMALL:
            _hide(each, Protection.DERIVABLE)
            each.least = parts


def parts_of(each: Cell) -> list[Place]:
    """The published numbers that are within this one: of inquiries, those by phone and the sessions.

    Conversations by phone are within the inquiries by phone; what is left are sessions by phone. In a month they and
    the sessions are within the inquiries; what is left came by e-mail, letter or chat.
    """
    if (each.section, each.key) == ("by_month", "inquiries_total"):
        return [("by_month", key, each.code) for key in ("helpline_calls", "advice_sessions")]
    if each.place == ("by_channel", "inquiries_total", "phone"):
        return [("figures", "helpline_calls", "")]
    return []


def tables(cells: Iterable[Cell]) -> dict[tuple[str, str, bool], list[Cell]]:
    """The cells of each breakdown that have a sum of their own, by section, figure, and whether they are of relatives.

    Shares of relations are of the relatives, so their sum can be worked out from a share and its count.
    """
    found: dict[tuple[str, str, bool], list[Cell]] = defaultdict(list)
    for each in cells:
        if is_breakdown(each):
            is_relative = each.section == "by_relation" and each.code not in NOT_RELATIVES
            found[each.section, each.key, is_relative].append(each)
    return dict(found)


def is_breakdown(each: Cell) -> bool:
    """Whether the cell is one value of a breakdown; months and hours of the week are breakdowns like others."""
    return each.section.startswith("by_")


def bounds(each: Cell) -> tuple[int, int]:
    """What the cell alone tells a reader: lowest and highest value."""
    if each.shown is None:
        return (SMALL.start, SMALL.stop - 1) if each.protection == Protection.SMALL else (each.least, 10**6)
    number = int(each.shown)
    reach = ROUND_TO // 2 if each.protection == Protection.ROUNDED else 0
    return max(0, number - reach), number + reach


def values_left(cells: list[Cell]) -> dict[Place, int]:
    """The check for one release by itself: each breakdown with its total, in closed form."""
    totals = {each.key: each for each in cells if each.section == "figures"}
    found: dict[Place, int] = {}
    for (section, key, _), table in tables(cells).items():
        total = _total(section, key, table, totals)
        low, high = (sum(bound) for bound in zip(*(bounds(each) for each in table), strict=True))
        for each in table:
            if each.shown is None:
                least, most = bounds(each)
                if total is not None:
                    least, most = max(least, total - (high - most)), min(most, total - (low - least))
                found[each.place] = most - least + 1
    return found


def adds_up(section: str) -> bool:
    """Whether the values of the breakdown sum to the figure."""
    return section.removeprefix("by_") not in SINGLE


def _total(section: str, key: str, table: list[Cell], totals: Mapping[str, Cell]) -> int | None:
    """The sum as a reader may know it. An unpublished total is taken as known: it may stand elsewhere."""
    if not adds_up(section):
        return None
    published = totals.get(key)
    if published is not None and published.shown is None:
        return None
    return int(sum(each.value for each in table))


def _is_small(each: Cell) -> bool:
    small = int(each.value) in SMALL
    item = INDICATORS.get(each.key)
    return small and (is_breakdown(each) or (each.section == "figures" and item is not None and item.small_numbers))


def _stays_hidden(earlier: Cell, each: Cell) -> bool:
    if earlier.protection == Protection.SMALL:
        return earlier.value == each.value
    return earlier.protection == Protection.DERIVABLE and is_breakdown(each)


def _hide(each: Cell, protection: Protection) -> None:
    each.shown, each.protection = None, protection


def _widen(cells: list[Cell], narrow: set[Place]) -> bool:
    """Round the smallest exact number beside a narrow one, else hide the smallest; False when none is left."""
    for table in tables(cells).values():
        if not any(each.place in narrow for each in table):
            continue
        exact = [each for each in table if each.shown is not None and each.protection == Protection.NONE]
        if exact:
            each = min(exact, key=lambda one: one.value)
            each.shown, each.protection = _rounded(each.value), Protection.ROUNDED
            return True
        rounded = [each for each in table if each.shown is not None]
        if rounded:
            _hide(min(rounded, key=lambda one: one.value), Protection.DERIVABLE)
            return True
    return False


def _belongs(each: Cell, narrow: set[Place]) -> bool:
    """Whether the cell is in a breakdown with a narrow number."""
    return any((each.section, each.key) == place[:2] for place in narrow)


def _rounded(value: Decimal) -> Decimal:
    return Decimal((int(value) + ROUND_TO // 2) // ROUND_TO * ROUND_TO)


def _hide_shares(cells: list[Cell]) -> None:
    """A share is as telling as the counts it comes from: unless all of them are shown exactly, none of it is."""
    for section, by, key in SHARES_OF:
        shares = [each for each in cells if each.section == section]
        exact = {
            each.code for each in cells if (each.section, each.key) == (by, key) and each.protection == Protection.NONE
        }
        if not {each.key for each in shares} - {each.key for each in shares if not each.value} <= exact:
            for each in shares:
                _hide(each, Protection.DERIVABLE)
