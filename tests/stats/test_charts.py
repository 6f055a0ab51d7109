"""Charts say a finding in words, have every value in their table, and never a hidden one in the picture."""

import re

import pytest

from stats.charts.chart import Chart
from stats.charts.counties import TILES
from stats.charts.drawing import draw, draw_for_print
from stats.charts.year import counties_chart, heat_chart, scores_chart, years_chart
from stats.models import Drawing
from stats.publishing.charts import draw_all
from stats.selectors.published import publication_of
from stats.services.publications import enter_published_year

NOW_2025 = {"helpline_calls": 1731, "advice_sessions": 712, "inquiries_total": 2900}
BEFORE = {"helpline_calls": 1800, "advice_sessions": 700, "inquiries_total": 2500}


def texts(svg: str) -> list[str]:
    return re.findall(r">([^<>]+)</text>", svg)


def test_years_stand_side_by_side_with_the_growth_in_words():
    chart = years_chart(NOW_2025, BEFORE, 2025)
    assert chart.finding == "16 prosent flere henvendelser enn i 2024"
    assert chart.table == [("Telefonsamtaler", ["1\u202f800", "1\u202f731"]), ("Rådgivningstimer", ["700", "712"])]
    assert years_chart(BEFORE, NOW_2025, 2025).finding == "14 prosent færre henvendelser enn i 2024"
    assert years_chart(NOW_2025, {}, 2025) is None


def test_every_county_of_today_has_a_tile_of_its_own():
    from pio.core import geography

    assert set(TILES) == {place.code for place in geography.counties()}
    assert len(set(TILES.values())) == len(TILES)


def test_counties_are_tiles_with_the_hidden_ones_empty():
    chart = counties_chart({"03": 672, "56": None, "30": 9, "unknown": 12})
    assert chart.finding == "Flest ringer fra Oslo: 672 samtaler"
    table = dict(chart.table)
    assert (table["Oslo"], table["Finnmark"], table["Viken"], table["Ukjent"]) == (["672"], ["–"], ["9"], ["12"])
    drawn = texts(draw(chart))
    assert {"Oslo", "672", "Finnmark", "–"} <= set(drawn)
    assert "Viken" not in drawn


def test_scores_show_all_six_and_hide_the_small():
    chart = scores_chart({"6": 30, "5": None, "4": None})
    assert chart.finding == "30 deltakere ga karakteren 6 av 6"
    assert chart.table == [("6", ["30"]), ("5", ["–"]), ("4", ["–"]), ("3", ["0"]), ("2", ["0"]), ("1", ["0"])]


def test_heat_map_with_hidden_hours_says_so():
    chart = heat_chart({"1-09": None, "1-10": 30, "2-09": 29, "2-10": 29})
    assert (chart.finding, "skjult" in chart.note) == ("Telefonen ringer mest mandag mellom 10 og 11", True)
    assert texts(draw_for_print(chart)).count("–") == 1


@pytest.mark.parametrize("make", [draw, draw_for_print])
@pytest.mark.parametrize("chart", ["years", "counties", "scores"])
def test_new_charts_are_drawn_for_page_and_paper(make, chart):
    made: Chart = {
        "years": years_chart(NOW_2025, BEFORE, 2025), "counties": counties_chart({"03": 9}),
        "scores": scores_chart({"6": 9}),
    }[chart]  # fmt: skip
    svg = make(made)
    assert svg.count("<svg") == (2 if make is draw else 1)
    assert "#0000" not in svg


def test_two_pictures_on_a_page_share_no_name():
    pages = [draw(years_chart(NOW_2025, BEFORE, year)) for year in (2025, 2026)]
    names = [name for svg in pages for name in re.findall(r'id="([^"]+)"', svg)]
    assert names
    assert len(names) == len(set(names))


@pytest.mark.django_db
def test_year_published_later_is_drawn_into_the_year_after(now):
    enter_published_year(2025, NOW_2025, reason="", by=None, now=now)
    enter_published_year(2024, BEFORE, reason="", by=None, now=now)
    draw_all(publication_of(2024))
    assert Drawing.objects.filter(svg__contains="Rådgivningstimer").count() >= 1
