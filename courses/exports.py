"""Registrations as a file that is sent while it is made. A cell that a spreadsheet would run as a formula is quoted."""

import csv
import tempfile
from collections.abc import Iterable, Iterator

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from courses.models import Offering, Registration
from pio.waitlist.enums import PlaceState

FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Row = tuple[object, ...]


def registration_rows(offering: Offering) -> Iterator[Row]:
    """Heading and one row a registration, in the order of the queue."""
    yield (_("Nr."), _("Status"), _("Navn"), _("Antall"), _("E-post"), _("Mobil"), _("Beskjed"), _("Meldt på"))
    rows = Registration.objects.filter(offering=offering).order_by("queue_number")
    for row in rows.iterator(chunk_size=500):
        yield (
            row.queue_number, str(PlaceState(row.state).label), row.name or "", row.party_size, row.email or "",
            row.phone or "", row.message or "", row.joined_date.isoformat(),
        )  # fmt: skip


def safe_cell(value: object) -> object:
    """The value; text that begins like a formula gets a quote in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def csv_response(rows: Iterable[Row], name: str) -> StreamingHttpResponse:
    """CSV as Excel reads it: UTF-8 with a mark, semicolons."""
    response = StreamingHttpResponse(_csv_parts(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


class _Echo:
    def write(self, text: str) -> str:
        return text


def _csv_parts(rows: Iterable[Row]) -> Iterator[bytes]:
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff".encode()
    for row in rows:
        yield str(writer.writerow([safe_cell(value) for value in row])).encode()


def xlsx_response(rows: Iterable[Row], name: str) -> FileResponse:
    """A spreadsheet, written row by row to a file without a name; every text stays text."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed by the response
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet(_("Påmeldinger"))
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, [safe_cell(value) for value in row])
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
