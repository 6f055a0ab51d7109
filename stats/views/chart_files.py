"""A chart to take away, as CSV or SVG: of a published year for everybody, of a year's pages for those who read them.

A published chart is found by the hash of what it shows, among those of the year; another hash tells nothing.
"""

from django.http import Http404, HttpRequest, HttpResponse

from pio.accounts.access import SignedInRequest, requires
from pio.core.public import public_page
from stats.charts.chart import Chart
from stats.charts.store import pictures
from stats.exports.chart_files import chart_csv, chart_svg
from stats.publishing.charts import charts_of
from stats.publishing.snapshot import LANGUAGES
from stats.selectors import published
from stats.views import board, calls, running
from stats.views.years import known_year

TYPES = {"csv": "text/csv; charset=utf-8", "svg": "image/svg+xml"}


@public_page()
def published_chart(request: HttpRequest, year: str, digest: str, kind: str) -> HttpResponse:
    """A chart of any published version of a year, in either language."""
    for publication in published.published_versions(int(year)):
        for language in LANGUAGES:
            for chart in charts_of(published.published_year(publication, language)):
                if chart.digest == digest:
                    return _file(chart, int(year), kind)
    raise Http404


@requires("figures.see")
def chart_file(request: SignedInRequest, year: int, number: int, kind: str) -> HttpResponse:
    """A chart of the page of a year, by its place there, as this reader sees it now."""
    running.known(year)
    may_count = request.user.has_right("figures.running")
    return _file(_nth(running.charts_of_page(year) if may_count else board.charts_of_page(year), number), year, kind)


@requires("figures.running")
def calls_chart_file(request: SignedInRequest, year: int, number: int, kind: str) -> HttpResponse:
    """A chart of the page about the helpline."""
    return _file(_nth(calls.charts_of_page(known_year(year)), number), year, kind)


def _nth(charts: list[Chart], number: int) -> Chart:
    if not 1 <= number <= len(charts):
        raise Http404
    return charts[number - 1]


def _file(chart: Chart, year: int, kind: str) -> HttpResponse:
    if kind not in TYPES:
        raise Http404
    drawing = pictures([chart]).get(chart.digest, "")
    content = chart_csv(chart) if kind == "csv" else chart_svg(chart, drawing)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="pio-{year}-{chart.kind}.{kind}"'
    return response
