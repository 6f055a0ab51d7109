"""Rows of a CSV or XLSX file, one at a time, whatever the file turns out to hold.

Rules: the kind of file is seen from its bytes, not from its name. CSV is UTF-8 (with or without a mark) or
Windows-1252, with comma or semicolon. A spreadsheet that would unpack to more than a limit, or that claims cells far
outside the others, is refused before it is unpacked into memory.
"""

import codecs
import csv
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from advising.services.import_calls.report import FileUnreadable

MAX_COLUMNS = 100
MAX_CELL = 131_072
MAX_UNPACKED = 600 * 1024 * 1024
MAX_CELLS = 6_000_000
CHUNK = 1024 * 1024
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CELL_PLACE = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
MAX_PLACE = 32  # bytes that may belong to a place cut by the border of two chunks


@dataclass(frozen=True)
class Line:
    """One row as it stands: its line (1 = the header), its cells, and how much of the file is read (0 to 1)."""

    number: int
    cells: list[Any]
    share: float

    @property
    def is_blank(self) -> bool:
        """Whether every cell is empty."""
        return all(cell is None or str(cell).strip() == "" for cell in self.cells)


@contextmanager
def open_lines(path: Path) -> Iterator[Iterator[Line]]:
    """The lines of a file, the header first.

    Raises:
        FileUnreadable: it is neither CSV nor XLSX, or is too large inside; also while the lines are read.
    """
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(ZIP):
        yield _spreadsheet(path)
    elif start.startswith(OLD_EXCEL):
        raise FileUnreadable(
            _("Fila er låst med passord eller i et gammelt Excel-format. Lagre den som XLSX eller CSV.")
        )
    elif start.startswith(UTF_16):
        raise FileUnreadable(_("Fila er lagret som UTF-16. Lagre den som «CSV UTF-8»."))
    else:
        with path.open(encoding=_encoding(path), newline="") as text:
            yield _csv(text, path.stat().st_size)


def _encoding(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _csv(text: Any, size: int) -> Iterator[Line]:
    try:
        first = text.readline(MAX_CELL)
        text.seek(0)
        reader = csv.reader(text, delimiter=";" if first.count(";") > first.count(",") else ",")
        number, share = 1, 0.0
        for cells in reader:
            if number % 500 == 0:
                share = text.buffer.tell() / max(size, 1)
            yield Line(number, _narrow(cells), share)
            number = reader.line_num + 1
    except UnicodeDecodeError:
        raise FileUnreadable(_("Fila er verken UTF-8 eller Windows-1252. Lagre den som «CSV UTF-8».")) from None
    except csv.Error as error:
        raise FileUnreadable(_("Linje %(line)d kan ikke leses: %(error)s.") % {
            "line": reader.line_num, "error": error,
        }) from None  # fmt: skip


def _narrow(cells: list[Any]) -> list[Any]:
    if len(cells) > MAX_COLUMNS:
        raise FileUnreadable(_("Fila har mer enn %(most)d kolonner.") % {"most": MAX_COLUMNS})
    return cells


def _spreadsheet(path: Path) -> Iterator[Line]:
    from python_calamine import CalamineWorkbook

    _check_unpacked(path)
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        height = sheet.end[0] + 1 if sheet.end else 1
        rows = sheet.iter_rows()
    except BaseException as error:  # the reader is Rust, and its panics are not Exceptions
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise FileUnreadable(_("Regnearket er skadet og kan ikke leses.")) from None
    for index, cells in enumerate(rows):
        yield Line(index + 1, _narrow(cells), index / height)


def _check_unpacked(path: Path) -> None:
    """Unpack every part once, a chunk at a time and keeping nothing, and measure it."""
    total, widest, longest = 0, 0, 0
    try:
        with zipfile.ZipFile(path) as archive:
            for part in archive.infolist():
                tail = b""
                with archive.open(part) as file:
                    while chunk := file.read(CHUNK):
                        total += len(chunk)
                        if total > MAX_UNPACKED:
                            raise FileUnreadable(_("Regnearket er for stort når det pakkes ut."))
                        if part.filename.startswith("xl/worksheets/"):
                            for letters, number in CELL_PLACE.findall(tail + chunk):
                                widest = max(widest, _column_number(letters))
                                longest = max(longest, int(number))
                            tail = chunk[-MAX_PLACE:]
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise FileUnreadable(_("Regnearket er skadet og kan ikke leses.")) from None
    if widest > MAX_COLUMNS:
        raise FileUnreadable(_("Fila har mer enn %(most)d kolonner.") % {"most": MAX_COLUMNS})
    if widest * longest > MAX_CELLS:
        raise FileUnreadable(_("Regnearket er for stort når det pakkes ut."))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
