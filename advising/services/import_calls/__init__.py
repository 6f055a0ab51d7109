"""Import of earlier years' helpline log: all or nothing, unless the good rows are asked for."""

import csv
import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import transaction

from advising.services.import_calls import loading
from advising.services.import_calls.parsing import ParsedCall, Parser
from advising.services.import_calls.reading import Line, open_lines
from advising.services.import_calls.report import BadCell, FileUnreadable, ImportReport

__all__ = ["BadCell", "FileUnreadable", "ImportReport", "import_calls"]

Progress = Callable[[float], None]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def import_calls(
    path: Path,
    *,
    now: dt.datetime,
    dry_run: bool = False,
    partial: bool = False,
    rejected_path: Path | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Import a file. A file with a bad row imports nothing, unless `partial`.

    Args:
        path: CSV or XLSX, see `product.md`, "Commands".
        dry_run: count and complain as always, store nothing.
        partial: import the good rows, and write the bad ones to `rejected_path`.
        progress: called with the share that is done, 0 to 1.

    Raises:
        FileUnreadable: the file as a whole cannot be read.
    """
    report = ImportReport(dry_run=dry_run)
    parser = Parser(report, now=now)
    with transaction.atomic(), open_lines(path) as lines:
        parser.read_header(lines)
        loading.lock_imports()
        staged = loading.stage(_good_calls(parser, lines, progress))
        report.unchanged, known_otherwise = loading.compare()
        report.bad_cells = sorted([*report.bad_cells, *known_otherwise], key=lambda cell: cell.line)
        report.rejected, report.good = len(report.bad_lines), staged - len(known_otherwise)
        if partial or not report.bad_cells:
            report.imported = loading.insert_new()
        if dry_run:
            transaction.set_rollback(True)
    if partial and report.bad_cells and rejected_path and not dry_run:
        _write_rejected(path, rejected_path, report)
    return report


def _good_calls(parser: Parser, lines: Iterator[Line], progress: Progress | None) -> Iterator[ParsedCall]:
    for line in lines:
        if progress and line.number % 500 == 0:
            progress(line.share)
        if line.is_blank:
            continue
        call = parser.read(line)
        if call is not None:
            yield call


def _write_rejected(path: Path, rejected_path: Path, report: ImportReport) -> None:
    """The header and the bad rows as they stood, formulas quoted; only the owner can read the file."""
    wanted = report.bad_lines
    handle = os.open(rejected_path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with open_lines(path) as lines, open(handle, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows(
            [_safe(cell) for cell in line.cells] for line in lines if line.number == 1 or line.number in wanted
        )
    report.rejected_path = str(rejected_path)


def _safe(cell: object) -> str:
    """A cell's text; one that a spreadsheet would run as a formula is quoted (P18)."""
    text = "" if cell is None else str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
