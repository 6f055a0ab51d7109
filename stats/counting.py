"""How rows become a figure: a `Flow` counts what happened in a period, a `Stock` what was open in it.

Both give the figure itself, its months and its breakdowns, so that an indicator only says which rows count
(`stats/registry.py`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, DateTimeField, F, Func, Q, QuerySet, Sum
from django.db.models.functions import ExtractIsoWeekDay, ExtractMonth, ExtractYear, Left, TruncMonth
from django.utils.translation import gettext_lazy

from stats import once
from stats.periods import OSLO, Period

WEEKDAY = "weekday"
EACH_OF_THEM = "unnest(ARRAY[%(expressions)s])"  # a row counts under each of the keys
NOT_OF_A_STOCK = gettext_lazy("Tallet teller det som er åpent i en periode, ikke noe som skjer på en bestemt dag.")
NOT_OF_A_MIDDLE = gettext_lazy("Tallet er en midtverdi, en andel eller en sum av timer, og sier lite for én ukedag.")


class Counts(StrEnum):
    """Which rows of a stock a period counts, by the day they opened and the day they closed."""

    OPEN_AT_END = "open_at_end"
    OPEN_AT_END_AND_NEW = "open_at_end_and_new"
    OPEN_ANY_DAY = "open_any_day"


@dataclass(frozen=True)
class Flow:
    """Rows that happened at `when` (a date or an instant), measured by `measure`.

    `dimensions` maps the name of a breakdown (`stats/dimensions.py`) to the column (or expression) it groups by. In an
    array column one row counts once under each of its values. `unasked` names breakdowns of the figure's other parts
    that nobody asks about here: all rows count as not asked.
    `rollups` are the same figure from counts kept by triggers: months, and the breakdowns that one of them knows, are
    read there. The figure itself is always counted from the rows.
    `together`: the measures of all figures of these same rows, this one's among them, each with a filter for what it
    counts. Within `counted_once` they come from one statement.
    `is_cube`: within `counted_once`, months and all breakdowns come from one statement, for a figure of many rows.
    Every flow that adds up goes by weekday too, unless `no_weekday` says why it means nothing.
    """

    rows: QuerySet[Any]
    when: str
    measure: Aggregate = field(default_factory=lambda: Count("*"))
    dimensions: Mapping[str, str | Left] = field(default_factory=dict)
    unasked: frozenset[str] = frozenset()
    rollups: "tuple[Flow, ...]" = ()
    together: tuple[Aggregate, ...] = ()
    is_cube: bool = False
    no_weekday: Any = ""

    @property
    def why_no_weekday(self) -> Any:
        """Why the figure does not go by weekday (lazy text); empty when it does."""
        return self.no_weekday or ("" if self.adds_up else NOT_OF_A_MIDDLE)

    @property
    def adds_up(self) -> bool:
        """Whether the months sum to the year: counts and sums do, a median does not."""
        return isinstance(self.measure, Count | Sum) or getattr(self.measure, "adds_up", False)

    @cached_property
    def _is_instant(self) -> bool:
        return isinstance(_field(self.rows.model, self.when), DateTimeField)

    def within(self, period: Period) -> QuerySet[Any]:
        """The rows of the period."""
        start, end = period.instants if self._is_instant else (period.start, period.end)
        return self.rows.filter(**{f"{self.when}__gte": start, f"{self.when}__lt": end})

    def total(self, period: Period) -> int:
        """The measure over the whole period."""
        return int(self.within(period).aggregate(value=self.measure)["value"] or 0)

    def quick_values(self, periods: Sequence[Period]) -> list[int]:
        """The measure over each of these months and years of the calendar, from rollups where there are some."""
        if self.rollups:
            return self.rollups[0].quick_values(periods)
        found = dict(self._grouped(_around(periods), Func(*self._month_and_year, template=EACH_OF_THEM)))
        return [found.get(each.start.year * 100 + (0 if each.is_year else each.start.month), 0) for each in periods]

    @property
    def _month_and_year(self) -> tuple[Any, Any]:
        """2026-11-23 is of 202611 and of 202600."""
        zone = OSLO if self._is_instant else None
        year = ExtractYear(self.when, tzinfo=zone) * 100
        return year + ExtractMonth(self.when, tzinfo=zone), year

    def by_month(self, period: Period) -> dict[date, int]:
        """The measure by the first day of each month with rows."""
        if self.rollups:
            return self.rollups[0].by_month(period)
        if self.is_cube and once.is_on():
            return self.cube("", period)
        found: Counter[date] = Counter()
        for day, value in self._grouped(period, self._day):
            found[_month_of(day)] += value
        return dict(found)

    @property
    def _day(self) -> F | TruncMonth:
        """What rows are grouped by to be put into months: PostgreSQL takes longer to find a date's month than we do."""
        if self._is_instant:
            return TruncMonth(self.when, tzinfo=OSLO)
        return F(self.when) if self.adds_up else TruncMonth(self.when)

    def _grouped(self, period: Period, *keys: Any) -> list[tuple[Any, ...]]:
        """The keys and the measure of each group of the period's rows."""
        measures = self.together if self.together and once.is_on() else (self.measure,)
        asked = (self.rows.model, self.rows.query.where, self.when, period, keys, measures)
        rows = once.kept(asked, lambda: _counted(self.within(period), keys, measures))
        mine = len(keys) + next(number for number, each in enumerate(measures) if each is self.measure)
        return [(*row[: len(keys)], int(row[mine] or 0)) for row in rows]

    def quickly_by(self, dimension: str, period: Period) -> dict[str, int]:
        """As `by`, for whole months, from a rollup when one knows the dimension."""
        found = next((each for each in self.rollups if dimension in each.dimensions), self)
        if found.is_cube and once.is_on() and dimension in found.dimensions:
            return found.cube(dimension, period)
        return found.by(dimension, period)

    def cube(self, dimension: str, period: Period) -> dict[Any, int]:
        """The measure by month ("") or by a dimension, out of one statement a page (two years) for all of them."""
        whole = Period(date(period.end.year - 2, period.end.month, period.end.day), period.end)
        found: Counter[Any] = Counter()
        place = 1 + list(self.dimensions).index(dimension) if dimension else 0
        for row in self._grouped(whole, self._day, *map(self._column, self.dimensions.values())):
            if period.start <= (month := _month_of(row[0])) < period.end:
                found[str(row[place] or "") if dimension else month] += row[-1]
        return dict(found)

    def by(self, dimension: str, period: Period) -> dict[str, int]:
        """The measure by the values of a dimension; empty when this flow does not know it."""
        if dimension in self.unasked:
            return {"": self.total(period)}
        if dimension not in self.dimensions and dimension != WEEKDAY:
            return {}
        column = self._weekday if dimension == WEEKDAY else self._column(self.dimensions[dimension])
        found = self._grouped(period, column)
        return {str(key or ""): value for key, value in found if value or not self.measure.filter}

    @property
    def _weekday(self) -> ExtractIsoWeekDay:
        return ExtractIsoWeekDay(self.when, tzinfo=OSLO) if self._is_instant else ExtractIsoWeekDay(self.when)

    def _column(self, name: str | Left) -> F | Func:
        if not isinstance(name, str):
            return name
        is_list = isinstance(_field(self.rows.model, name), ArrayField)
        return Func(F(name), function="unnest") if is_list else F(name)


@dataclass(frozen=True)
class Stock:
    """Rows that were open from the day `opened` to the day `closed` (empty = still open). They are few."""

    rows: QuerySet[Any]
    opened: str
    closed: str
    counts: Counts
    dimensions: Mapping[str, str | Left] = field(default_factory=dict)
    unasked: frozenset[str] = frozenset()
    why_no_weekday: Any = NOT_OF_A_STOCK

    def of_row(self, opened: date, closed: date | None, period: Period) -> int:
        """What a row that was open on these days counts in a period: the rule of the figure."""
        since = period.start if self.counts is Counts.OPEN_ANY_DAY else period.end
        if opened >= period.end or (closed and closed < since):
            return 0
        return int(self.counts is not Counts.OPEN_AT_END_AND_NEW or opened >= period.start)

    def total(self, period: Period) -> int:
        """How many rows the period counts."""
        return self.quick_values([period])[0]

    def quick_values(self, periods: Sequence[Period]) -> list[int]:
        """How many rows each of these periods counts, in one statement."""
        spans = self._spans(_around(periods))
        return [sum(count * self.of_row(opened, closed, each) for opened, closed, count in spans) for each in periods]

    def by_month(self, period: Period) -> dict[date, int]:
        """How many rows each month counts, taken as a period of its own."""
        months = period.months
        return dict(zip((month.start for month in months), self.quick_values(months), strict=True))

    def quickly_by(self, dimension: str, period: Period) -> dict[str, int]:
        """As `by`."""
        return self.by(dimension, period)

    def by(self, dimension: str, period: Period) -> dict[str, int]:
        """How many rows the period counts by the values of a dimension."""
        if dimension not in self.dimensions:
            return {}
        column = self.dimensions[dimension]
        found: Counter[str] = Counter()
        for key, opened, closed, count in self._spans(period, F(column) if isinstance(column, str) else column):
            if counted := count * self.of_row(opened, closed, period):
                found[str(key or "")] += counted
        return dict(found)

    def _spans(self, period: Period, *keys: Any) -> list[tuple[Any, ...]]:
        """The keys, the days opened and closed, and the number of the rows that were open in the period."""
        still = Q(**{f"{self.closed}__isnull": True}) | Q(**{f"{self.closed}__gte": period.start})
        rows = self.rows.filter(still, **{f"{self.opened}__lt": period.end})
        columns = (*keys, F(self.opened), F(self.closed))
        return once.kept((rows.model, rows.query.where, columns), lambda: _counted(rows, columns, (Count("*"),)))


def _counted(rows: QuerySet[Any], keys: Sequence[Any], measures: Sequence[Aggregate]) -> list[tuple[Any, ...]]:
    """The keys and the measures of each group of the rows."""
    names = {f"_key{number}": key for number, key in enumerate(keys)}
    values = {f"_value{number}": each for number, each in enumerate(measures)}
    return list(rows.order_by().annotate(**names).values_list(*names).annotate(**values))


def _around(periods: Sequence[Period]) -> Period:
    """From the first day of them all to the last."""
    return Period(min(each.start for each in periods), max(each.end for each in periods))


def county_of(municipality: str) -> Left:
    """The county of a column of municipality numbers: the first two of its four digits."""
    return Left(municipality, 2)


def _field(model: Any, path: str) -> Any:
    *relations, name = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    return model._meta.get_field(name)


def _month_of(day: date) -> date:
    return date(day.year, day.month, 1)
