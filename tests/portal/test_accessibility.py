"""The accessibility statement tells what the walk through every page has found: no more, no less, and nothing old."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from pio.accounts.enums import Role
from pio.portal import accessibility
from pio.portal.accessibility import CHECKS
from tests.security import walker

PATH = "/tilgjengelighet/"
TWO = {
    "visitor": {"date": "2026-11-20", "checks": ["axe", "zoom"], "addresses": ["a", "b"], "findings": []},
    "board": {
        "date": "2026-11-22",
        "checks": ["axe", "zoom", "keys"],
        "addresses": ["b", "c"],
        "findings": [{"page": "/intern/tall/", "check": "zoom", "what": "12 px too wide"}],
    },
}


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Let the page read other results."""

    def write(parts: dict) -> None:
        file = tmp_path / "found.json"
        file.write_text(json.dumps(parts), encoding="utf-8")
        monkeypatch.setattr(accessibility, "FILE", file)
        accessibility.results.cache_clear()

    yield write
    accessibility.results.cache_clear()


def page(path: str = PATH) -> str:
    return " ".join(Client().get(path).content.decode().split())


def test_results_are_the_oldest_day_what_all_were_asked_and_every_page_once(found) -> None:
    found(TWO)
    told = accessibility.results()
    assert (told.checked_date.isoformat(), told.pages, told.roles) == ("2026-11-20", 3, 1)
    assert told.checks == (CHECKS["axe"], CHECKS["zoom"])
    assert told.findings == (("/intern/tall/", CHECKS["zoom"]),)


@pytest.mark.django_db
def test_the_page_tells_what_the_file_says(found) -> None:
    found(TWO)
    text = page()
    assert "Sist prøvd 20. november 2026: 3 sider, som besøkende og med 1 rolle." in text
    assert [code for code, words in CHECKS.items() if escape(str(words)) in text] == ["axe", "zoom"]
    assert "<code>/intern/tall/</code>" in text
    assert "Prøven fant ingen feil." not in text


@pytest.mark.django_db
def test_the_page_says_so_when_nothing_was_found(found) -> None:
    found({"visitor": TWO["visitor"]})
    assert "Prøven fant ingen feil." in page()
    assert "The check found no faults." in page(f"/en{PATH}")


@pytest.mark.django_db
def test_the_page_names_the_roles_that_were_not_walked(found) -> None:
    found({"visitor": TWO["visitor"]} | dict.fromkeys(set(Role.values) - {"ombud", "board"}, TWO["visitor"]))
    assert "Sidene til disse er ikke prøvd slik ennå: Personlig ombud, Styremedlem." in page()
    found({"visitor": TWO["visitor"]} | dict.fromkeys(Role.values, TWO["visitor"]))
    assert "ikke prøvd slik ennå" not in page()


def test_the_file_was_made_by_todays_checks_within_a_year() -> None:
    parts = json.loads(accessibility.FILE.read_text(encoding="utf-8"))
    assert set(walker.ROLES) == set(Role.values)
    assert set(parts) == {"visitor", *Role.values}, "run make accessibility"
    assert {role: part["checks"] for role, part in parts.items() if part["checks"] != list(CHECKS)} == {}
    assert timezone.now().date() - accessibility.results().checked_date < timedelta(days=365), "run make accessibility"
    read = {name for part in parts.values() for name in part["addresses"]}
    assert len(read) > 150  # each is read by the first role that reaches it, so the last roles have few of their own
