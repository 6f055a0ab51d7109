"""One figure in every breakdown it has, for the manager: by month, weekday, and what was answered.

Counts, never people. Who may not see small numbers reads breakdowns of published years only (`board.py`).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils import dates
from django.utils.translation import gettext as _

from pio.core import replica
from stats.counting import WEEKDAY
from stats.dimensions import DIMENSIONS, UNANSWERED
from stats.periods import Period
from stats.publishing.protection import adds_up
from stats.registry import Indicator


@dataclass(frozen=True)
class Cell:
    """One value of a breakdown with its share of the sum in per cent; None = hidden."""

    code: str
    label: str
    count: int | None
    percent: float | None
    is_rounded: bool = False


@replica.reads()
def months(item: Indicator, year: int, *, today: date) -> list[Cell]:
    """The figure by the months of a year that have begun; a median has no shares."""
    counted = item.by_month(Period.year(year))
    whole = sum(counted) if item.adds_up else None
    return [
        Cell(f"{number:02}", str(dates.MONTHS[number]).capitalize(), value, percent(value, whole))
        for number, value in enumerate(counted, start=1) if date(year, number, 1) <= today
    ]  # fmt: skip


@replica.reads()
def breakdown(item: Indicator, dimension: str, period: Period) -> list[Cell]:
    """The figure by the values of a dimension: weekdays in their order, else the largest first, the unanswered last."""
    counts: Counter[str] = Counter()
    for code, count in item.by(dimension, period).items():
        counts[code or "not_asked"] += count
    whole = None
    if item.is_count:
        whole = sum(counts.values()) if adds_up(f"by_{dimension}") else item.value(period)
    named = DIMENSIONS[dimension].label
    cells = [Cell(code, named(code), count, percent(count, whole)) for code, count in counts.items() if count]
    if dimension == WEEKDAY:
        return sorted(cells, key=lambda each: each.code)
    return sorted(cells, key=lambda each: (each.code in UNANSWERED, -(each.count or 0), each.label))


def percent(value: int | None, whole: int | None) -> float | None:
    """The share of the whole, one decimal; None without one."""
    return round(100 * value / whole, 1) if whole and value is not None else None


def month_title() -> str:
    """What the breakdown by month is called."""
    return _("Måned")
