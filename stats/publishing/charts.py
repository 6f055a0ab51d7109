"""The charts of a published year, from its frozen numbers, each with its finding in words."""

from django.utils import translation
from django.utils.translation import gettext as _

from stats.charts.chart import Chart
from stats.charts.store import keep_drawing
from stats.charts.weekdays import HEAT
from stats.charts.year import (
    counties_chart,
    gender_chart,
    groups_chart,
    heat_chart,
    months_chart,
    offers_chart,
    relations_chart,
    scores_chart,
    years_chart,
)
from stats.models import Publication
from stats.publishing.snapshot import LANGUAGES, MONTHS
from stats.registry import Chapter
from stats.selectors.published import Breakdown, Number, PublishedYear, publication_of, published_year

Sections = dict[str, dict[str, int | float | None]]


def charts_of(year: PublishedYear) -> list[Chart]:
    """The charts of a published year in its language, in the order of the page."""
    return [chart for charts in charts_by_chapter(year).values() for chart in charts]


def charts_by_chapter(year: PublishedYear) -> dict[Chapter, list[Chart]]:
    """The charts of each chapter that has some."""
    with translation.override(year.language):
        heat = year.breakdown(HEAT, "helpline_calls")
        figures = {key: None if value is None else int(value) for key, value in year.figures.items()}
        found: dict[Chapter, tuple[Chart | None, ...]] = {
            Chapter.INQUIRIES: (
                years_chart(figures, _before(year), year.year),
                _line(year, "inquiries_total"),
                relations_chart(_shown(year.sections, "relation_percent")),
                gender_chart(_whole(year, "gender_percent")),
            ),
            Chapter.HELPLINE: (
                heat_chart({each.code: _count(each) for each in heat.numbers}) if heat else None,
                counties_chart(_counts(year, "by_county", "helpline_calls")),
            ),
            Chapter.ADVICE: (_line(year, "advice_sessions"),),
            Chapter.GROUPS: (
                groups_chart(figures.get("self_run_groups"), figures.get("self_run_groups_new"), year.year),
            ),
            Chapter.COURSES: (offers_chart(figures), scores_chart(_counts(year, "by_score", "survey_answers"))),
            Chapter.OMBUD: (gender_chart(_whole(year, "ombud_gender_percent"), ombud=True),),
        }
    drawn = {chapter: [chart for chart in charts if chart] for chapter, charts in found.items()}
    return {chapter: charts for chapter, charts in drawn.items() if charts}


def draw_all(publication: Publication) -> None:
    """Draw every chart of a publication in every language, so that no reader waits for one.

    The year after shows this one beside it, so its charts are drawn again.
    """
    for each in filter(None, (publication, publication_of(publication.year + 1))):
        for language in LANGUAGES:
            for chart in charts_of(published_year(each, language)):
                keep_drawing(chart, today=publication.published_date)


def _line(year: PublishedYear, key: str) -> Chart | None:
    """The published months as a line, those of the year before beside it; what the table hides, the line lacks."""
    table, before = year.breakdown(MONTHS, key), publication_of(year.year - 1)
    if table is None:
        return None
    then = published_year(before, year.language).breakdown(MONTHS, key) if before else None
    is_protected = any(each.protection for shown in (table, then) if shown for each in shown.numbers)
    unit = next((each.unit for each in year.keys if each.key == key), "")
    note = _("Tall på 1 til 7 er skjult, og noen ved siden av er avrundet til nærmeste 5.") if is_protected else ""
    most = max(table.numbers, key=lambda each: (each.shown or 0, each.code))
    return months_chart(
        _by_month(table), _by_month(then), year.year, what=unit, note=note, is_about=most.is_rounded
    )  # fmt: skip


def _by_month(table: Breakdown | None) -> tuple[int | None, ...]:
    """January first; None where the month is hidden, or nothing is published by month."""
    shown = {each.code: _count(each) for each in table.numbers} if table else {}
    return tuple(shown.get(f"{number:02}") for number in range(1, 13))


def _whole(year: PublishedYear, section: str) -> dict[str, int]:
    return {key: int(value) for key, value in _shown(year.sections, section).items()}


def _before(year: PublishedYear) -> dict[str, int | None]:
    """The figures of the year before as they were published."""
    publication = publication_of(year.year - 1)
    if publication is None:
        return {}
    figures = published_year(publication, year.language).figures
    return {key: None if value is None else int(value) for key, value in figures.items()}


def _counts(year: PublishedYear, section: str, key: str) -> dict[str, int | None]:
    found = year.breakdown(section, key)
    return {each.code: _count(each) for each in found.numbers} if found else {}


def _count(number: Number) -> int | None:
    return None if number.shown is None else int(number.shown)


def _shown(sections: Sections, name: str) -> dict[str, float]:
    """The shares of a section that are shown; none when one of them is hidden."""
    values = sections.get(name, {})
    known = {key: value for key, value in values.items() if value is not None}
    return known if len(known) == len(values) else {}
