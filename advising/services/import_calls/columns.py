"""What each column of an import file may hold, and how a cell becomes a stored value.

Rules: values are codes or labels of the choice lists in any case; every list also takes `unknown` and `not_asked`; an
empty cell means not asked. A wall time that the spring change skips is read one hour later, one that the autumn change
repeats as the first. A place is found under every number and name it has had.
"""

import datetime as dt
import difflib
import math
import re
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from advising.enums.calls import MAX_MINUTES, MAX_TOPICS, NOTE_LENGTH
from pio.core import choices, geography

OSLO = ZoneInfo("Europe/Oslo")
NORWEGIAN_TIME = re.compile(
    r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})[ T]+(?:kl\.? *)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})"
    r"(?::(?P<second>\d{2}))?",
    re.ASCII | re.IGNORECASE,
)
MINUTES = re.compile(r"\d{1,5}", re.ASCII)
FIRST_YEAR = 1990
ISO_DATE_LENGTH = 10
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
COUNTY_DIGITS, MUNICIPALITY_DIGITS, CALL_ID_LENGTH = 2, 4, 200

ONE = {
    "channel": "channel", "call_kind": "call_kind", "caller_role": "caller_role", "relation": "relation",
    "caller_gender": "gender", "caller_age_band": "age_band",
}  # fmt: skip
MANY = {
    "diagnosis_areas": "diagnosis_area", "topics": "topic", "referred_from": "service", "referred_to": "service",
}  # fmt: skip
REQUIRED = ("started_at", "duration_minutes", "channel", "call_kind")
COLUMNS = ("call_id", "started_at", "duration_minutes", *ONE, "county", "municipality", *MANY, "note")


class Unusable(Exception):
    """A cell cannot be read; the text says what was expected. `column` names another column when that is at fault."""

    def __init__(self, expected: str, column: str = "") -> None:
        super().__init__(expected)
        self.expected, self.column = expected, column


@dataclass(frozen=True)
class Place:
    """Where a caller lives, as codes; `unknown` and `not_asked` among them."""

    county: str
    municipality: str


def as_text(cell: Any) -> str:
    """A cell as text: whole numbers without a decimal point, empty cells as nothing.

    Raises:
        Unusable: it holds control characters.
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and math.isfinite(cell) and cell == int(cell):
        return str(int(cell))
    text = str(cell).strip()
    if CONTROL.search(text):
        raise Unusable(_("uten styretegn"))
    return text


def read_started_at(cell: Any, now: dt.datetime) -> dt.datetime:
    """An instant (UTC) from a date cell, an ISO time or `dd.mm.yyyy hh:mm`.

    Raises:
        Unusable: none of these, before 1990, or later than `now`.
    """
    moment = _wall_time(cell)
    if not FIRST_YEAR <= moment.year <= now.year + 1:
        raise Unusable(_("et år fra %(first)d til i år") % {"first": FIRST_YEAR})
    instant = (moment if moment.tzinfo else moment.replace(tzinfo=OSLO, fold=0)).astimezone(dt.UTC)
    if instant > now:
        raise Unusable(_("et tidspunkt som har vært"))
    return instant


def _wall_time(cell: Any) -> dt.datetime:
    if isinstance(cell, dt.datetime):
        return cell
    if isinstance(cell, dt.date):  # a spreadsheet's midnight
        return dt.datetime.combine(cell, dt.time())
    text = as_text(cell)
    try:
        if found := NORWEGIAN_TIME.fullmatch(text):
            numbers: dict[str, Any] = {name: int(value or 0) for name, value in found.groupdict().items()}
            return dt.datetime(**numbers)  # noqa: DTZ001 – wall time
        if len(text) > ISO_DATE_LENGTH:
            return dt.datetime.fromisoformat(text)
    except ValueError:
        pass
    raise Unusable(_("dato og klokkeslett, som 2025-03-14T12:30 eller 14.03.2025 12:30"))


def read_minutes(cell: Any) -> int:
    """Whole minutes from 0 to a day. Raises Unusable."""
    text = as_text(cell)
    if not MINUTES.fullmatch(text) or int(text) > MAX_MINUTES:
        raise Unusable(_("hele minutter fra 0 til %(most)d") % {"most": MAX_MINUTES})
    return int(text)


def read_code(list_name: str, text: str) -> str:
    """The code of one answer; an empty text is not asked.

    Raises:
        Unusable: the list has never had it.
    """
    if not text:
        return choices.NOT_ASKED
    code = choices.find(list_name, text)
    if code is None:
        raise Unusable(_expected(list_name, text))
    return code


def _expected(list_name: str, text: str) -> str:
    labels = {option.label.casefold(): option.label for option in choices.options(list_name, "nb")}
    near = difflib.get_close_matches(text[:80].casefold(), labels, n=1)
    if near:
        return _("en kode eller et navn fra lista %(list)s; mente du «%(near)s»?") % {
            "list": list_name, "near": labels[near[0]],
        }  # fmt: skip
    few = ", ".join(list(labels.values())[:3])
    return _("en kode eller et navn fra lista %(list)s, som %(few)s") % {"list": list_name, "few": few}


def read_codes(column: str, text: str) -> tuple[str, ...]:
    """The codes of several answers, separated by `|`, without repeats; an empty text is not asked.

    Raises:
        Unusable: the list has never had one of them, or there are more than four topics.
    """
    parts = [part.strip() for part in text.split("|")]
    codes = dict.fromkeys(read_code(MANY[column], part) for part in parts if part)
    if column == "topics" and len(codes) > MAX_TOPICS:
        raise Unusable(_("høyst %(most)d temaer") % {"most": MAX_TOPICS})
    return tuple(codes) or (choices.NOT_ASKED,)


def read_place(county_text: str, municipality_text: str) -> Place:
    """County and municipality; a county that was not given follows from the municipality.

    Raises:
        Unusable: no such place, or the county disagrees with the municipality.
    """
    county, municipality = _special(county_text), _special(municipality_text)
    if not county:
        found = geography.find_county(_number(county_text, COUNTY_DIGITS))
        if found is None:
            raise Unusable(_("nummer eller navn på et fylke"), "county")
        county = found.code
    if not municipality:
        municipality, own_county = _municipality(_number(municipality_text, MUNICIPALITY_DIGITS), county)
        if county not in (choices.UNKNOWN, choices.NOT_ASKED, own_county):
            name = geography.name("counties", own_county)
            raise Unusable(_("fylket som kommunen ligger i: %(county)s") % {"county": name}, "county")
        county = own_county
    return Place(county, municipality)


def _municipality(text: str, county: str) -> tuple[str, str]:
    within = None if county in (choices.UNKNOWN, choices.NOT_ASKED) else county
    found = geography.find_municipality(text, within) or geography.find_municipality(text)
    if found is None:
        raise Unusable(_("nummer eller navn på en kommune"), "municipality")
    return found.code, found.county


def _special(text: str) -> str:
    """`unknown` or `not_asked` when the text says so; an empty text is not asked."""
    wanted = text.casefold()
    for code, labels in choices.EXTRA.items():
        if wanted in (code, *(label.casefold() for label in labels.values())):
            return code
    return "" if text else choices.NOT_ASKED


def _number(text: str, digits: int) -> str:
    """A number that a spreadsheet has robbed of its leading zero gets it back."""
    return text.zfill(digits) if text.isascii() and text.isdigit() else text


def read_note(cell: Any) -> str:
    """The note. Raises Unusable when it is too long or holds control characters."""
    text = as_text(cell)
    if len(text) > NOTE_LENGTH:
        raise Unusable(_("et notat på høyst %(most)d tegn") % {"most": NOTE_LENGTH})
    return text


def read_call_id(cell: Any) -> str:
    """The call's id in the other system; empty when there is none. Raises Unusable when it is too long."""
    text = as_text(cell)
    if len(text) > CALL_ID_LENGTH:
        raise Unusable(_("høyst %(most)d tegn") % {"most": CALL_ID_LENGTH})
    return text
