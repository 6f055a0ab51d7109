"""Counties, municipalities and Oslo's districts: what forms offer, how a code reads, and how a text becomes a code.

Numbers are text with their leading zero (`03`, `0301`). A place is found under every number and name it has ever had;
validity dates only choose what forms offer.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from pio.core import reference


@dataclass(frozen=True)
class Place:
    """A county, municipality or district; `county` is the county's number (empty for a county)."""

    code: str
    name: str
    county: str = ""


def _place(row: Mapping[str, Any]) -> Place:
    return Place(row["code"], row["name"], row.get("county", ""))


def _rows(kind: str) -> tuple[Mapping[str, Any], ...]:
    return reference.snapshot().rows[kind]


def _offered(kind: str, on: dt.date | None) -> list[Mapping[str, Any]]:
    day = on or timezone.localdate()
    return sorted((row for row in _rows(kind) if reference.valid(row, day)), key=lambda row: row["sort_key"])


def counties(on: dt.date | None = None) -> list[Place]:
    """The counties on a day (default today), by the Norwegian alphabet."""
    return [_place(row) for row in _offered("counties", on)]


def municipalities(county: str | None = None, on: dt.date | None = None) -> list[Place]:
    """The municipalities on a day, by the Norwegian alphabet; those of one county when its number is given."""
    return [_place(row) for row in _offered("municipalities", on) if county in (None, row["county"])]


def districts(on: dt.date | None = None) -> list[Place]:
    """Oslo's districts on a day, in the order of their numbers."""
    return sorted((_place(row) for row in _offered("districts", on)), key=lambda place: place.code)


def name(kind: str, code: str) -> str:
    """How a stored number reads; `kind` is `counties`, `municipalities` or `districts`. Unknown reads as itself."""
    return next((str(row["name"]) for row in _matches(kind, code) if row["code"] == code), code)


def county_of(municipality: str) -> str:
    """The county number of a municipality number; empty when there is no such municipality."""
    found = (row for row in _matches("municipalities", municipality) if row["code"] == municipality)
    return next((str(row["county"]) for row in found), "")


def _matches(kind: str, text: str) -> list[Mapping[str, Any]]:
    """Rows with that number or name: the own name before other names, a living place before an expired one."""
    return reference.snapshot().places_by_text[kind].get(reference.folded(text), [])


def find_county(text: str) -> Place | None:
    """The county with that number or name (any case, any era, any official language); None when there is none."""
    return next((_place(row) for row in _matches("counties", text)), None)


def find_municipality(text: str, county: str | None = None) -> Place | None:
    """The municipality with that number or name (any case, any era), in a county when its number is given.

    A name that two living municipalities share (Herøy, Våler) is None unless the county decides.
    """
    found = [row for row in _matches("municipalities", text) if county in (None, row["county"])]
    living = [row for row in found if row["valid_to"] is None]
    exact = [
        row for row in found if reference.folded(row["name"]) == reference.folded(text) or row["code"] == text.strip()
    ]
    if len(living) > 1 and not exact:
        return None
    return _place(found[0]) if found else None


def form_choices(kind: str, blank: str | None = "", county: str | None = None) -> list[tuple[str, str]]:
    """Choices for a form field: `counties`, `municipalities` (of a county) or `districts`; None leaves blank out."""
    places = {"counties": counties, "districts": districts}.get(kind, lambda: municipalities(county))()
    first = [] if blank is None else [("", blank)]
    return first + [(place.code, place.name) for place in places]
