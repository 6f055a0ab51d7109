"""The published quotes: themes, search in Norwegian, permalinks, frame and feed."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from platform_stories.enums import QuoteStatus
from platform_stories.front import facts
from platform_stories.selectors import wall
from tests.conftest import NOW
from tests.platform_stories.factories import QuoteFactory

pytestmark = pytest.mark.django_db


def test_a_search_finds_other_forms_of_the_word(client: Client) -> None:
    found = QuoteFactory(text="Telefonene ringte, og hun lyttet til meg.")
    QuoteFactory(text="Vi fikk brev.")
    assert list(wall.wall("", "telefonen")) == [found]
    assert list(wall.wall("", "lytte")) == [found]


def test_the_search_names_its_language() -> None:
    """Not the server's default: with it, "lyttet" and "lytte" would be two words on an English server."""
    QuoteFactory(text="Hun lyttet.")
    with connection.cursor() as cursor:
        cursor.execute("SET default_text_search_config = 'pg_catalog.english'")
        cursor.execute("SELECT search::text FROM platform_stories_quote")
        assert cursor.fetchone() == ("'lytt':2",)
        cursor.execute("RESET default_text_search_config")
    assert wall.wall("", "lytte").count() == 1


def test_themes_have_counts_and_filter(client: Client) -> None:
    QuoteFactory(themes=["waiting"], text="Vi ventet.")
    QuoteFactory(themes=["waiting", "burden"], text="Vi ventet lenge.")
    assert [(each.code, each.count) for each in wall.themes()] == [("burden", 1), ("waiting", 2)]
    html = client.get("/erfaringer/?tema=burden").content.decode()
    assert ("Vi ventet lenge." in html, "Vi ventet.<" in html) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_the_wall_costs_three_questions(client: Client, count: int) -> None:
    QuoteFactory.create_batch(count)
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/erfaringer/").status_code == 200
    assert len(asked) == 3


@pytest.mark.parametrize("path", ["/erfaringer/?tema=x&page=99", "/erfaringer/?sok=%00%27)--", "/erfaringer/?page=abc"])
def test_odd_addresses_show_the_wall(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


def test_a_quote_shows_its_month_and_who_as_coarsely_as_known(client: Client) -> None:
    quote = QuoteFactory(published_month=date(2026, 3, 1))
    html = client.get(quote.get_absolute_url()).content.decode()
    assert "En søster eller bror, mars 2026" in html
    english = client.get(f"/en{quote.get_absolute_url()}").content.decode()
    assert '<html lang="en"' in english
    assert '<blockquote lang="nb">' in english


def test_the_frame_may_be_shown_elsewhere_and_has_no_script(client: Client) -> None:
    response = client.get(f"{QuoteFactory().get_absolute_url()}ramme/")
    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
    assert "<script" not in response.content.decode()
    assert "frame-ancestors 'none'" in client.get("/erfaringer/").headers["Content-Security-Policy"]


def test_the_feed_is_atom_without_days(client: Client) -> None:
    QuoteFactory(text="Ja & nei <3")
    root = ET.fromstring(client.get("/erfaringer/feed.xml").content)
    name = "{http://www.w3.org/2005/Atom}"
    entry = root.find(f"{name}entry")
    assert (entry.find(f"{name}content").text, entry.find(f"{name}updated").text) == (
        "Ja & nei <3", "2026-11-01T00:00:00Z",
    )  # fmt: skip


def test_the_front_page_has_a_quote() -> None:
    QuoteFactory(text="Vanlig.", published_month=date(2026, 11, 1))
    QuoteFactory(text="Talende.", is_telling=True, published_month=date(2026, 3, 1))
    assert (facts(now=NOW).quote, facts(now=NOW).quote_by) == ("Talende.", "En søster eller bror, mars 2026")


def test_an_empty_wall_asks_for_the_first(client: Client) -> None:
    assert "Her kommer det erfaringer når noen har delt dem." in client.get("/erfaringer/").content.decode()


def test_related_quotes_share_words_or_themes_the_closest_words_first(client: Client) -> None:
    quote = QuoteFactory(text="Telefonen ringte hele natten.", themes=["burden"])
    near = QuoteFactory(text="Jeg sover med telefonen.", themes=["waiting"])
    far = QuoteFactory(text="Avslaget kom.", themes=["burden"])
    QuoteFactory(text="Vi lo i går.", themes=["waiting"])
    assert wall.related(quote) == [near, far]


def test_editors_see_what_already_stands_on_the_wall_about_a_proposal(login: Callable[..., Client]) -> None:
    editor = login("editor")
    near = QuoteFactory(text="Jeg sover med telefonen.", themes=["waiting"])
    QuoteFactory(text="Vi lo i går.", themes=["burden"])
    proposal = QuoteFactory(
        status=QuoteStatus.PROPOSED, text="", draft="Telefonene ringer.", themes=[], approved_by=None,
        publish_date=None, published_month=None,
    )  # fmt: skip
    assert wall.related(proposal) == [near]
    assert "Jeg sover med telefonen." in editor.get(f"/intern/erfaringer/sitat/{proposal.pk}/").content.decode()


def test_the_sitemap_names_each_quote_on_the_wall_in_both_languages(client: Client) -> None:
    quote = QuoteFactory()
    QuoteFactory(status=QuoteStatus.REMOVED, text="")
    root = ET.fromstring(client.get("/sitemap.xml").content)
    paths = [each.text for each in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    found = [path for path in paths if "/erfaringer/" in path and "-" in path]
    assert found == [f"http://testserver/erfaringer/{quote.pk}/", f"http://testserver/en/erfaringer/{quote.pk}/"]
