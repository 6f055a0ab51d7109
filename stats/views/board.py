"""The same pages for the board: what has been let out or published, and nothing that is counted while they read.

`stats/views/running.py` asks for the right and calls these.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pio.accounts.access import SignedInRequest
from stats.charts.chart import Chart
from stats.charts.ordering import with_pictures
from stats.charts.year import months_chart, offers_chart
from stats.periods import Period
from stats.publishing.charts import charts_of
from stats.registry import INDICATORS, Indicator
from stats.selectors import board as selectors
from stats.selectors.releases import Released, released


def year_page(request: SignedInRequest, year: int, years: list[int]) -> HttpResponse:
    """A published year as published; another by its finished months."""
    now, before = released(year), released(year - 1)
    context = {
        "year": year, "years": years, "tables": selectors.year_tables(now, before), "is_protected": True,
        "figures": with_pictures(_charts(now, before)),
        "publication": now.published.publication if now.published else None,
        "finished": selectors.finished_until(now), "months": [month.start for month in Period.year(year).months],
        "chart_base": f"/intern/tall/{year}/", "may_read_failures": request.user.has_right("ombud.failures"),
        "inquiries": now.total_of(INDICATORS["inquiries_total"]),
    }  # fmt: skip
    return render(request, "stats/year.html", context)


def figure_page(request: SignedInRequest, year: int, item: Indicator) -> HttpResponse:
    """One figure of a year by what is out: its months, and the breakdowns that are published."""
    known = released(year)
    total = known.total_of(item)
    context = {
        "year": year, "item": item, "breakdowns": selectors.breakdowns(item, known), "total": total,
        "is_about": known.is_about(item), "is_protected": True, "is_published": known.published is not None,
        "is_held_back": item.small_numbers and known.published is None,
    }  # fmt: skip
    return render(request, "stats/figure.html", context)


def charts_of_page(year: int) -> list[Chart]:
    """The charts that the board sees of a year."""
    return _charts(released(year), released(year - 1))


def _charts(now: Released, before: Released) -> list[Chart]:
    if now.published and now.published.publication.is_counted:
        return charts_of(now.published)
    item = INDICATORS["inquiries_total"]
    totals = {key: now.total_of(INDICATORS[key]) for key in INDICATORS}
    found = [
        months_chart(
            now.months_of(item),
            before.months_of(item),
            now.year,
            is_about=True,
            note=_("Månedene i %(year)s er avrundet til nærmeste 5.") % {"year": now.year},
        ),
        offers_chart({key: None if value is None else int(value) for key, value in totals.items()}),
    ]
    return [chart for chart in found if chart]
