"""The figures as the board reads them: only what has been let out or published, never counted anew."""

from collections.abc import Sequence
from datetime import date

from django.utils import dates

from stats import indicators as _registered  # noqa: F401  importing it registers every indicator
from stats.charts.weekdays import HEAT
from stats.dimensions import DIMENSIONS
from stats.exports import words
from stats.periods import Period
from stats.publishing.protection import adds_up
from stats.publishing.snapshot import MONTHS
from stats.registry import Chapter, Indicator, indicators
from stats.selectors.drilling import Cell, month_title, percent
from stats.selectors.published import Breakdown
from stats.selectors.releases import Months, Released
from stats.selectors.running import ChapterTable, FigureRow, chapter_titles


def year_tables(now: Released, before: Released) -> list[ChapterTable]:
    """All figures of a year by month, chapter by chapter, beside the year before."""
    rows: dict[Chapter, list[FigureRow]] = {}
    for item in indicators():
        rows.setdefault(item.chapter, []).append(_row(item, now, before))
    titles = chapter_titles()
    return [ChapterTable(chapter, titles[chapter], tuple(found)) for chapter, found in rows.items()]


def breakdowns(item: Indicator, year: Released) -> list[tuple[str, list[Cell]]]:
    """Title and cells of the months, and of each breakdown that is published."""
    months = _months(item, year)
    tables = [
        each for each in (year.published.breakdowns if year.published else ())
        if each.key == item.key and each.section not in {MONTHS, HEAT}
    ]  # fmt: skip
    return ([(month_title(), months)] if months else []) + [
        (str(DIMENSIONS[table.section.removeprefix("by_")].title), _cells(table)) for table in tables
    ]


def _row(item: Indicator, now: Released, before: Released) -> FigureRow:
    is_out = now.published is not None and item.key in now.published.figures
    return FigureRow(
        item, now.months_of(item), now.total_of(item), before.total_of(item), before.months_of(item),
        is_held_back=item.small_numbers and not is_out, is_about=now.is_about(item),
        is_previous_about=before.is_about(item),
    )  # fmt: skip


def _months(item: Indicator, year: Released) -> list[Cell]:
    values: Months = year.months_of(item)
    if all(value is None for value in values):
        return []
    table = year.published.breakdown(MONTHS, item.key) if year.published else None
    exact = {int(each.code) for each in table.numbers if not each.is_rounded} if table else set()
    last = 12 if table else year.last_month
    return [
        Cell(f"{n:02}", str(dates.MONTHS[n]).capitalize(), value, None, bool(value) and n not in exact)
        for n, value in enumerate(values[:last], start=1)
    ]  # fmt: skip


def _cells(table: Breakdown) -> list[Cell]:
    counts: Sequence[int | None] = [None if each.shown is None else int(each.shown) for each in table.numbers]
    is_whole = adds_up(table.section) and not any(each.protection for each in table.numbers)
    whole = sum(value or 0 for value in counts) if is_whole else None
    return [
        Cell(each.code, words.value_name(table.section, each), value, percent(value, whole), each.is_rounded)
        for each, value in zip(table.numbers, counts, strict=True)
    ]


def finished_until(year: Released) -> date | None:
    """The last day that is counted in what is out of an unpublished year; None when no month is out."""
    return Period.month(year.year, year.last_month).last_day if year.last_month else None
