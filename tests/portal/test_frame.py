"""What stands around every page for visitors: the menu and the footer are written once, and still say what is so."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import translation

from pio.portal.centre import DEFAULT
from pio.portal.templatetags.portal import public_footer

CURRENT = re.compile(r'<a href="([^"]+)" aria-current="([^"]+)">([^<]+)</a>')

pytestmark = pytest.mark.django_db


def current(path: str) -> list[tuple[str, str, str]]:
    """The lines of the menu that are marked as the current one, on this page."""
    menu = Client().get(path).content.decode().split('<nav class="nav"')[1].split("</nav>")[0]
    return CURRENT.findall(menu)


@pytest.mark.parametrize("again", [1, 2])
def test_each_page_marks_its_own_line_in_its_own_language(again: int) -> None:
    assert current("/kurs/") == [("/kurs/", "page", "Kurs og arrangementer")]
    assert current("/en/kurs/") == [("/en/kurs/", "page", "Courses and events")]
    assert current("/grupper/") == [("/grupper/", "page", "Grupper")]
    assert current("/radgivning/bestill/") == [("/radgivning/", "true", "Snakk med oss")]
    assert current("/personvern/") == []


def test_footer_follows_the_facts_and_the_language() -> None:
    other = replace(DEFAULT, phone="22 00 00 00")
    with translation.override("nb"):
        assert [DEFAULT.phone in public_footer(DEFAULT), DEFAULT.phone in public_footer(other)] == [True, False]
        assert "22 00 00 00" in public_footer(other)
        assert DEFAULT.phone in public_footer(DEFAULT)
    with translation.override("en"):
        assert 'href="/en/personvern/"' in public_footer(DEFAULT)
    with translation.override("nb"):
        assert 'href="/personvern/"' in public_footer(DEFAULT)


def test_footer_escapes_what_the_centre_has_written() -> None:
    with translation.override("nb"):
        assert "&lt;b&gt;" in public_footer(replace(DEFAULT, name="<b>"))
