"""Charts say a finding in words, have every value in their table, and never a hidden one in the picture."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from stats.charts.chart import Chart
from stats.charts.counties import TILES
from stats.charts.drawing import draw, draw_for_print
from stats.charts.year import counties_chart, heat_chart, months_chart, scores_chart, years_chart
from stats.exports.chart_files import chart_csv, chart_svg
from stats.models import Drawing
from stats.publishing.charts import charts_of, draw_all
from stats.selectors.published import publication_of, published_year
from stats.services.publications import enter_published_year, freeze, order_publication
from stats.services.releases import release_months
from tests.advising.factories.calls import CallFactory
from tests.conftest import NOW

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


def test_months_are_a_line_that_is_broken_where_one_is_hidden():
    chart = months_chart((30, None, 41, 20, *[0] * 8), (None,) * 12, 2025, what="samtaler")
    assert (chart.finding, chart.series) == ("Flest samtaler i mars: 41", ("2025",))
    assert [values for _label, values in chart.table][:4] == [["30"], ["–"], ["41"], ["20"]]
    lines = re.findall(r'aria-roledescription="line mark"[^>]*d="([^"]+)"', draw_for_print(chart))
    assert [len(re.findall("[MC]", line)) for line in lines] == [1, 10]  # January alone, and March to December
    assert months_chart((None,) * 12, (5,) * 12, 2025) is None


@pytest.mark.django_db
def test_p16_published_line_hides_what_the_table_hides(now):
    """Ten calls in each of eleven months and three in July: the line, its table and its files have no three."""
    for month in range(1, 13):
        CallFactory.create_batch(3 if month == 7 else 10 + month, started_at=datetime(2025, month, 3, 10, tzinfo=UTC))
    freeze(order_publication(2025, reason="", by=None, now=now).pk)
    for language in ("nb", "en"):
        year = published_year(publication_of(2025), language)
        chart = next(each for each in charts_of(year) if each.kind == "months")
        table = {each.code: each.shown for each in year.breakdown("by_month", "inquiries_total").numbers}
        assert [values[0] for _label, values in chart.rows] == [table[f"{month:02}"] for month in range(1, 13)]
        assert (chart.rows[6][1], table["07"]) == ((None,), None)
        assert chart.note
        for kind, page in (
            ("csv", chart_csv(chart)),
            ("svg", chart_svg(chart, Drawing.objects.get(digest=chart.digest).svg)),
        ):
            answer = Client().get(f"/tall/2025/diagram-{chart.digest}.{kind}")
            assert (answer.status_code, answer.content.decode()) == (200, page)
    assert chart_csv(chart).splitlines()[7] == "jul,"
    assert Client().get(f"/tall/2025/diagram-{'0' * 64}.csv").status_code == 404


def test_picture_stands_alone_on_paper():
    chart = scores_chart({"6": 30, "5": None, "4": 12})
    svg = ET.fromstring(chart_svg(chart, draw(chart)))
    assert svg.find("{http://www.w3.org/2000/svg}title").text == chart.finding
    assert "var(" not in chart_svg(chart, draw(chart))
    assert chart_svg(chart, "") is None


@pytest.mark.django_db
def test_staff_take_a_chart_away_as_they_see_it(login, at):
    at(NOW)
    CallFactory.create_batch(12, started_at=NOW - timedelta(days=60))
    release_months(now=NOW)
    files = {}
    for role in ("manager", "board"):
        client = login(role)
        page = client.get("/intern/tall/2026/").content.decode()
        assert 'href="/intern/tall/2026/diagram-1.csv"' in page
        files[role] = client.get("/intern/tall/2026/diagram-1.csv").content.decode().splitlines()[9]
        assert client.get("/intern/tall/2026/diagram-99.csv").status_code == 404
        assert client.get("/intern/tall/2026/diagram-1.exe").status_code == 404
    assert files == {"manager": "sep,12,0", "board": "sep,10"}
    assert login("manager").get("/intern/tall/2026/telefonen/diagram-1.csv").status_code == 200
    assert login("board").get("/intern/tall/2026/telefonen/diagram-1.csv").status_code == 404
