"""The figures for manager and board: a year by month, and the breakdowns of one figure. Counts, never people."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pio.accounts.access import SignedInRequest, requires
from stats.charts.chart import Chart
from stats.charts.ordering import with_pictures
from stats.charts.weekdays import HEAT, calls_by_weekday_and_hour
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
from stats.once import counted_once
from stats.periods import Period
from stats.publishing.protection import safe_counts, safe_total
from stats.registry import INDICATORS, Indicator
from stats.selectors import drilling, published
from stats.selectors import running as selectors
from stats.selectors.running import ChapterTable

MONTHS_IN_A_YEAR = 12


@requires("figures.see")
def year_page(request: SignedInRequest, year: int | None = None) -> HttpResponse:
    """The figures of a year by month, the year before beside them, with charts."""
    today = timezone.localdate()
    years = selectors.years(today=today)
    chosen = year or today.year
    if chosen not in years:
        raise Http404
    protected = not request.user.has_right("figures.running")
    with counted_once():
        tables = selectors.year_tables(chosen, today=today, protected=protected)
        charts = with_pictures(_charts(chosen, tables, protected=protected))
    context = {
        "year": chosen, "years": years, "tables": tables, "is_running": chosen == today.year, "is_protected": protected,
        "figures": charts, "publication": published.publication_of(chosen),
        "months": [month.start for month in Period.year(chosen).months],
        "can_publish": request.user.has_right("figures.publish"),
        "may_read_failures": request.user.has_right("ombud.failures"),
        "inquiries": next(row.total for row in tables[0].rows if row.indicator.key == "inquiries_total"),
    }  # fmt: skip
    return render(request, "stats/year.html", context)


@requires("figures.see")
def figure_page(request: SignedInRequest, year: int, key: str) -> HttpResponse:
    """One figure of a year, or for the manager of one month, in every breakdown it has."""
    item = INDICATORS.get(key)
    if item is None or year not in selectors.years(today=timezone.localdate()):
        raise Http404
    protected = not request.user.has_right("figures.running")
    month = "" if protected else request.GET.get("maaned", "")
    period = Period.year(year)
    if month.isdecimal() and 1 <= int(month) <= MONTHS_IN_A_YEAR:
        period = Period.month(year, int(month))
    is_held_back = protected and item.small_numbers
    is_whole = period == Period.year(year)
    breakdowns = [] if is_held_back else _breakdowns(item, period, year if is_whole else None, protected=protected)
    context = {
        "year": year, "item": item, "breakdowns": breakdowns,
        "total": None if is_held_back else _total(item, period, protected=protected),
        "is_held_back": is_held_back, "months": [] if protected else Period.year(year).months,
        "chosen": None if is_whole else period.start,
    }  # fmt: skip
    return render(request, "stats/figure.html", context)


def _breakdowns(
    item: Indicator, period: Period, year: int | None, *, protected: bool
) -> list[tuple[str, list[drilling.Cell]]]:
    """Title and cells of each breakdown; the months only of a whole year."""
    today = timezone.localdate()
    months = drilling.months(item, year, today=today, protected=protected) if year else []
    return ([(drilling.month_title(), months)] if months else []) + [
        (str(DIMENSIONS[name].title), drilling.breakdown(item, name, period, protected=protected))
        for name in drilling.dimensions_for(item, protected=protected)
    ]


def _total(item: Indicator, period: Period, *, protected: bool) -> int | None:
    value = item.value(period)
    return safe_total(value) if protected and item.is_count else value


def _charts(year: int, tables: list[ChapterTable], *, protected: bool) -> list[Chart]:
    rows = {row.indicator.key: row for table in tables for row in table.rows}
    genders, relations = selectors.shares(year, protected=protected)
    total = {key: row.total for key, row in rows.items()}
    heat: Mapping[str, int | None] = calls_by_weekday_and_hour(Period.year(year))
    if protected:
        heat = safe_counts(HEAT, "helpline_calls", calls_by_weekday_and_hour(Period.year(year)))
    found = [
        months_chart(rows["inquiries_total"], rows["inquiries_total"].previous_months, year),
        years_chart(total, {key: row.previous for key, row in rows.items()}, year)
        if year < timezone.localdate().year
        else None,
        relations_chart(relations),
        gender_chart(genders),
        heat_chart(heat),
        offers_chart(total),
        groups_chart(total.get("self_run_groups"), total.get("self_run_groups_new"), year),
    ]
    return [chart for chart in found if chart]
