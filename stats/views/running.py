"""The figures for manager and board: a year by month, and the breakdowns of one figure. Counts, never people."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pio.accounts.access import SignedInRequest, requires
from stats.annual_report import annual_report
from stats.charts.chart import Chart
from stats.charts.store import pictures
from stats.charts.year import gender_chart, months_chart, relations_chart
from stats.dimensions import DIMENSIONS
from stats.periods import Period
from stats.registry import INDICATORS
from stats.selectors import running as selectors
from stats.tasks import draw_chart


@requires("figures.see")
def year_page(request: SignedInRequest, year: int | None = None) -> HttpResponse:
    """The figures of a year by month, the year before beside them, with charts."""
    today = timezone.localdate()
    years = selectors.years(today=today)
    chosen = year or today.year
    if chosen not in years:
        raise Http404
    report = annual_report(chosen)
    tables = selectors.year_tables(chosen, today=today, protected=not request.user.has_right("figures.running"))
    row = next(row for table in tables for row in table.rows if row.indicator.key == "inquiries_total")
    previous = tuple(row.indicator.by_month(Period.year(chosen - 1)))
    charts = [
        months_chart(row, previous, chosen),
        relations_chart(report.relation_percent),
        gender_chart(report.gender_percent),
    ]
    context = {
        "year": chosen, "years": years, "tables": tables, "report": report, "is_running": chosen == today.year,
        "figures": with_pictures([chart for chart in charts if chart]),
        "months": [month.start for month in Period.year(chosen).months],
    }  # fmt: skip
    return render(request, "stats/year.html", context)


@requires("figures.see")
def figure_page(request: SignedInRequest, year: int, key: str) -> HttpResponse:
    """One figure of a year in every breakdown it has."""
    item = INDICATORS.get(key)
    if item is None or year not in selectors.years(today=timezone.localdate()):
        raise Http404
    period, protected = Period.year(year), not request.user.has_right("figures.running")
    breakdowns = [
        (DIMENSIONS[name].title, selectors.breakdown(item, name, period, protected=protected))
        for name in item.dimensions
    ]
    context = {"year": year, "item": item, "total": item.value(period), "breakdowns": breakdowns}
    return render(request, "stats/figure.html", context)


def with_pictures(charts: list[Chart]) -> list[tuple[Chart, str]]:
    """Each chart with its drawing; one that is not drawn yet is ordered from the worker and has none."""
    drawn = pictures(charts)
    for chart in charts:
        if chart.digest not in drawn:
            draw_chart.delay(chart.as_json())
    return [(chart, drawn.get(chart.digest, "")) for chart in charts]
