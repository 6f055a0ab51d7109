"""What may be read by those who see no small number: published years, and months let out before that.

Nothing is counted here. So two readings differ only by a month that was let out, or by a year that was published.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import get_language

from stats.models import MonthRelease
from stats.periods import Period
from stats.publishing.releases import MONTHS_IN_A_YEAR
from stats.publishing.snapshot import MONTHS
from stats.registry import Indicator
from stats.selectors.published import PublishedYear, publication_of, published_year

Months = tuple[int | None, ...]
NONE_OUT: Months = (None,) * MONTHS_IN_A_YEAR


@dataclass(frozen=True)
class Released:
    """A year as it has been let out: the published one, months by figure (January first), and whole-year values."""

    year: int
    published: PublishedYear | None = None
    months: Mapping[str, Months] = field(default_factory=dict)
    wholes: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def last_month(self) -> int:
        """The number of the last month that is out, 0 when none is."""
        numbers = [n for values in self.months.values() for n, value in enumerate(values, 1) if value is not None]
        return max(numbers, default=0)

    def months_of(self, item: Indicator) -> Months:
        """The months of a figure, as published by month, else as let out; None = not told or not out."""
        table = self.published.breakdown(MONTHS, item.key) if self.published else None
        if table is None:
            return self.months.get(item.key, NONE_OUT)
        shown = {int(each.code): each.shown for each in table.numbers}
        return tuple(None if (value := shown.get(n)) is None else int(value) for n in range(1, MONTHS_IN_A_YEAR + 1))

    def has_months_of(self, item: Indicator) -> bool:
        """Whether the months of the figure are published ones."""
        return self.published is not None and self.published.breakdown(MONTHS, item.key) is not None

    def total_of(self, item: Indicator) -> int | float | None:
        """The published figure; before that the sum of the months that are told, or the year's own value."""
        if self.published and item.key in self.published.figures:
            return self.published.figures[item.key]
        if item.small_numbers:
            return None
        if item.adds_up:
            return sum_of(self.months_of(item))
        value = self.wholes.get(item.key)
        return (
            self.months_of(item)[self.last_month - 1] if value is None and item.is_level and self.last_month else value
        )

    def is_about(self, item: Indicator) -> bool:
        """Whether the total is made of rounded months."""
        return item.is_count and not (self.published and item.key in self.published.figures)


def sum_of(months: Sequence[int | None]) -> int | None:
    """The sum of the months that are told; None when none is."""
    told = [value for value in months if value is not None]
    return sum(told) if told else None


def released(year: int) -> Released:
    """Everything that has been let out of a year, in the active language."""
    publication = publication_of(year)
    language = "en" if (get_language() or "nb").startswith("en") else "nb"
    months: dict[str, list[int | None]] = {}
    wholes: dict[str, int | None] = {}
    for row in MonthRelease.objects.filter(year=year):
        if row.month:
            months.setdefault(row.key, [None] * MONTHS_IN_A_YEAR)[row.month - 1] = row.shown
        else:
            wholes[row.key] = row.shown
    return Released(
        year, published_year(publication, language) if publication else None,
        {key: tuple(values) for key, values in months.items()}, wholes,
    )  # fmt: skip


def value_of(item: Indicator, period: Period, known: Mapping[int, Released]) -> int | float | None:
    """A figure of whole months, from what has been let out; None = not told.

    Args:
        known: what is out of each year that the period touches.
    """
    first = known[period.start.year]
    if period == Period.year(first.year):
        return first.total_of(item)
    if item.small_numbers or not item.is_count:
        return None
    months = months_of(item, period, known)
    if item.adds_up:
        return sum_of(months)
    return months[-1] if item.is_level or len(months) == 1 else None


def months_of(item: Indicator, period: Period, known: Mapping[int, Released]) -> Months:
    """The months of a period, from what has been let out."""
    return tuple(known[month.start.year].months_of(item)[month.start.month - 1] for month in period.months)


def is_about(item: Indicator, period: Period, known: Mapping[int, Released]) -> bool:
    """Whether the value of the period is made of months to the nearest five."""
    if period == Period.year(period.start.year):
        return known[period.start.year].is_about(item)
    return item.is_count and any(not known[month.start.year].has_months_of(item) for month in period.months)
