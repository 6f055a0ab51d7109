"""How complete the rows behind a year's figures are, each finding with the place where it is mended."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pio.accounts.access import SignedInRequest, requires
from stats.selectors import quality
from stats.selectors.manual import missing
from stats.views.years import known_year


@requires("figures.running")
def quality_page(request: SignedInRequest, year: int) -> HttpResponse:
    """Missing answers, late entries, sessions without outcome, meetings and evenings without marks."""
    now = timezone.now()
    context = {
        "year": known_year(year), "calls": quality.missing_of_calls(year), "people": quality.missing_of_people(year),
        "late": quality.late_rows(year), "late_days": quality.LATE_DAYS, "piles": quality.piles(year, now=now),
        "manual": missing(year),
    }  # fmt: skip
    return render(request, "stats/quality.html", context)
