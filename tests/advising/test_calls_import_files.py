"""`import_calls`: spreadsheets, hostile files, and what the command says."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter
from django.core.management import call_command

from advising.models import Call
from advising.services.import_calls import FileUnreadable
from advising.services.import_calls.reading import MAX_COLUMNS
from tests.advising.call_files import HEADER, ROW, row, run, spreadsheet, write
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf",
        b"\n\n",
        b"navn;nummer\nKari;912\n",
        b"started_at;started_at;duration_minutes;channel;call_kind\n",
        b";" * 1_000_000,
        b"started_at;duration_minutes;channel;call_kind\n" + b";" * 1_000_000,
        "started_at;duration_minutes;channel;call_kind".encode("utf-16"),
        b"\x00" * 5000,
        b"PK\x03\x04 nonsense",
        b"\xd0\xcf\x11\xe0 old excel",
        b"started_at;duration_minutes;channel;call_kind\n\x81\x8d\n",
        b'started_at;duration_minutes;channel;call_kind\n"' + b"x" * 200_000,
    ],
)
def test_hostile_files_are_refused_with_a_sentence(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(FileUnreadable) as refusal:
        run(file)
    assert 10 < len(refusal.value.message) < 200
    assert Call.objects.count() == 0


def test_spreadsheet(tmp_path: Path) -> None:
    cells = list(ROW.values())
    path = spreadsheet(
        tmp_path / "calls.xlsx", list(HEADER),
        [4711, dt.datetime(2025, 3, 14, 12, 32), 12, *cells[3:10], 301, *cells[11:]],
        [4712, dt.datetime(2025, 3, 14), "=3+4", *cells[3:]],
    )  # fmt: skip
    report = run(path)
    assert ([str(cell) for cell in report.bad_cells], report.imported) == ([], 2)
    assert {call.duration_minutes for call in Call.objects.all()} == {12, 7}
    assert run(path).unchanged == 2


def test_spreadsheet_and_csv_give_the_same_calls(tmp_path: Path, file: Path) -> None:
    run(write(file, row(call_id="4711", started_at="2025-03-14T12:32")))
    path = spreadsheet(
        tmp_path / "x.xlsx", list(HEADER), [4711, dt.datetime(2025, 3, 14, 12, 32), 12, *list(ROW.values())[3:]]
    )
    assert run(path).unchanged == 1


def test_spreadsheet_with_far_cells_is_refused(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "far.xlsx")
    sheet = book.add_worksheet()
    sheet.write(0, 0, "started_at")
    sheet.write(1_048_575, 90, "x")
    book.close()
    with pytest.raises(FileUnreadable):
        run(tmp_path / "far.xlsx")


def test_spreadsheet_with_more_columns_than_an_export_has_is_refused(tmp_path: Path) -> None:
    columns = [*HEADER, *(f"more {number}" for number in range(MAX_COLUMNS - len(HEADER)))]
    assert run(spreadsheet(tmp_path / "most.xlsx", columns, list(ROW.values()))).imported == 1
    with pytest.raises(FileUnreadable) as refusal:
        run(spreadsheet(tmp_path / "more.xlsx", [*columns, "one more"], list(ROW.values())))
    assert refusal.value.message == f"Fila har mer enn {MAX_COLUMNS} kolonner."


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, MemoryError])
def test_whoever_stops_the_reading_of_a_spreadsheet_is_not_told_that_it_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    def stopped(path: str) -> None:
        raise stop

    path = spreadsheet(tmp_path / "calls.xlsx", list(HEADER), list(ROW.values()))
    monkeypatch.setattr(python_calamine.CalamineWorkbook, "from_path", stopped)
    with pytest.raises(stop):
        run(path)


def test_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = spreadsheet(tmp_path / "bomb.xlsx", list(HEADER))
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/bomb.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(700):
            part.write(b" " * 1024 * 1024)
    with pytest.raises(FileUnreadable):
        run(path)


def test_empty_spreadsheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        run(spreadsheet(tmp_path / "empty.xlsx"))


def command(*arguments: object) -> tuple[int, list[str]]:
    out, status = io.StringIO(), 0
    try:
        call_command("import_calls", *map(str, arguments), stdout=out, stderr=io.StringIO())
    except SystemExit as stop:
        status = int(stop.code or 0)
    return status, out.getvalue().splitlines()


def test_command_says_three_counts_last(file: Path, at: Callable[[dt.datetime], None]) -> None:
    at(NOW)
    write(file, row(), row(call_id="A2", relation="mo"))
    assert (command(file)[0], command(file)[1][-2:]) == (
        1,
        ["0 notes dropped, 0 findings replaced", "0 imported, 0 unchanged, 1 rejected"],
    )
    status, lines = command(file, "--partial", "--dry-run")
    assert (status, lines[-1], Call.objects.count()) == (0, "1 imported, 0 unchanged, 1 rejected", 0)
    status, lines = command(file, "--partial")
    assert (status, lines[-1]) == (0, "1 imported, 0 unchanged, 1 rejected")
    assert file.with_name("calls.csv.rejected.csv").exists()
    assert (command(file, "--partial")[0], command(file, "--partial")[1][-1]) == (
        1,
        "0 imported, 1 unchanged, 1 rejected",
    )
    assert command(write(file, row()))[0] == 0


@pytest.mark.parametrize(
    ("name", "said"), [("finnes-ikke.csv", "Fila {} finnes ikke."), (".", "{} er en mappe, ikke en fil.")]
)
def test_command_without_a_readable_file(tmp_path: Path, name: str, said: str) -> None:
    status, lines = command(tmp_path / name)
    assert (status, lines[0], lines[-1]) == (1, said.format(tmp_path / name), "0 imported, 0 unchanged, 0 rejected")
