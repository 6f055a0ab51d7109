"""Files of calls for `import_calls`, and its answers in short."""

import csv
import datetime as dt
from pathlib import Path

import xlsxwriter

from advising.services.import_calls import ImportReport, import_calls
from tests.conftest import NOW

HEADER = (
    "call_id", "started_at", "duration_minutes", "channel", "call_kind", "caller_role", "relation", "caller_gender",
    "caller_age_band", "county", "municipality", "diagnosis_areas", "topics", "referred_from", "referred_to", "note",
)  # fmt: skip
ROW = {
    "call_id": "A1", "started_at": "14.03.2025 12:32", "duration_minutes": "12", "channel": "Telefon",
    "call_kind": "support", "caller_role": "pårørende", "relation": "MOR", "caller_gender": "kvinne",
    "caller_age_band": "36–50", "county": "Oslo", "municipality": "301",
    "diagnosis_areas": "Psykose eller schizofreni|alcohol", "topics": "slitasje|boundaries",
    "referred_from": "", "referred_to": "nav", "note": "",
}  # fmt: skip


def row(**changes: str) -> dict[str, str]:
    return ROW | changes


def write(
    path: Path, *rows: dict[str, str], encoding: str = "utf-8", delimiter: str = ";", header: object = HEADER
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, header, delimiter=delimiter, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def run(path: Path, **options: object) -> ImportReport:
    return import_calls(path, now=NOW, **options)


def bad(report: ImportReport) -> list[tuple[int, str]]:
    return [(cell.line, cell.column) for cell in report.bad_cells]


def spreadsheet(path: Path, *rows: list[object]) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet, date = book.add_worksheet(), book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    for number, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            if isinstance(cell, dt.datetime):
                sheet.write_datetime(number, place, cell, date)
            elif isinstance(cell, str) and cell.startswith("="):
                sheet.write_formula(number, place, cell, value=7)
            else:
                sheet.write(number, place, cell)
    book.close()
    return path
