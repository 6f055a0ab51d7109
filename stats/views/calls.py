"""The helpline for the manager: heat map, length, reasons, unmet needs, referred to. Counts, never calls."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pio.accounts.access import SignedInRequest, requires
from stats.charts.chart import Chart
from stats.charts.ordering import with_pictures
from stats.charts.weekdays import calls_by_weekday_and_hour
from stats.charts.year import heat_chart
from stats.periods import Period
from stats.selectors import calls as selectors
from stats.views.years import known_year


@requires("figures.running")
def calls_page(request: SignedInRequest, year: int) -> HttpResponse:
    """The helpline in one year."""
    context = {
        "year": known_year(year), "figures": with_pictures(charts_of_page(year)),
        "chart_base": f"/intern/tall/{year}/telefonen/",
        "lengths": selectors.lengths(year, whole=_("Alle samtaler")), "unmet": selectors.unmet_needs(year),
        "tables": [
            (_("Hva samtalene handler om"), _("Tema"), selectors.shares_of(year, "topic")),
            (_("Hvor vi viser videre"), _("Henvist til"), selectors.shares_of(year, "referred_to")),
        ],
    }  # fmt: skip
    return render(request, "stats/calls.html", context)


def charts_of_page(year: int) -> list[Chart]:
    """The hours of the week in which people call."""
    heat = heat_chart(calls_by_weekday_and_hour(Period.year(year)))
    return [heat] if heat else []
