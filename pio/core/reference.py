"""Reference data: the CSV files of `pio/core/data/`, the rows made of them, and the process's copy of the rows.

The rows win, since the centre may edit them; an empty table (a test that flushed it, a database not yet filled) is
answered from the files. Whoever edits the rows calls `forget_everywhere()` on commit: it moves a stamp in Redis, at
which every process looks once a second and before it makes a public page that is copied. Should Redis be away, a
process rereads after `REFERENCE_SECONDS` (settings, default 60; None = never, and no look at the stamp).
"""

import csv
import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models

from pio.core import fast_redis
from pio.core.models import Choice, ChoiceList, County, District, Municipality

DATA = Path(__file__).parent / "data"
FILES: Mapping[str, type[models.Model]] = {  # in the order of loading
    "lists": ChoiceList,
    "choices": Choice,
    "counties": County,
    "municipalities": Municipality,
    "districts": District,
}
STAMP = "pio:reference"
LOOK_EVERY = 1  # seconds between two looks at the stamp
LETTERS = str.maketrans({"æ": "{", "ø": "|", "å": "}", "ä": "{", "ö": "|", "é": "e", "è": "e", "ü": "y", "á": "a"})


@dataclass(frozen=True)
class Snapshot:
    """All reference rows as plain dictionaries by file; when they were read (monotonic seconds), at which stamp."""

    rows: Mapping[str, tuple[Mapping[str, Any], ...]]
    read_at: float
    stamp: str = ""

    @cached_property
    def lists(self) -> dict[str, dict[str, Mapping[str, Any]]]:
        """The choices by list and code, each list in its order."""
        found: dict[str, dict[str, Mapping[str, Any]]] = {}
        for row in sorted(self.rows["choices"], key=lambda row: (row["sort"], row["code"])):
            found.setdefault(row["list_id"], {})[row["code"]] = row
        return found

    @cached_property
    def codes_by_text(self) -> dict[str, dict[str, str]]:
        """By list: the code of each folded code and label. Where two share a text, the first of the list has it."""
        found: dict[str, dict[str, str]] = {}
        for list_name, rows in self.lists.items():
            texts = found.setdefault(list_name, {})
            for column in ("code", "label_nb", "label_en"):
                for code, row in rows.items():
                    texts.setdefault(folded(row[column]), code)
        return found

    @cached_property
    def places_by_text(self) -> dict[str, dict[str, list[Mapping[str, Any]]]]:
        """By kind of place: the rows of each folded number and name; a living place and its own name first."""
        found: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
        for kind in ("counties", "municipalities", "districts"):
            texts: dict[str, list[Mapping[str, Any]]] = {}
            for row in sorted(self.rows[kind], key=lambda row: (row["valid_to"] is not None, row["code"])):
                for text in {row["code"], folded(row["name"]), *map(folded, row["other_names"].split("|"))} - {""}:
                    texts.setdefault(text, []).append(row)
            for text, rows in texts.items():
                rows.sort(key=lambda row, text=text: folded(row["name"]) != text)  # type: ignore[misc]
            found[kind] = texts
        return found


def folded(text: str) -> str:
    """A text as it is compared: one space between words, a plain hyphen, small letters."""
    return " ".join(text.replace("\u2013", "-").split()).casefold()


_held: list[Snapshot] = []
_looked: list[float] = []


def sort_key(text: str) -> str:
    """A key that sorts by the Norwegian alphabet (æ ø å last) in any database and in Python."""
    return text.casefold().translate(LETTERS)


def read_file(name: str) -> tuple[dict[str, Any], ...]:
    """The rows of one file, with the columns of its model; dates read, empty dates None, sort keys made."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_typed(row) for row in csv.DictReader(file))


def _typed(row: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = dict(row)
    for column in ("valid_from", "valid_to"):
        if column in row:
            values[column] = dt.date.fromisoformat(row[column]) if row[column] else None
    if "sort" in row:
        values["sort"] = int(row["sort"])
    if "name" in row:
        values["sort_key"] = sort_key(row["name"])
    if "list" in row:
        values["list_id"] = values.pop("list")
    return values


def snapshot() -> Snapshot:
    """The process's copy of the reference rows, read again when somebody has edited them or it is too old."""
    seconds = getattr(settings, "REFERENCE_SECONDS", 60)
    if _held and (seconds is None or (time.monotonic() - _held[0].read_at < seconds and not _is_outdated(_held[0]))):
        return _held[0]
    stamp = _stamp() if seconds is not None else ""
    rows = {name: _from_database(name, model) for name, model in FILES.items()}
    _held[:] = [Snapshot(rows, time.monotonic(), stamp)]
    return _held[0]


def look_again() -> None:
    """Let the next look ask for the stamp, whenever the last one was."""
    _looked.clear()


def _is_outdated(held: Snapshot) -> bool:
    now = time.monotonic()
    if _looked and now - _looked[0] < LOOK_EVERY:
        return False
    _looked[:] = [now]
    stamp = _stamp()
    return bool(stamp) and stamp != held.stamp


def _stamp() -> str:
    """The stamp in Redis, `0` before any edit; empty when Redis is away."""
    answer = fast_redis.ask(("GET", STAMP))
    return (answer[0] or b"0").decode() if answer else ""


def _from_database(name: str, model: type[models.Model]) -> tuple[Mapping[str, Any], ...]:
    return tuple(model._default_manager.values()) or read_file(name)


def forget() -> None:
    """Drop the process's copy; the next look reads the rows."""
    _held.clear()


def forget_everywhere() -> None:
    """Drop the copy of every process. A Redis that is away makes the others wait out their `REFERENCE_SECONDS`."""
    forget()
    fast_redis.ask(("INCR", STAMP))


def valid(row: Mapping[str, Any], on: dt.date) -> bool:
    """Whether the row is offered on that day; both ends are included."""
    return (row["valid_from"] is None or row["valid_from"] <= on) and (row["valid_to"] is None or on <= row["valid_to"])


def load() -> dict[str, tuple[int, int]]:
    """Bring new rows of the files into the database, without touching what the centre has edited.

    Returns:
        For each file, the number of rows that were new and that were there already.
    """
    counts: dict[str, tuple[int, int]] = {}
    for name, model in FILES.items():
        known = set(model._default_manager.values_list(*_identity(name)))
        rows = read_file(name)
        new = [row for row in rows if tuple(row[column] for column in _identity(name)) not in known]
        model._default_manager.bulk_create([model(**row) for row in new], ignore_conflicts=True)
        counts[name] = (len(new), len(rows) - len(new))
    forget()
    return counts


def _identity(name: str) -> tuple[str, ...]:
    return ("list_id", "code") if name == "choices" else ("code",)
