"""What the experiences say together, for staff; and the published quotes as a file for reports."""

import csv

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pio.accounts.access import SignedInRequest, requires
from platform_stories.selectors import insight, wall

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@requires("stories.moderate")
def insight_page(request: SignedInRequest) -> HttpResponse:
    """Themes by month, who writes and from where, the most telling quotes."""
    years = insight.years() or [timezone.localdate().year]
    asked = request.GET.get("ar", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else years[0]
    words = request.GET.get("sok", "").replace("\x00", "")[:100]
    context = {
        "year": year, "words": words, "rows": insight.themes_by_month(year), "months": insight.month_names(year),
        "relations": insight.by_relation(year), "places": insight.by_place(year),
        "found": list(wall.wall("", words)[:20]) if words.strip() else insight.telling(), "least": insight.LEAST_SHOWN,
        "tabs": [{"label": str(each), "url": f"?ar={each}", "is_current": each == year} for each in years],
    }  # fmt: skip
    return render(request, "platform_stories/insight.html", context)


@require_safe
@requires("stories.moderate")
def quotes_csv(request: SignedInRequest) -> HttpResponse:
    """The published quotes; a cell that a spreadsheet would run as a formula is quoted (P18)."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="sitater.csv"'
    writer = csv.writer(response, delimiter=";")
    for row in insight.export_rows():
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
    return response
