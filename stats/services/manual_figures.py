"""Enter the figures that only people know, one by one or from a file."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pio.accounts.models import User
from pio.core.errors import Refusal
from stats.manual import MANUAL_NAMES, manual_name
from stats.models import ManualFigure

LARGEST = 10**12
LONGEST_NAME = 60
MOST_ROWS = 500


class BadFile(Refusal):
    """The file cannot be read; `lines` says what is wrong with which line."""

    def __init__(self, message: str, lines: list[str] | None = None) -> None:
        super().__init__(message)
        self.lines = lines or []


@dataclass(frozen=True)
class Entry:
    """A value with where it comes from; `value` None takes the figure away."""

    value: int | None
    source: str = ""


@transaction.atomic
def enter_figures(year: int, entries: Mapping[str, Entry], *, by: User, now: datetime) -> int:
    """Write the manual figures of a year; a key without a value is removed. Returns how many changed."""
    known = {row.key: row for row in ManualFigure.objects.select_for_update().filter(year=year)}
    changed = 0
    for key, entry in entries.items():
        row = known.get(key)
        if entry.value is None:
            changed += ManualFigure.objects.filter(year=year, key=key).delete()[0] and 1
            continue
        if row is not None and (row.value, row.source) == (entry.value, entry.source):
            continue
        row = row or ManualFigure(year=year, key=key)
        row.value, row.source = entry.value, entry.source
        row.entered_date, row.entered_by = timezone.localdate(now), by
        row.save()
        changed += 1
    return changed


def read_file(content: bytes) -> dict[str, Entry]:
    """Read `key,value,source` lines (comma or semicolon, UTF-8 or Windows-1252; the first line names the columns).

    Raises:
        BadFile: with every bad line.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    head = text.split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    names = {(name or "").strip().lower(): name for name in rows.fieldnames or []}
    key_column, value_column = (names.get("key") or names.get("tall")), (names.get("value") or names.get("verdi"))
    if not key_column or not value_column:
        raise BadFile(_("Filen må ha kolonnene «tall» og «verdi». «kilde» er valgfri."))
    source_column = names.get("source") or names.get("kilde") or ""
    found: dict[str, Entry] = {}
    wrong: list[str] = []
    for line, row in enumerate(rows, start=2):
        key, value = _key(row.get(key_column) or ""), _whole(row.get(value_column) or "")
        if not key or value is None or key in found or line > MOST_ROWS:
            wrong.append(_("Linje %(line)s: skriv ett tall én gang, som et helt tall.") % {"line": line})
            continue
        found[key] = Entry(value, (row.get(source_column) or "").strip()[:200])
    if wrong:
        raise BadFile(_("Ingenting er lagret. Rett disse linjene, og prøv igjen."), wrong)
    if not found:
        raise BadFile(_("Filen har ingen linjer med tall."))
    return found


def _key(text: str) -> str:
    text = text.strip()
    names = {manual_name(key).lower(): key for key in MANUAL_NAMES}
    return names.get(text.lower(), text)[:LONGEST_NAME]


def _whole(text: str) -> int | None:
    digits = re.sub(r"[\s\u00a0\u202f]", "", text)
    return int(digits) if digits.isascii() and digits.isdecimal() and int(digits) < LARGEST else None
