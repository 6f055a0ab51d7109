"""One figure in every breakdown it has: by month, weekday, and what was answered. Counts, never people.

Whoever may not see small numbers (the board) gets every breakdown protected as a publication is. Figures that share
rows are broken down by the same thing once only: the difference of two tables would be a third, and unprotected.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import dates
from django.utils.translation import gettext as _

from pio.core import replica
from stats.charts.weekdays import HEAT
from stats.dimensions import DIMENSIONS, UNANSWERED
from stats.models.publications import Protection
from stats.periods import Period
from stats.publishing.protection import adds_up, protect, safe_months, values_left
from stats.publishing.snapshot import BREAKDOWNS, cell
from stats.registry import INDICATORS, WEEKDAY, Indicator

SHARED = (
    ("inquiries_total", "helpline_calls", "people_in_contact", "advice_sessions", "advice_participants"),
    ("group_attendances", "group_seats_used"),
    ("ombud_assignments_closed", "ombud_assignments_achieved"),
    ("ombud_contacts", "ombud_office_contacts"),
)
"""Figures that count the same rows, wholly or in part."""


@dataclass(frozen=True)
class Cell:
    """One value of a breakdown with its share of the sum in per cent; None = hidden."""

    code: str
    label: str
    count: int | None
    percent: float | None
    is_rounded: bool = False


def dimensions_for(item: Indicator, *, protected: bool) -> tuple[str, ...]:
    """The breakdowns that this reader may see; a median of a few tells about them, so the board gets none."""
    if not protected:
        return item.dimensions
    if not item.is_count:
        return ()
    family = next((keys for keys in SHARED if item.key in keys), ())
    return tuple(name for name in item.dimensions if not family or _owner(name, family) == item.key)


def _owner(name: str, family: tuple[str, ...]) -> str:
    """The one figure of a family that is broken down so: the one published by it, else the first that knows it.

    The hours of the week are shown for calls (`by_weekday_hour`); days of the week beside them would be their sums.
    """
    if name == WEEKDAY and "helpline_calls" in family:
        return HEAT
    published = [key for key in family if (key, name) in BREAKDOWNS]
    return (published or [key for key in family if name in INDICATORS[key].dimensions])[0]


@replica.reads()
def months(item: Indicator, year: int, *, today: date, protected: bool) -> list[Cell]:
    """The figure by the months of a year that have begun; a median has no shares, and for the board no months."""
    counted = item.by_month(Period.year(year))
    if protected and not item.is_count:
        return []
    values = safe_months(item.key, counted) if protected else tuple(counted)
    whole = sum(counted) if item.adds_up and not (protected and values != tuple(counted)) else None
    return [
        Cell(
            f"{number:02}", str(dates.MONTHS[number]).capitalize(), value, _percent(value, whole),
            value is not None and value != counted[number - 1],
        )
        for number, value in enumerate(values, start=1) if date(year, number, 1) <= today
    ]  # fmt: skip


@replica.reads()
def breakdown(item: Indicator, dimension: str, period: Period, *, protected: bool) -> list[Cell]:
    """The figure by the values of a dimension: weekdays in their order, else the largest first, the unanswered last."""
    counts = item.by(dimension, period)
    section = f"by_{dimension}"
    cells = [cell(section, item.key, code or "not_asked", count) for code, count in counts.items() if count]
    if protected:
        cells = protect(cells, before={}, check=values_left)
    named = DIMENSIONS[dimension].label
    if dimension == WEEKDAY:
        cells.sort(key=lambda each: each.code)
    else:
        cells.sort(key=lambda each: (each.code in UNANSWERED, each.shown is None, -(each.shown or 0), named(each.code)))
    whole = None
    if adds_up(section) and not any(each.protection for each in cells):
        whole = sum(counts.values())
    elif not protected:
        whole = item.value(period)
    return [
        Cell(
            each.code, named(each.code), None if each.shown is None else int(each.shown),
            _percent(None if each.shown is None else int(each.shown), whole if item.is_count else None),
            each.protection == Protection.ROUNDED,
        )
        for each in cells
    ]  # fmt: skip


def _percent(value: int | None, whole: int | None) -> float | None:
    return round(100 * value / whole, 1) if whole and value is not None else None


def month_title() -> str:
    """What the breakdown by month is called."""
    return _("Måned")
