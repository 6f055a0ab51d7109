"""Rows as a file that is sent while it is made. A cell that a spreadsheet would run as a formula is quoted (P18)."""

import csv
import tempfile
from collections.abc import Iterable, Iterator

from django.http import FileResponse, StreamingHttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r")
BATCH = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe_cell(value: object) -> object:
    """The value; text that begins like a formula gets a quote in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


class _Echo:
    def write(self, text: str) -> str:
        return text


def csv_response(rows: Iterable[tuple[object, ...]], name: str) -> StreamingHttpResponse:
    """CSV as Excel reads it: UTF-8 with a mark, semicolons."""
    response = StreamingHttpResponse(_csv_parts(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _csv_parts(rows: Iterable[tuple[object, ...]]) -> Iterator[bytes]:
    writer, part = csv.writer(_Echo(), delimiter=";"), ["\ufeff"]
    for row in rows:
        part.append(writer.writerow([safe_cell(value) for value in row]))
        if len(part) >= BATCH:
            yield "".join(part).encode()
            part = []
    yield "".join(part).encode()


def xlsx_response(rows: Iterable[tuple[object, ...]], name: str, *, sheet: str = "") -> FileResponse:
    """A spreadsheet, written row by row to a file without a name; every text stays text."""
    import xlsxwriter

    file = tempfile.TemporaryFile()  # noqa: SIM115 – closed by the response
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    page = book.add_worksheet(sheet or None)
    for number, row in enumerate(rows):
        page.write_row(number, 0, [safe_cell(value) for value in row])
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
