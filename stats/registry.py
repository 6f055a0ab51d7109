"""The one place where figures are registered: an indicator is a function that says which rows count, and how.

A function decorated with `indicator` returns a `Flow` (things that happened in the period), a `Stock` (things that
were open in it), or several of them, whose values are added (`stats/counting.py`). Totals, months and breakdowns all
come from that answer, so a new indicator is one function and appears in the pages, the exports and the commands by
itself.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from stats import once
from stats.counting import WEEKDAY, Counts, Flow, Stock
from stats.periods import Period


class Chapter(StrEnum):
    """The chapters of the annual report, in its order."""

    INQUIRIES = "inquiries"
    HELPLINE = "helpline"
    ADVICE = "advice"
    GROUPS = "groups"
    COURSES = "courses"
    OMBUD = "ombud"
    STORIES = "stories"


Answer = Flow | Stock | tuple[Flow | Stock, ...]


@dataclass(frozen=True)
class Indicator:
    """A figure of the annual report.

    `small_numbers` says that the figure counts unique people, so that 1-7 of them are hidden where it is published.
    `name` and `definition` are lazy translations; `unit` is the word behind the number.
    """

    key: str
    name: Any
    unit: Any
    definition: Any
    chapter: Chapter
    source: str
    small_numbers: bool
    function: Callable[[], Answer]

    @property
    def parts(self) -> tuple[Flow | Stock, ...]:
        """The rows that count; the same on all of a page."""
        answer = once.kept(self.key, self.function)
        return answer if isinstance(answer, tuple) else (answer,)

    @property
    def adds_up(self) -> bool:
        """Whether the figure of a year is the sum of its months."""
        return all(isinstance(part, Flow) and part.adds_up for part in self.parts)

    @property
    def is_count(self) -> bool:
        """Whether the figure counts something, so that 1-7 of it may tell about somebody; a median does not."""
        return all(isinstance(part, Stock) or part.adds_up for part in self.parts)

    @property
    def is_level(self) -> bool:
        """Whether the figure is how many there are at the end, so that its last month stands for the whole."""
        return all(isinstance(part, Stock) and part.counts is Counts.OPEN_AT_END for part in self.parts)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The breakdowns that every part knows, the weekday first, then in the order of the first part."""
        first, *others = self.parts
        known = tuple(
            name for name in first.dimensions if all(name in (*part.dimensions, *part.unasked) for part in others)
        )
        return known if self.why_no_weekday else (WEEKDAY, *known)

    @property
    def why_no_weekday(self) -> Any:
        """Why the figure does not go by weekday (lazy text); empty when it does."""
        return next((part.why_no_weekday for part in self.parts if part.why_no_weekday), "")

    def value(self, period: Period) -> int:
        """The figure itself."""
        return sum(part.total(period) for part in self.parts)

    def quick_values(self, periods: Sequence[Period]) -> list[int]:
        """As `value` of each of these months and years of the calendar, from rollups where there are some."""
        return [sum(values) for values in zip(*(part.quick_values(periods) for part in self.parts), strict=True)]

    def by_month(self, period: Period) -> list[int]:
        """The figure of each calendar month of the period."""
        values: Counter[date] = Counter()
        for part in self.parts:
            values.update(part.by_month(period))
        return [values[month.start] for month in period.months]

    def quickly_by(self, dimension: str, period: Period) -> dict[str, int]:
        """As `by`, for whole months, from rollups where there are some."""
        values: Counter[str] = Counter()
        for part in self.parts:
            values.update(part.quickly_by(dimension, period))
        return {code: count for code, count in values.items() if count}

    def by(self, dimension: str, period: Period) -> dict[str, int]:
        """The figure by the values of a breakdown; the empty key is "not asked"."""
        values: Counter[str] = Counter()
        for part in self.parts:
            values.update(part.by(dimension, period))
        return dict(values)


INDICATORS: dict[str, Indicator] = {}


def indicator(  # one named argument for each thing that a reader of the figure may ask
    *, name: Any, unit: Any, definition: Any, chapter: Chapter, source: str, small_numbers: bool = False
) -> Callable[[Callable[[], Answer]], Callable[[], Answer]]:
    """Register the decorated function as an indicator; its name is the key.

    Raises:
        ValueError: the key is taken.
    """

    def register(function: Callable[[], Answer]) -> Callable[[], Answer]:
        key = function.__name__
        if key in INDICATORS:
            message = f"two indicators are called {key}"
            raise ValueError(message)
        INDICATORS[key] = Indicator(key, name, unit, definition, chapter, source, small_numbers, function)
        return function

    return register


def indicators(chapters: Iterable[Chapter] | None = None) -> list[Indicator]:
    """The registered indicators in the order of the report, of some chapters or all."""
    order = list(Chapter)
    wanted = set(chapters) if chapters is not None else set(order)
    return sorted(
        (item for item in INDICATORS.values() if item.chapter in wanted), key=lambda i: order.index(i.chapter)
    )
