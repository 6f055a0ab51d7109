"""The open pages: published years with charts, tables and open data. Everything here is frozen and protected."""

from itertools import islice

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pio.core.public import public_page
from stats.charts.chart import Chart
from stats.charts.ordering import with_pictures
from stats.exports import open_data, words
from stats.exports.open_data import as_csv, as_json
from stats.models import PublishedFile
from stats.publishing.charts import charts_by_chapter
from stats.selectors import published

TYPES = {
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def _language() -> str:
    return "en" if (get_language() or "nb").startswith("en") else "nb"


@public_page()
def all_years(request: HttpRequest) -> HttpResponse:
    """Every published year, and each figure through the years."""
    language = _language()
    publications = published.publications()
    series = published.series(publications)
    names = [published.published_year(publications[0], language)] if publications else []
    years = sorted({publication.year for publication in publications})
    rows = [(names[0].name(key), [values.get(year) for year in years]) for key, values in series.items() if names]
    return render(request, "stats/all_years.html", {"publications": publications, "years": years, "rows": rows})


@public_page(params=("versjon",))
def published_page(request: HttpRequest, year: int) -> HttpResponse:
    """A published year, its newest version or the one asked for."""
    asked = request.GET.get("versjon", "")
    publication = published.publication_of(year, int(asked) if asked.isdecimal() and len(asked) < 5 else None)
    if publication is None:
        raise Http404
    shown = published.published_year(publication, _language())
    context = _tables(shown) | {
        "year": shown,
        "lead": _lead(shown),
        "chapters": _chapters(shown),
        "chart_base": f"/tall/{year}/",
        "missing": words.missing_rows(shown),
        "years": [each.year for each in published.publications()],
        "versions": [each for each in published.versions_of(year) if each.state == "published"],
        "files": _files(shown),
    }
    return render(request, "stats/published.html", context)


@public_page(params=("versjon",))
def published_file(request: HttpRequest, year: str, kind: str, language: str = "") -> HttpResponse:
    """The year as open data, or as the file that was made when it was published."""
    publication = published.publication_of(int(year))
    if publication is None:
        raise Http404
    code = language.removeprefix("-") or "nb"
    if kind in {"json", "csv"}:
        shown = published.published_year(publication, code)
        content: bytes = (as_json(shown) if kind == "json" else as_csv(shown)).encode()
    else:
        made = PublishedFile.objects.filter(publication=publication, kind=kind, language=code).first()
        if made is None:
            raise Http404
        content = bytes(made.content)
    response = HttpResponse(content, content_type=TYPES[kind])
    if kind in {"csv", "xlsx"}:
        response.headers["Content-Disposition"] = f'attachment; filename="pio-{year}{language}.{kind}"'
    return response


@public_page()
def data_schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of the open data."""
    return JsonResponse(open_data.schema(), content_type="application/schema+json")


def _chapters(shown: published.PublishedYear) -> list[tuple[str, str, str, list[tuple[Chart, str]]]]:
    """Code, title, the manager's own text and the charts with their drawings, of each chapter that has any of these."""
    charts = charts_by_chapter(shown)
    drawn = iter(with_pictures([chart for each in charts.values() for chart in each]))
    pictured = {chapter: list(islice(drawn, len(each))) for chapter, each in charts.items()}
    chapters = [
        (chapter.value, title, shown.texts.get(chapter.value, ""), pictured.get(chapter, []))
        for chapter, title, _keys in shown.chapters
    ]
    return [each for each in chapters if each[2] or each[3]]


def _tables(shown: published.PublishedYear) -> dict[str, object]:
    return {
        "tables": [
            (shown.name(table.key), words.section_name(table.section), _rows(table))
            for table in shown.breakdowns if table.section != "by_weekday_hour"
        ],
        "shares": words.share_rows(shown),
        "manual": words.manual_rows(shown),
        "has_hidden": any(n.protection for table in shown.breakdowns for n in table.numbers),
    }  # fmt: skip


def _files(shown: published.PublishedYear) -> list[tuple[str, str]]:
    ending = "-en" if shown.language == "en" else ""
    kinds = (("PDF", "pdf"), ("Excel", "xlsx"), ("CSV", "csv"), ("JSON", "json"))
    counted = shown.publication.is_counted
    return [
        (name, reverse("published_file_in" if ending else "published_file", kwargs=(
            {"year": str(shown.year), "kind": kind} | ({"language": ending} if ending else {})
        )))
        for name, kind in kinds if counted or kind in {"csv", "json"}
    ]  # fmt: skip


def _rows(table: published.Breakdown) -> list[tuple[str, str, bool]]:
    return [
        (words.value_name(table.section, each), words.written(each.value), each.is_rounded) for each in table.numbers
    ]


def _lead(shown: published.PublishedYear) -> str:
    """A sentence about those who make contact, when their shares are published."""
    women = shown.sections.get("gender_percent", {}).get("female")
    if not shown.figures.get("inquiries_total"):
        return ""
    text = _("Så mange ganger snakket vi med pårørende og andre som trengte råd.")
    return text if women is None else f"{text} " + _("%(women)s prosent er kvinner.") % {"women": women}
