"""How rows become a figure: a `Flow` counts what happened in a period, a `Stock` what was open in it.

Both give the figure itself, its months and its breakdowns, so that an indicator only says which rows count
(`stats/registry.py`).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, DateTimeField, F, Func, Q, QuerySet, Sum
from django.db.models.functions import ExtractIsoWeekDay, Left, TruncMonth
from django.utils.translation import gettext_lazy

from stats import once
from stats.periods import OSLO, Period

WEEKDAY = "weekday"
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
    `is_cube`: within `counted_once`, months and all breakdowns come from one statement, for a figure of many rows.
    Every flow that adds up goes by weekday too, unless `no_weekday` says why it means nothing.
    """

    rows: QuerySet[Any]
    when: str
    measure: Aggregate = field(default_factory=lambda: Count("pk"))
    dimensions: Mapping[str, str | Left] = field(default_factory=dict)
    unasked: frozenset[str] = frozenset()
    rollups: "tuple[Flow, ...]" = ()
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

    def by_month(self, period: Period) -> dict[date, int]:
        """The measure by the first day of each month with rows."""
        if self.rollups:
            return self.rollups[0].by_month(period)
        if self.is_cube and once.is_on():
            return self.cube("", period)
        rows = self.within(period).order_by().annotate(_month=self._month).values("_month")
        counted = once.rows(rows.annotate(_value=self.measure))
        return {_day(row["_month"]): int(row["_value"] or 0) for row in counted}

    @property
    def _month(self) -> TruncMonth:
        return TruncMonth(self.when, tzinfo=OSLO) if self._is_instant else TruncMonth(self.when)

    def quickly_by(self, dimension: str, period: Period) -> dict[str, int]:
        """As `by`, for whole months, from a rollup when one knows the dimension."""
        found = next((each for each in self.rollups if dimension in each.dimensions), self)
        if found.is_cube and once.is_on() and dimension in found.dimensions:
            return found.cube(dimension, period)
        return found.by(dimension, period)

    def cube(self, dimension: str, period: Period) -> dict[Any, int]:
        """The measure by month ("") or by a dimension, out of one statement a page (two years) for all of them."""
        whole = Period(date(period.end.year - 2, period.end.month, period.end.day), period.end)
        names = {f"_{name}": self._column(column) for name, column in self.dimensions.items()}
        rows = self.within(whole).order_by().annotate(_month=self._month, **names).values("_month", *names)
        found: Counter[Any] = Counter()
        for row in once.rows(rows.annotate(_value=self.measure)):
            if period.start <= (month := _day(row["_month"])) < period.end:
                found[str(row[f"_{dimension}"] or "") if dimension else month] += int(row["_value"] or 0)
        return dict(found)

    def by(self, dimension: str, period: Period) -> dict[str, int]:
        """The measure by the values of a dimension; empty when this flow does not know it."""
        if dimension in self.unasked:
            return {"": self.total(period)}
        if dimension not in self.dimensions and dimension != WEEKDAY:
            return {}
        column = self._weekday if dimension == WEEKDAY else self._column(self.dimensions[dimension])
        rows = self.within(period).order_by().annotate(_key=column).values("_key").annotate(_value=self.measure)
        return {str(row["_key"] or ""): int(row["_value"] or 0) for row in rows}

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
    """Rows that were open from the day `opened` to the day `closed` (empty = still open)."""

    rows: QuerySet[Any]
    opened: str
    closed: str
    counts: Counts
    dimensions: Mapping[str, str | Left] = field(default_factory=dict)
    unasked: frozenset[str] = frozenset()
    why_no_weekday: Any = NOT_OF_A_STOCK

    def condition(self, period: Period) -> Q:
        """Which rows the period counts."""
        since = period.start if self.counts is Counts.OPEN_ANY_DAY else period.end
        open_then = Q(**{f"{self.closed}__isnull": True}) | Q(**{f"{self.closed}__gte": since})
        known = Q(**{f"{self.opened}__lt": period.end}) & open_then
        if self.counts is Counts.OPEN_AT_END_AND_NEW:
            known &= Q(**{f"{self.opened}__gte": period.start})
        return known

    def total(self, period: Period) -> int:
        """How many rows the period counts."""
        return self.rows.filter(self.condition(period)).count()

    def by_month(self, period: Period) -> dict[date, int]:
        """How many rows each month counts, taken as a period of its own."""
        columns = {f"m{i}": Count("pk", filter=self.condition(month)) for i, month in enumerate(period.months)}
        values = self.rows.aggregate(**columns)
        return {month.start: values[f"m{i}"] for i, month in enumerate(period.months)}

    def quickly_by(self, dimension: str, period: Period) -> dict[str, int]:
        """As `by`: a stock is small."""
        return self.by(dimension, period)

    def by(self, dimension: str, period: Period) -> dict[str, int]:
        """How many rows the period counts by the values of a dimension."""
        if dimension not in self.dimensions:
            return {}
        column = self.dimensions[dimension]
        rows = self.rows.filter(self.condition(period)).order_by()
        rows = rows.values(_key=F(column) if isinstance(column, str) else column)
        return {str(row["_key"] or ""): row["_value"] for row in rows.annotate(_value=Count("pk"))}


def county_of(municipality: str) -> Left:
    """The county of a column of municipality numbers: the first two of its four digits."""
    return Left(municipality, 2)


def _field(model: Any, path: str) -> Any:
    *relations, name = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    return model._meta.get_field(name)


def _day(value: Any) -> date:
    return value.date() if hasattr(value, "date") else value
