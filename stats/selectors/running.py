"""Joined reads for the figures' pages: a year by month beside the year before, and breakdowns of one figure."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.utils.translation import gettext as _

from advising.models import AdviceSession, Call
from stats import indicators as _registered  # noqa: F401  importing it registers every indicator
from stats.dimensions import DIMENSIONS, UNANSWERED
from stats.periods import OSLO, Period
from stats.registry import Chapter, Indicator, indicators

SMALLEST_SHOWN = 8  # privacy.md P16: counts of 1-7 unique people are hidden from those who only read


@dataclass(frozen=True)
class FigureRow:
    """One figure of a year: by month (None = the month has not begun), in all, and the year before."""

    indicator: Indicator
    months: tuple[int | None, ...]
    total: int | None
    previous: int | None


@dataclass(frozen=True)
class ChapterTable:
    """The figures of one chapter."""

    chapter: Chapter
    title: str
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True)
class Cell:
    """One value of a breakdown with its share of the sum in per cent."""

    code: str
    label: str
    count: int | None
    percent: float | None


def years(*, today: date) -> list[int]:
    """The years that have figures, the running one first."""
    first_call = Call.objects.aggregate(first=Min("started_at"))["first"]
    first_session = AdviceSession.objects.aggregate(first=Min("starts_at"))["first"]
    first = min((found.astimezone(OSLO).year for found in (first_call, first_session) if found), default=today.year)
    return list(range(today.year, min(first, today.year) - 1, -1))


def year_tables(year: int, *, today: date, protected: bool) -> list[ChapterTable]:
    """All figures of a year by month, chapter by chapter.

    Args:
        year: the calendar year.
        today: months that begin after it are left open.
        protected: hide counts of 1-7 unique people, for readers who may not see them.
    """
    rows: dict[Chapter, list[FigureRow]] = {}
    for item in indicators():
        rows.setdefault(item.chapter, []).append(_figure_row(item, year, today=today, protected=protected))
    titles = chapter_titles()
    return [ChapterTable(chapter, titles[chapter], tuple(found)) for chapter, found in rows.items()]


def chapter_titles() -> dict[Chapter, str]:
    """The headings of the chapters in the active language."""
    return {
        Chapter.INQUIRIES: _("Henvendelser"),
        Chapter.HELPLINE: _("Rådgivningstelefonen"),
        Chapter.ADVICE: _("Rådgivningstimer"),
        Chapter.GROUPS: _("Grupper"),
        Chapter.COURSES: _("Kurs og arrangementer"),
        Chapter.OMBUD: _("Personlig ombud"),
        Chapter.STORIES: _("Erfaringer"),
    }


def breakdown(item: Indicator, dimension: str, period: Period, *, protected: bool) -> list[Cell]:
    """The figure by the values of a dimension, largest first; what nobody answered comes last."""
    counts = item.by(dimension, period)
    whole = sum(counts.values())
    hide = protected and item.small_numbers
    named = DIMENSIONS[dimension].label
    order = sorted(counts, key=lambda code: (code in UNANSWERED, -counts[code], named(code)))
    return [Cell(code, named(code), *_shown(counts[code], hide=hide, whole=whole)) for code in order if counts[code]]


def _figure_row(item: Indicator, year: int, *, today: date, protected: bool) -> FigureRow:
    period, before = Period.year(year), Period.year(year - 1)
    hide = protected and item.small_numbers
    by_month = item.by_month(period)
    months = tuple(
        None if month.start > today else _protect(value, hide=hide)
        for month, value in zip(period.months, by_month, strict=True)
    )
    return FigureRow(item, months, _protect(item.value(period), hide=hide), _protect(item.value(before), hide=hide))


def _protect(value: int, *, hide: bool) -> int | None:
    return None if hide and 0 < value < SMALLEST_SHOWN else value


def _shown(count: int, *, hide: bool, whole: int) -> tuple[int | None, float | None]:
    shown = _protect(count, hide=hide)
    return (shown, None if shown is None else round(100 * shown / whole, 1))
