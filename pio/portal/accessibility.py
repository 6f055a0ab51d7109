"""The results behind /tilgjengelighet/: what the walk through every page has found, and which checks it made.

The file is written by `make accessibility` (tests/security/test_axe_everywhere.py), never by hand; the page says what
stands there, and nothing besides.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pio.accounts.enums import Role

FILE = Path(__file__).parent / "data" / "accessibility.json"
CHECKS: dict[str, Promise] = {
    "axe": _("Alle reglene i prøveverktøyet axe for WCAG 2.2 AA, på liten og stor skjerm, lyst og mørkt"),
    "narrow": _("Ingenting går utenfor siden på en liten telefon"),
    "keys": _("Alt nås med tastatur, og du ser hvor du er"),
    "zoom": _("Forstørret til 400 prosent, uten å rulle sidelengs"),
    "spacing": _("Større avstand mellom linjer, ord og bokstaver, uten at tekst forsvinner"),
    "motion": _("Ingenting beveger seg for deg som har bedt om det"),
    "errors": _("Skjemaer med feil, med axe"),
    "scripts": _("Ingen feil i skript"),
    "hosts": _("Ingenting hentes fra andre nettsteder"),
}
"""Code of each check of the walk, and what it asks."""


@dataclass(frozen=True)
class Results:
    """What the statement tells.

    `checked_date` is the oldest day of any role's walk, `findings` are (page, check), `missing` the roles not walked.
    """

    checked_date: date
    pages: int
    roles: int
    checks: tuple[Promise, ...]
    findings: tuple[tuple[str, Promise], ...]
    missing: tuple[Promise, ...]


@cache
def results() -> Results:
    """Read the file, once a process."""
    parts = json.loads(FILE.read_text(encoding="utf-8"))
    made = set.intersection(*(set(part["checks"]) for part in parts.values()))
    found = {(each["page"], each["check"]) for part in parts.values() for each in part["findings"]}
    return Results(
        checked_date=min(date.fromisoformat(part["date"]) for part in parts.values()),
        pages=len({name for part in parts.values() for name in part["addresses"]}),
        roles=len(parts.keys() - {"visitor"}),
        checks=tuple(words for code, words in CHECKS.items() if code in made),
        findings=tuple((page, CHECKS[check]) for page, check in sorted(found)),
        missing=tuple(role.label for role in Role if role.value not in parts),
    )
