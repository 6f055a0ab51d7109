"""Joined reads for the figures' pages: a year by month beside the year before.

Whoever may not see the running year's small numbers (the board) gets none of a figure that counts unique people until
the year is published.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Min
from django.utils.translation import gettext as _

from advising.models import AdviceSession, Call
from pio.core import choices, replica
from stats import indicators as _registered  # noqa: F401  importing it registers every indicator
from stats.annual_report import FIGURES, gender_percent, relation_percent
from stats.periods import OSLO, Period
from stats.publishing.protection import protect, safe_months, safe_total, values_left
from stats.publishing.snapshot import cell
from stats.registry import INDICATORS, Chapter, Indicator, indicators


@dataclass(frozen=True)
class FigureRow:
    """One figure of a year: by month (None = the month has not begun), in all, and the year before.

    `is_held_back`: it counts unique people, and this reader sees it when the year is published.
    """

    indicator: Indicator
    months: tuple[int | None, ...]
    total: int | None
    previous: int | None
    previous_months: tuple[int | None, ...] = ()
    is_held_back: bool = False

    @property
    def is_key_figure(self) -> bool:
        """Whether the figure stands in the table of the annual report."""
        return self.indicator.key in FIGURES


@dataclass(frozen=True)
class ChapterTable:
    """The figures of one chapter."""

    chapter: Chapter
    title: str
    rows: tuple[FigureRow, ...]


@replica.reads()
def years(*, today: date) -> list[int]:
    """The years that have figures, the running one first."""
    first_call = Call.objects.aggregate(first=Min("started_at"))["first"]
    first_session = AdviceSession.objects.aggregate(first=Min("session_date"))["first"]
    known = [first_call.astimezone(OSLO).year] if first_call else []
    first = min([today.year, *known, *([first_session.year] if first_session else [])])
    return list(range(today.year, first - 1, -1))


@replica.reads()
def year_tables(year: int, *, today: date, protected: bool) -> list[ChapterTable]:
    """All figures of a year by month, chapter by chapter.

    Args:
        year: the calendar year.
        today: months that begin after it are left open.
        protected: hold back counts of unique people, for readers who may not see them.
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


@replica.reads()
def shares(year: int, *, protected: bool) -> tuple[dict[str, int], dict[str, float]]:
    """Gender and relation of those who make contact, in per cent, counted now; empty when protection hides them."""
    people, period = INDICATORS["people_in_contact"], Period.year(year)
    by_relation, by_gender = (people.quickly_by(name, period) for name in ("relation", "gender"))
    genders, relations = gender_percent(by_gender), relation_percent(by_relation, choices.codes("relation"))
    if not protected:
        return genders, relations
    cells = [
        *(cell("by_relation", people.key, code or "not_asked", count) for code, count in by_relation.items() if count),
        *(cell("by_gender", people.key, code or "not_asked", count) for code, count in by_gender.items() if count),
        *(cell("gender_percent", key, "", share) for key, share in genders.items()),
        *(cell("relation_percent", key, "", share) for key, share in relations.items()),
    ]
    shown = {
        (each.section, each.key) for each in protect(cells, before={}, check=values_left) if each.shown is not None
    }
    return (
        {key: share for key, share in genders.items() if ("gender_percent", key) in shown},
        {key: share for key, share in relations.items() if ("relation_percent", key) in shown},
    )


def _figure_row(item: Indicator, year: int, *, today: date, protected: bool) -> FigureRow:
    period, before = Period.year(year), Period.year(year - 1)
    if protected and item.small_numbers:
        return FigureRow(item, (None,) * 12, None, None, is_held_back=True)
    if item.adds_up:
        both = item.by_month(Period(before.start, period.end))
        previous_months, by_month = both[:12], both[12:]
        total, previous = sum(by_month), sum(previous_months)
    else:
        by_month, previous_months = item.by_month(period), []
        total, previous = item.quick_value(period), item.quick_value(before)
    if protected:
        months = _begun(_safe_months(item, by_month), period, today)
        return _safe(FigureRow(item, months, total, previous, _safe_months(item, previous_months)))
    return FigureRow(item, _begun(by_month, period, today), total, previous, tuple(previous_months))


def _begun(values: Sequence[int | None], period: Period, today: date) -> tuple[int | None, ...]:
    return tuple(None if month.start > today else value for month, value in zip(period.months, values, strict=True))


def _safe_months(item: Indicator, values: Sequence[int]) -> tuple[int | None, ...]:
    """The months for the board; a median of a month is that of few people."""
    return safe_months(item.key, values) if item.is_count else (None,) * len(values)


def _safe(row: FigureRow) -> FigureRow:
    """The row for the board: no sum of 1-7, and no months of one."""
    if not row.indicator.is_count:
        return row
    total = safe_total(row.total)
    months = row.months if total is not None else (None,) * len(row.months)
    return replace(row, total=total, previous=safe_total(row.previous), months=months)
