"""The pages of the portal itself: what anybody may read, and the two start pages."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from pio.portal.menu import staff_menu
from pio.portal.promises import CLAIMS
from pio.portal.views.machines import PAGES
from tests.conftest import NOW

OWN = ("/", "/telefon/", "/personvern/", "/hva-vi-ser/", "/tilgjengelighet/")
MACHINES = ("/sitemap.xml", "/robots.txt", "/.well-known/security.txt")
TESTS = Path(__file__).parents[1]


def public_views(patterns: list[URLPattern | URLResolver], prefix: str = "") -> list[str]:
    """Addresses without arguments whose view is marked as public."""
    found = []
    for each in patterns:
        if isinstance(each, URLResolver):
            found += public_views(each.url_patterns, prefix + str(each.pattern))
        elif getattr(each.callback, "is_public", False) and "<" not in str(each.pattern):
            found.append(f"/{prefix}{each.pattern}")
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_p04_no_public_page_sets_a_cookie_or_varies(prefix: str) -> None:
    client = Client(headers={"accept-language": "en", "cookie": "pio=somebody"})
    paths = [path for path in public_views(get_resolver().url_patterns) if not path.startswith("/demo/")]
    assert set(OWN) - set(paths) == set()
    for path in paths:
        response = client.get(path if path in MACHINES else f"{prefix}{path}", follow=False)
        assert (path, response.cookies, response.headers.get("Vary")) == (path, SimpleCookie(), None)
        assert response.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
@pytest.mark.parametrize("path", OWN)
def test_pages_speak_the_language_of_their_address(path: str) -> None:
    norwegian, english = Client().get(path), Client().get(f"/en{path}")
    assert ('<html lang="nb"' in norwegian.content.decode(), '<html lang="en"' in english.content.decode()) == (
        True,
        True,
    )
    assert f'href="/en{path}" lang="en"' in norwegian.content.decode()
    assert f'href="{path}" lang="nb"' in english.content.decode()


@pytest.mark.django_db
def test_an_error_page_is_calm_and_tells_nothing() -> None:
    response = Client().get("/hemmelig-sti/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "<h1>Vi finner ikke siden</h1>" in page
    assert "21 52 53 53" in page
    assert "hemmelig-sti" not in page
    assert "<h1>We cannot find the page</h1>" in Client().get("/en/hemmelig-sti/").content.decode()


@pytest.mark.django_db
def test_public_pages_carry_exit_skip_link_and_numbers() -> None:
    page = Client().get("/").content.decode()
    assert re.findall(r'<a class="ds-skip-link" href="#innhold">', page) != []
    assert 'data-exit href="https://www.yr.no/" rel="noreferrer"' in page
    assert {"tel:113", "tel:116117", "tel:116123", "tel:+4721525353"} - set(
        re.findall(r'href="([^"]+)"', page)
    ) == set()


@pytest.mark.django_db
def test_the_exit_leads_where_the_centre_chose(settings: LazySettings) -> None:
    settings.PIO_EXIT_URL = "https://www.met.no/"
    assert 'data-exit href="https://www.met.no/"' in Client().get("/").content.decode()


@pytest.mark.django_db
def test_a_demo_says_so_on_every_page(settings: LazySettings, login: Callable[..., Client]) -> None:
    line = "Dette er en demo."
    assert line not in Client().get("/telefon/").content.decode()
    settings.DEMO = True
    pages = [Client().get("/telefon/"), Client().get("/finnes-ikke/"), login("adviser").get("/intern/")]
    assert [line in page.content.decode() for page in pages] == [True, True, True]


@pytest.mark.django_db
def test_p19_every_claim_names_tests_that_exist() -> None:
    names = set(
        re.findall(
            r"^\s*(?:async )?def (test_\w+)", "\n".join(f.read_text() for f in TESTS.rglob("test_*.py")), re.MULTILINE
        )
    )
    assert {test for claim in CLAIMS for test in claim.tests} - names == set()
    assert [claim for claim in CLAIMS if not claim.tests] == []
    assert {test.split("_")[1] for claim in CLAIMS for test in claim.tests} == {
        claim.number.lower() for claim in CLAIMS
    }


@pytest.mark.django_db
def test_the_sitemap_names_each_page_in_both_languages() -> None:
    tree = ET.fromstring(Client().get("/sitemap.xml").content)  # our own
    found = [each.text for each in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert found == [f"http://testserver{prefix}{path}" for path in PAGES for prefix in ("", "/en")]


@pytest.mark.django_db
def test_robots_stay_out_of_what_belongs_to_one_person(settings: LazySettings) -> None:
    lines = Client().get("/robots.txt").content.decode().splitlines()
    assert {"Disallow: /intern/", "Disallow: /konto/", "Disallow: /min-side/"} - set(lines) == set()
    settings.DEMO = True
    assert "Disallow: /" in Client().get("/robots.txt").content.decode().splitlines()


@pytest.mark.django_db
def test_a_hole_can_be_told(at: Callable[..., None]) -> None:
    at(NOW)
    assert Client().get("/.well-known/security.txt").content.decode().splitlines() == [
        "Contact: mailto:post@piosenteret.no",
        "Expires: 2027-05-23T00:00:00Z",
        "Preferred-Languages: no, en",
        "Canonical: http://testserver/.well-known/security.txt",
    ]


@pytest.mark.django_db
def test_the_gallery_exists_in_the_demo_only(settings: LazySettings) -> None:
    assert Client().get("/komponenter/").status_code == 404
    settings.DEMO = True
    page = Client().get("/komponenter/").content.decode()
    shown = {name.stem for name in (TESTS.parent / "templates" / "components").glob("*.html")}
    inside = {
        "footer",
        "public_menu",
        "language_form",
        "error_summary",
        "django_table",
    }  # shown by the page itself, or need a table
    named = set(re.findall(r"\w+", " ".join(re.findall(r"<h2[^>]*>([^<]+)</h2>", page))))
    assert shown - inside - named == set()
    english = Client().get("/en/komponenter/").content.decode()
    assert ('<html lang="en"' in english, english.count('lang="nb"') > 0) == (True, True)  # samples are not translated


@pytest.mark.parametrize(
    ("roles", "status", "target"),
    [
        ((), 302, "/konto/login/?next=/intern/"),
        (("relative",), 404, None),
        (("adviser",), 200, None),
        (("technician",), 200, None),
        (("manager",), 200, None),
        (("board",), 302, "/intern/tall/"),
    ],
)
def test_the_start_page_by_role(
    login: Callable[..., Client], roles: tuple[str, ...], status: int, target: str | None
) -> None:
    client = login(*roles) if roles else Client()
    response = client.get("/intern/")
    assert (response.status_code, response.headers.get("Location")) == (status, target)


@pytest.mark.parametrize(
    ("role", "menu"),
    [
        ("adviser", ["/intern/", "/intern/telefon/", "/intern/radgivning/"]),
        ("board", ["/intern/tall/"]),
        ("technician", ["/intern/", "/intern/oppsett/"]),
    ],
)
def test_the_menu_follows_the_rights(login: Callable[..., Client], role: str, menu: list[str]) -> None:
    assert [choice.url for choice in staff_menu("/intern/", login(role).user)] == menu


def test_the_own_page_needs_an_account(login: Callable[..., Client]) -> None:
    assert Client().get("/min-side/").headers["Location"] == "/konto/login/?next=/min-side/"
    page = login("relative").get("/min-side/")
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert "Du har ingen timer hos oss akkurat nå." in page.content.decode()
    assert login("board").get("/min-side/").status_code == 404


def test_staff_pages_follow_the_language_of_the_account(login: Callable[..., Client]) -> None:
    page = login("adviser", language="en").get("/intern/").content.decode()
    assert '<html lang="en"' in page
    assert "Log out" in page
