"""The figures for the manager: a year by month, and the breakdowns of one figure. Counts, never people.

Who may not see the running year (the board) gets the same addresses from `stats/views/board.py`.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pio.accounts.access import SignedInRequest, requires
from stats.charts.chart import Chart
from stats.charts.ordering import with_pictures
from stats.charts.weekdays import calls_by_weekday_and_hour
from stats.charts.year import (
    gender_chart,
    groups_chart,
    heat_chart,
    months_chart,
    offers_chart,
    relations_chart,
    years_chart,
)
from stats.dimensions import DIMENSIONS
from stats.gaps import gaps_of
from stats.once import counted_once
from stats.periods import Period
from stats.registry import INDICATORS, Indicator
from stats.selectors import drilling, published
from stats.selectors import running as selectors
from stats.selectors.running import ChapterTable
from stats.views import board

MONTHS_IN_A_YEAR = 12


@requires("figures.see")
def year_page(request: SignedInRequest, year: int | None = None) -> HttpResponse:
    """The figures of a year by month, the year before beside them, with charts."""
    today = timezone.localdate()
    chosen = year or today.year
    years = known(chosen)
    if not request.user.has_right("figures.running"):
        return board.year_page(request, chosen, years)
    with counted_once():
        tables = selectors.year_tables(chosen, today=today)
        charts = with_pictures(_charts(chosen, tables))
    context = {
        "year": chosen, "years": years, "tables": tables, "is_running": chosen == today.year,
        "figures": charts, "publication": published.publication_of(chosen),
        "months": [month.start for month in Period.year(chosen).months],
        "chart_base": f"/intern/tall/{chosen}/", "can_publish": request.user.has_right("figures.publish"),
        "may_read_failures": request.user.has_right("ombud.failures"),
        "inquiries": next(row.total for row in tables[0].rows if row.indicator.key == "inquiries_total"),
    }  # fmt: skip
    return render(request, "stats/year.html", context)


@requires("figures.see")
def figure_page(request: SignedInRequest, year: int, key: str) -> HttpResponse:
    """One figure of a year or of one month, in every breakdown it has."""
    item = INDICATORS.get(key)
    known(year)
    if item is None:
        raise Http404
    if not request.user.has_right("figures.running"):
        return board.figure_page(request, year, item)
    month, period = request.GET.get("maaned", ""), Period.year(year)
    if month.isdecimal() and 1 <= int(month) <= MONTHS_IN_A_YEAR:
        period = Period.month(year, int(month))
    is_whole = period == Period.year(year)
    context = {
        "year": year, "item": item, "breakdowns": _breakdowns(item, period, year if is_whole else None),
        "total": item.value(period), "months": Period.year(year).months, "chosen": None if is_whole else period.start,
        "gaps": gaps_of(item),
    }  # fmt: skip
    return render(request, "stats/figure.html", context)


def known(year: int) -> list[int]:
    """Every year that has figures.

    Raises:
        Http404: `year` is none of them.
    """
    years = selectors.years(today=timezone.localdate())
    if year not in years:
        raise Http404
    return years


def charts_of_page(year: int) -> list[Chart]:
    """The charts of a year, counted now."""
    with counted_once():
        return _charts(year, selectors.year_tables(year, today=timezone.localdate()))


def _breakdowns(item: Indicator, period: Period, year: int | None) -> list[tuple[str, list[drilling.Cell]]]:
    """Title and cells of each breakdown; the months only of a whole year."""
    months = drilling.months(item, year, today=timezone.localdate()) if year else []
    return ([(drilling.month_title(), months)] if months else []) + [
        (str(DIMENSIONS[name].title), drilling.breakdown(item, name, period)) for name in item.dimensions
    ]


def _charts(year: int, tables: list[ChapterTable]) -> list[Chart]:
    rows = {row.indicator.key: row for table in tables for row in table.rows}
    genders, relations = selectors.shares(year)
    total = {key: int(row.total or 0) for key, row in rows.items()}
    before = {key: int(row.previous or 0) for key, row in rows.items()}
    inquiries = rows["inquiries_total"]
    found = [
        months_chart(inquiries.months, inquiries.previous_months or (None,) * MONTHS_IN_A_YEAR, year),
        years_chart(total, before, year) if year < timezone.localdate().year else None,
        relations_chart(relations),
        gender_chart(genders),
        heat_chart(calls_by_weekday_and_hour(Period.year(year))),
        offers_chart(total),
        groups_chart(total.get("self_run_groups"), total.get("self_run_groups_new"), year),
    ]
    return [chart for chart in found if chart]
