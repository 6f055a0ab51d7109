"""From lines to calls: the header, each row's values, and every cell that keeps its row out."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from advising import call_keys
from advising.services.calls import cut_to_step, note_is_kept
from advising.services.import_calls import columns
from advising.services.import_calls.columns import COLUMNS, MANY, ONE, REQUIRED, Place, Unusable
from advising.services.import_calls.reading import Line
from advising.services.import_calls.report import BadCell, FileUnreadable, ImportReport, shown
from pio.core import personal_data


@dataclass(frozen=True)
class ParsedCall:
    """One good row, ready to be stored; `key` is the keyed hash of its `call_id`, or None."""

    line: int
    key: bytes | None
    started_at: dt.datetime
    duration_minutes: int
    codes: dict[str, str]
    place: Place
    lists: dict[str, tuple[str, ...]]
    note: str = field(repr=False)

    @property
    def digest(self) -> bytes:
        """The fingerprint of the countable answers, for "known with the same values"."""
        parts = [self.started_at.isoformat(), str(self.duration_minutes), *self.codes.values()]
        parts += [self.place.county, self.place.municipality, *("|".join(each) for each in self.lists.values())]
        return call_keys.digest(tuple(parts))


class Parser:
    """Reads the lines of one file; problems and counts go to the report. Equal cells are understood once."""

    def __init__(self, report: ImportReport, *, now: dt.datetime) -> None:
        self.report, self.now = report, now
        self.header: dict[str, int] = {}
        self._width = 0
        self._seen: dict[bytes, int] = {}
        self.understood: dict[tuple[str, ...], Any] = {}

    def read_header(self, lines: Iterator[Line]) -> None:
        """Learn where the columns stand.

        Raises:
            FileUnreadable: there is no header, a required column is missing, or a column is there twice.
        """
        first = next(lines, None)
        if first is None or first.is_blank:
            raise FileUnreadable(_("Fila er tom. Første linje skal ha kolonnenavnene."))
        names = [" ".join(str(cell or "").split()).casefold() for cell in first.cells]
        for name in COLUMNS:
            if names.count(name) > 1:
                raise FileUnreadable(_("linje 1: kolonnen %(column)s står to ganger") % {"column": name})
            if name in names:
                self.header[name] = names.index(name)
        missing = [name for name in REQUIRED if name not in self.header]
        if missing:
            raise FileUnreadable(_("linje 1: kolonnen %(columns)s mangler") % {"columns": ", ".join(missing)})
        self._width = len(names)
        self.report.ignored_columns = [shown(name) for name in names if name and name not in COLUMNS]

    def read(self, line: Line) -> ParsedCall | None:
        """The call of a line; None when a cell is bad, which is then in the report."""
        bad: list[BadCell] = []
        row = _Row(self, line, bad)
        if any(cell not in (None, "") for cell in line.cells[self._width :]):
            bad.append(BadCell(line.number, "-", shown(line.cells[self._width]), _("ikke flere celler enn kolonner")))
        key = self._key(row)
        started_at = row.one("started_at", lambda cell: columns.read_started_at(cell, self.now))
        minutes = row.one("duration_minutes", columns.read_minutes)
        codes = {name: row.understood(name, columns.read_code, list_name) for name, list_name in ONE.items()}
        for name in ("channel", "call_kind"):
            row.require(name)
        place = row.place()
        lists = {name: row.understood(name, columns.read_codes, name) for name in MANY}
        note = row.one("note", columns.read_note)
        if bad:
            self.report.bad_cells += bad
            return None
        started_at = cut_to_step(started_at)
        return ParsedCall(line.number, key, started_at, minutes, codes, place, lists, self._note(note, started_at))

    def _key(self, row: "_Row") -> bytes | None:
        call_id = row.one("call_id", columns.read_call_id)
        if not call_id:
            return None
        key = call_keys.external_key(call_id)
        if key in self._seen:
            row.say("call_id", _("en verdi som ikke står fra før på linje %(line)d") % {"line": self._seen[key]})
        self._seen.setdefault(key, row.line.number)
        return key

    def _note(self, note: str, started_at: dt.datetime) -> str:
        """The note as it is kept: nothing after its retention, findings replaced; both are counted."""
        if not note:
            return ""
        if not note_is_kept(started_at, self.now):
            self.report.notes_dropped += 1
            return ""
        findings = personal_data.scan(note)
        self.report.findings_replaced += len(findings)
        return personal_data.redact(note, findings)


class _Row:
    """One line's cells by column name; what cannot be read is added to `bad`."""

    def __init__(self, parser: Parser, line: Line, bad: list[BadCell]) -> None:
        self.parser, self.line, self.bad = parser, line, bad

    def cell(self, name: str) -> Any:
        place = self.parser.header.get(name)
        return self.line.cells[place] if place is not None and place < len(self.line.cells) else None

    def say(self, name: str, expected: str) -> None:
        value = "…" if name == "note" else shown(self.cell(name) if self.cell(name) is not None else "")
        self.bad.append(BadCell(self.line.number, name, value, expected))

    def one(self, name: str, read: Any) -> Any:
        try:
            return read(self.cell(name))
        except Unusable as error:
            self.say(name, error.expected)
            return None

    def require(self, name: str) -> None:
        if self.cell(name) is None or not str(self.cell(name)).strip():
            self.say(name, _("et svar; kolonnen kan ikke være tom"))

    def understood(self, name: str, read: Any, list_name: str) -> Any:
        """The value of a cell; the same text in the same column is understood once for the whole file."""
        return self._once((name, self._text(name)), lambda: read(list_name, self._text(name)), name)

    def place(self) -> Place:
        texts = (self._text("county"), self._text("municipality"))
        found: Place = self._once(("place", *texts), lambda: columns.read_place(*texts), "county")
        return found

    def _text(self, name: str) -> str:
        cell = self.cell(name)
        if type(cell) is str and cell.isprintable():
            return cell.strip()
        try:
            return columns.as_text(cell)
        except Unusable:
            return repr(cell)  # which no list knows

    def _once(self, key: tuple[str, ...], read: Any, name: str) -> Any:
        memory = self.parser.understood
        if key not in memory:
            try:
                memory[key] = read()
            except Unusable as error:
                memory[key] = error
        value = memory[key]
        if isinstance(value, Unusable):
            self.say(value.column or name, value.expected)
            return None
        return value
