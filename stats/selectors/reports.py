"""Reads of saved reports: which months, and the numbers in them, as they were let out.

Rule: a report goes out of the house, and two of them may overlap. So it is made of months that were let out once
(`stats/services/releases.py`), and of published years. A figure that counts unique people is shown for a whole year
that is published.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from stats import indicators as _registered  # noqa: F401  importing it registers every indicator
from stats.models import SavedReport
from stats.models.reports import PeriodRule
from stats.periods import Period
from stats.registry import Indicator, indicators
from stats.selectors.releases import Released, is_about, released, value_of
from stats.selectors.releases import months_of as months_let_out

MONTHS_IN_A_QUARTER = 3


@dataclass(frozen=True)
class ReportRow:
    """One figure of a report: in all, and by month when the report asks for it; None = not shown.

    `is_about`: made of months to the nearest five.
    """

    indicator: Indicator
    value: int | float | None
    months: tuple[int | None, ...]
    is_about: bool = False


def period_of(report: SavedReport, *, today: date) -> Period:
    """The whole months the report is about, seen from `today`; the running month is never one of them."""
    this_month = today.replace(day=1)
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    match report.rule:
        case PeriodRule.FIXED if report.first_month and report.last_month:
            return Period(report.first_month, Period.month(report.last_month.year, report.last_month.month).end)
        case PeriodRule.LAST_QUARTER:
            end = date(today.year, (today.month - 1) // MONTHS_IN_A_QUARTER * MONTHS_IN_A_QUARTER + 1, 1)
            first = end.year * 12 + end.month - 1 - MONTHS_IN_A_QUARTER
            return Period(date(first // 12, first % 12 + 1, 1), end)
        case PeriodRule.YEAR_SO_FAR:
            return Period(date(last_month.year, 1, 1), this_month)
        case PeriodRule.LAST_YEAR:
            return Period.year(today.year - 1)
        case _:
            return Period(last_month, this_month)


def report_rows(report: SavedReport, *, today: date) -> list[ReportRow]:
    """The figures of a report in the order of the annual report; a figure that is no longer counted is left out."""
    period = period_of(report, today=today)
    known = {year: released(year) for year in {month.start.year for month in period.months}}
    chosen = [item for item in indicators() if item.key in set(report.keys)]
    return [_row(item, period, known, by_month=report.by_month) for item in chosen]


def months_of(report: SavedReport, *, today: date) -> list[date]:
    """The first day of each month that has a column of its own."""
    return [month.start for month in period_of(report, today=today).months] if report.by_month else []


def _row(item: Indicator, period: Period, known: dict[int, Released], *, by_month: bool) -> ReportRow:
    months = months_let_out(item, period, known) if by_month else ()
    return ReportRow(item, value_of(item, period, known), months, is_about(item, period, known))
