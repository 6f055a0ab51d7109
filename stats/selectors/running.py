"""Joined reads for the manager's pages: a year by month beside the year before, counted now.

The board reads none of this: `stats/selectors/board.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.utils.translation import gettext as _

from advising.models import AdviceSession, Call
from pio.core import choices, replica
from stats import indicators as _registered  # noqa: F401  importing it registers every indicator
from stats.annual_report import FIGURES, gender_percent, relation_percent
from stats.periods import OSLO, Period
from stats.registry import INDICATORS, Chapter, Indicator, indicators


@dataclass(frozen=True)
class FigureRow:
    """One figure of a year: by month (None = the month has not begun), in all, and the year before.

    `is_held_back`: it counts unique people, and this reader sees it when the year is published. `is_about`
    (`is_previous_about`): the total (of the year before) is made of rounded months.
    """

    indicator: Indicator
    months: tuple[int | None, ...]
    total: int | float | None
    previous: int | float | None
    previous_months: tuple[int | None, ...] = ()
    is_held_back: bool = False
    is_about: bool = False
    is_previous_about: bool = False

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
def year_tables(year: int, *, today: date) -> list[ChapterTable]:
    """All figures of a year by month, chapter by chapter.

    Args:
        year: the calendar year.
        today: months that begin after it are left open.
    """
    rows: dict[Chapter, list[FigureRow]] = {}
    for item in indicators():
        rows.setdefault(item.chapter, []).append(_figure_row(item, year, today=today))
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
def shares(year: int) -> tuple[dict[str, int], dict[str, float]]:
    """Gender and relation of those who make contact, in per cent, counted now."""
    people, period = INDICATORS["people_in_contact"], Period.year(year)
    by_relation, by_gender = (people.quickly_by(name, period) for name in ("relation", "gender"))
    return gender_percent(by_gender), relation_percent(by_relation, choices.codes("relation"))


def _figure_row(item: Indicator, year: int, *, today: date) -> FigureRow:
    period, before = Period.year(year), Period.year(year - 1)
    previous_months: list[int] = []
    if item.adds_up:
        both = item.by_month(Period(before.start, period.end))
        previous_months, by_month = both[:12], both[12:]
        total, previous = sum(by_month), sum(previous_months)
    else:
        *by_month, total, previous = item.quick_values([*period.months, period, before])
    return FigureRow(item, _begun(by_month, period, today), total, previous, tuple(previous_months))


def _begun(values: Sequence[int | None], period: Period, today: date) -> tuple[int | None, ...]:
    return tuple(None if month.start > today else value for month, value in zip(period.months, values, strict=True))
