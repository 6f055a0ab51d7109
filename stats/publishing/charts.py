"""The charts of a published year, from its frozen numbers, each with its finding in words."""

from django.utils import translation

from stats.charts.chart import Chart
from stats.charts.store import keep_drawing
from stats.charts.weekdays import HEAT
from stats.charts.year import gender_chart, groups_chart, heat_chart, offers_chart, relations_chart
from stats.models import Publication
from stats.publishing.snapshot import LANGUAGES
from stats.selectors.published import PublishedYear, published_year

Sections = dict[str, dict[str, int | float | None]]


def charts_of(year: PublishedYear) -> list[Chart]:
    """The charts of a published year in its language, in the order of the page."""
    with translation.override(year.language):
        heat = year.breakdown(HEAT, "helpline_calls")
        figures = {key: None if value is None else int(value) for key, value in year.figures.items()}
        found = [
            relations_chart(_shown(year.sections, "relation_percent")),
            gender_chart({key: int(value) for key, value in _shown(year.sections, "gender_percent").items()}),
            gender_chart(
                {key: int(value) for key, value in _shown(year.sections, "ombud_gender_percent").items()}, ombud=True
            ),
            heat_chart({each.code: int(each.shown or 0) for each in heat.numbers}) if heat else None,
            offers_chart(figures),
            groups_chart(figures.get("self_run_groups"), figures.get("self_run_groups_new"), year.year),
        ]
    return [chart for chart in found if chart]


def draw_all(publication: Publication) -> None:
    """Draw every chart of a publication in every language, so that no reader waits for one."""
    for language in LANGUAGES:
        for chart in charts_of(published_year(publication, language)):
            keep_drawing(chart, today=publication.published_date)


def _shown(sections: Sections, name: str) -> dict[str, float]:
    """The shares of a section that are shown; none when one of them is hidden."""
    values = sections.get(name, {})
    known = {key: value for key, value in values.items() if value is not None}
    return known if len(known) == len(values) else {}
