"""Reads of saved reports: which months, and the numbers in them, counted now.

Rule: a report goes out of the house, and two of them may overlap. So a figure that counts unique people is shown only
for a whole year that is published, as it was published; any other months are left out. Sums of events are shown, but
none of 1-7, and months so that none of 1-7 can be worked out.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from stats import indicators as _registered  # noqa: F401  importing it registers every indicator
from stats.models import SavedReport
from stats.models.reports import PeriodRule
from stats.once import counted_once
from stats.periods import Period
from stats.publishing.protection import safe_months, safe_total
from stats.registry import INDICATORS, Indicator, indicators
from stats.selectors.published import publication_of, published_year

MONTHS_IN_A_QUARTER = 3


@dataclass(frozen=True)
class ReportRow:
    """One figure of a report: in all, and by month when the report asks for it; None = not shown."""

    indicator: Indicator
    value: int | float | None
    months: tuple[int | None, ...]


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
    with counted_once():
        return [_row(item, period, by_month=report.by_month) for item in indicators() if item.key in set(report.keys)]


def months_of(report: SavedReport, *, today: date) -> list[date]:
    """The first day of each month that has a column of its own."""
    return [month.start for month in period_of(report, today=today).months] if report.by_month else []


def known_keys() -> list[str]:
    """Every figure that can be chosen."""
    return list(INDICATORS)


def _row(item: Indicator, period: Period, *, by_month: bool) -> ReportRow:
    if item.small_numbers:
        return ReportRow(item, _published(item, period), (None,) * (len(period.months) if by_month else 0))
    value = item.value(period)
    if not item.is_count:
        return ReportRow(item, value, (None,) * (len(period.months) if by_month else 0))
    months = safe_months(item.key, item.by_month(period)) if by_month else ()
    return ReportRow(item, safe_total(value), months if safe_total(value) is not None else (None,) * len(months))


def _published(item: Indicator, period: Period) -> int | float | None:
    """The published value of a whole year, None when hidden or not published."""
    year = period.start.year
    publication = publication_of(year) if period == Period.year(year) else None
    return published_year(publication, "nb").figures.get(item.key) if publication else None
