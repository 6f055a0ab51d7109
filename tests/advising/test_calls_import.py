"""`import_calls`: the format to the letter, all or nothing, repeated imports, hostile files."""

import csv
import dataclasses
import datetime as dt
import io
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from advising.models import Call
from advising.services import call_uploads
from advising.services.import_calls import FileUnreadable, ImportReport, import_calls
from advising.tasks import call_uploads as tasks
from tests.advising.factories.calls import OSLO
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
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


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "calls.csv"


def run(path: Path, **options: object) -> ImportReport:
    return import_calls(path, now=NOW, **options)


def bad(report: ImportReport) -> list[tuple[int, str]]:
    return [(cell.line, cell.column) for cell in report.bad_cells]


def test_a_row_is_stored_as_codes(file: Path) -> None:
    report = run(write(file, row()))
    call = Call.objects.get()
    assert report.summary == "1 imported, 0 unchanged, 0 rejected"
    assert call.started_at == dt.datetime(2025, 3, 14, 12, 30, tzinfo=OSLO)
    assert (call.channel, call.kind, call.caller_role, call.relation) == ("phone", "support", "relative", "mother")
    assert (call.county, call.municipality, call.topics) == ("03", "0301", ["burden", "boundaries"])
    assert (call.diagnosis_areas, call.referred_from, call.referred_to) == (
        ["psychosis", "alcohol"],
        ["not_asked"],
        ["nav"],
    )
    assert (call.source, call.duration_minutes, call.caller_age_band) == ("import", 12, "36_50")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_encodings_and_delimiters(file: Path, encoding: str, delimiter: str) -> None:
    report = run(
        write(
            file,
            row(relation="Søster", county="Møre og Romsdal", municipality="Ålesund"),
            encoding=encoding,
            delimiter=delimiter,
        )
    )
    assert report.imported == 1
    assert (Call.objects.get().relation, Call.objects.get().municipality) == ("sister", "1508")


def test_only_required_columns_are_needed(file: Path) -> None:
    report = run(write(file, row(), header=("started_at", "duration_minutes", "channel", "call_kind")))
    call = Call.objects.get()
    assert report.imported == 1
    assert (call.relation, call.topics, call.county, call.external_key) == (
        "not_asked",
        ["not_asked"],
        "not_asked",
        None,
    )


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-03-14T12:34", "2025-03-14T12:30+01:00"),
        ("2025-03-14 12:34:59", "2025-03-14T12:30+01:00"),
        ("2025-03-14T11:34Z", "2025-03-14T12:30+01:00"),
        ("1.7.2025 9:05", "2025-07-01T09:05+02:00"),
        ("30.03.2025 02:30", "2025-03-30T03:30+02:00"),  # skipped by the spring change: one hour later
        ("26.10.2025 02:30", "2025-10-26T02:30+02:00"),  # repeated by the autumn change: the first
        ("31.12.2024 23:59", "2024-12-31T23:55+01:00"),
    ],
)
def test_times(file: Path, text: str, moment: str) -> None:
    assert run(write(file, row(started_at=text))).imported == 1
    assert Call.objects.get().started_at == dt.datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("started_at", ""),
        ("started_at", "i går"),
        ("started_at", "14.13.2025 12:30"),
        ("started_at", "2025-03-14"),
        ("started_at", "0001-01-01T00:00"),
        ("started_at", "24.11.2026 10:05"),
        ("duration_minutes", ""),
        ("duration_minutes", "-5"),
        ("duration_minutes", "1,5"),
        ("duration_minutes", "99999"),
        ("duration_minutes", "=1+1"),
        ("channel", ""),
        ("channel", "duepost"),
        ("call_kind", ""),
        ("relation", "Kari Nordmann"),
        ("topics", "slitasje|romfart"),
        ("topics", "burden|boundaries|waiting|conflict|debt"),
        ("municipality", "Andeby"),
        ("county", "Vestlandet"),
        ("county", "Vestland"),
        ("note", "x" * 4001),
        ("relation", "mor\x00"),
    ],
)
def test_a_bad_cell_is_named_and_keeps_everything_out(file: Path, column: str, value: str) -> None:
    report = run(write(file, row(call_id="A0"), row(**{column: value})))
    assert bad(report) == [(3, column)]
    assert report.summary == "0 imported, 0 unchanged, 1 rejected"
    assert Call.objects.count() == 0


def test_every_bad_cell_is_listed_with_what_was_expected(file: Path) -> None:
    report = run(write(file, row(relation="moor", channel="telefn")))
    assert [str(cell) for cell in report.bad_cells] == [
        "linje 2, kolonne channel: «telefn» – en kode eller et navn fra lista channel; mente du «Telefon»?",
        "linje 2, kolonne relation: «moor» – en kode eller et navn fra lista relation; mente du «Mor»?",
    ]


def test_partial_imports_the_good_rows(file: Path) -> None:
    aside = file.with_name("calls.csv.rejected.csv")
    report = run(
        write(file, row(), row(call_id="A2", relation="=cmd()"), row(call_id="A3")), partial=True, rejected_path=aside
    )
    assert report.summary == "2 imported, 0 unchanged, 1 rejected"
    lines = list(csv.reader(io.StringIO(aside.read_text(encoding="utf-8-sig")), delimiter=";"))
    assert [line[0] for line in lines] == ["call_id", "A2"]
    assert lines[1][6] == "'=cmd()"


def test_dry_run_counts_and_stores_nothing(file: Path) -> None:
    report = run(write(file, row(), row(call_id="A2")), dry_run=True)
    assert (report.summary, Call.objects.count()) == ("2 imported, 0 unchanged, 0 rejected", 0)


def test_repeated_import_is_harmless_and_other_values_are_bad(file: Path) -> None:
    run(write(file, row(), row(call_id="A2")))
    assert run(file).summary == "0 imported, 2 unchanged, 0 rejected"
    report = run(write(file, row(), row(call_id="A2", relation="far"), row(call_id="A3")))
    assert (bad(report), report.summary) == ([(3, "call_id")], "0 imported, 1 unchanged, 1 rejected")
    assert run(file, partial=True).summary == "1 imported, 1 unchanged, 1 rejected"


def test_an_empty_cell_and_not_asked_are_the_same_value(file: Path) -> None:
    run(write(file, row(referred_to="")))
    assert run(write(file, row(referred_to="Ikke spurt"))).unchanged == 1


def test_same_call_id_twice_the_second_is_bad(file: Path) -> None:
    report = run(write(file, row(), row()))
    assert bad(report) == [(3, "call_id")]


def test_call_id_is_kept_as_a_keyed_hash(file: Path) -> None:
    run(write(file, row(call_id="SECRET-77")))
    assert b"SECRET-77" not in bytes(Call.objects.get().external_key)
    assert len(Call.objects.get().external_key) == 32


def test_rows_without_call_id_are_always_new(file: Path) -> None:
    write(file, row(call_id=""), row(call_id=""))
    assert [run(file).imported, run(file).imported] == [2, 2]


def test_notes_old_ones_are_dropped_findings_replaced(file: Path) -> None:
    fresh = {"started_at": "20.11.2026 12:00", "note": "Ring 912 34 567 i morgen"}
    report = run(write(file, row(note="Gammelt notat"), row(call_id="A2", **fresh)))
    assert report.notes_summary == "1 notes dropped, 1 findings replaced"
    assert sorted(str(call.note) for call in Call.objects.all()) == ["None", "Ring ███ ██ ███ i morgen"]
    assert run(file).summary == "0 imported, 2 unchanged, 0 rejected"
    report = run(write(file, row(call_id="A2", **(fresh | {"note": "Noe annet"}))))
    assert report.summary == "0 imported, 0 unchanged, 1 rejected"


def test_county_follows_from_the_municipality(file: Path) -> None:
    run(write(file, row(county="", municipality="Bergen")))
    assert (Call.objects.get().county, Call.objects.get().municipality) == ("46", "4601")


def test_expired_places_are_known(file: Path) -> None:
    assert run(write(file, row(county="Viken", municipality=""))).imported == 1
    assert run(write(file, row(call_id="A2", county="ukjent", municipality="Ukjent"))).imported == 1


def test_unknown_columns_are_named_and_ignored(file: Path) -> None:
    report = run(write(file, row() | {"navn": "Kari"}, header=(*HEADER, "navn")))
    assert (report.imported, report.ignored_columns) == (1, ["navn"])


def test_blank_lines_and_short_rows(file: Path) -> None:
    good, short = "14.03.2025 12:30;5;phone;silent", "14.03.2025 12:30;5;phone"
    text = f"started_at;duration_minutes;channel;call_kind;note\n\n{good}\n;;;;\n{short}\n"
    file.write_text(text, encoding="utf-8")
    assert bad(run(file)) == [(5, "call_kind")]


def test_too_many_cells_in_a_row(file: Path) -> None:
    file.write_text(
        "started_at;duration_minutes;channel;call_kind\n14.03.2025 12:30;5;phone;silent;oi\n", encoding="utf-8"
    )
    assert bad(run(file)) == [(2, "-")]


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


# --- spreadsheets -----------------------------------------------------------------------------------------------------
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


# --- the command ------------------------------------------------------------------------------------------------------
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


@pytest.mark.parametrize("name", ["finnes-ikke.csv", "."])
def test_command_without_a_readable_file(tmp_path: Path, name: str) -> None:
    status, lines = command(tmp_path / name)
    assert (status, lines[-1]) == (1, "0 imported, 0 unchanged, 0 rejected")


# --- the upload page --------------------------------------------------------------------------------------------------
PAGE = "/intern/telefon/importer/"


@pytest.fixture
def manager(login: Callable[..., Client], at: Callable[[dt.datetime], None]) -> Client:
    at(NOW)
    return login("manager")


def upload(manager: Client, path: Path) -> str:
    """Send a file and let a worker look at it; the address of its job."""
    with path.open("rb") as handle:
        response = manager.post(PAGE, {"file": handle})
    assert response.status_code == 302, response.content.decode()
    work(response.headers["Location"])
    return str(response.headers["Location"])


def work(address: str) -> None:
    """What the worker does."""
    tasks.work_on(address.rstrip("/").rsplit("/", 1)[1])


def test_upload_previews_and_then_imports(manager: Client, file: Path) -> None:
    job = upload(manager, write(file, row(), row(call_id="A2")))
    page = manager.get(job).content.decode()
    assert (page.count("Importer samtalene"), Call.objects.count()) == (1, 0)
    assert (manager.post(job, {}).headers["Location"], Call.objects.count()) == (job, 0)
    work(job)
    assert manager.get(job).headers["Location"] == "/intern/telefon/"
    assert Call.objects.count() == 2
    assert manager.post(job, {}).headers["Location"] == PAGE  # the file is forgotten
    assert "Fila er ikke her lenger." in manager.get(PAGE).content.decode()
    assert Call.objects.count() == 2


def test_upload_shows_the_same_errors_and_imports_the_good_rows(manager: Client, file: Path) -> None:
    job = upload(manager, write(file, row(), row(call_id="A2", relation="moor")))
    assert manager.get(job).content.decode().count("mente du «Mor»?") == 1
    manager.post(job, {})
    work(job)
    assert manager.get(job).content.decode().count("mente du «Mor»?") == 1
    assert Call.objects.count() == 0
    manager.post(job, {"partial": "on"})
    work(job)
    assert Call.objects.count() == 1


def test_upload_follows_the_reading(manager: Client, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with write(file, *(row(call_id=str(number)) for number in range(1200))).open("rb") as handle:
        job = manager.post(PAGE, {"file": handle}).headers["Location"]
    assert "Fila venter på tur." in manager.get(job).content.decode()
    shown = []
    write_down = call_uploads._write

    def look(upload_id: uuid.UUID, state: call_uploads.Job) -> None:
        write_down(upload_id, state)
        if state.state == call_uploads.RUNNING:
            part = manager.get(job, headers={"HX-Request": "true"})
            shown.append((part.context["job"].percent, "<html" in part.content.decode()))

    monkeypatch.setattr(call_uploads, "_write", look)
    work(job)
    assert [whole for _percent, whole in shown] == [False] * 3
    percents = [percent for percent, _whole in shown]
    assert (percents, percents[0]) == (sorted(set(percents)), 0)
    done = manager.get(job, headers={"HX-Request": "true"})
    assert (done.status_code, done.headers["HX-Refresh"]) == (204, "true")


def test_upload_in_english_has_its_errors_in_english(login: Callable[..., Client], file: Path, at: object) -> None:
    at(NOW)
    manager = login("manager", language="en")
    page = manager.get(upload(manager, write(file, row(relation="moor")))).content.decode()
    assert "did you mean" in page.lower()


def test_upload_waits_sealed_and_is_forgotten_after_the_import(manager: Client, file: Path) -> None:
    job = upload(manager, write(file, row(note="Hemmelig ord", relation="moor")))
    upload_id = uuid.UUID(job.rstrip("/").rsplit("/", 1)[1])
    kept = [cache.get(call_uploads._key(label, upload_id)) for label in (call_uploads.FILE, call_uploads.JOB)]
    assert [b"moor" in each or b"Hemmelig" in each for each in kept] == [False, False]
    manager.post(job, {"partial": "on"})
    work(job)
    assert cache.get(call_uploads._key(call_uploads.FILE, upload_id)) is None


def test_upload_pressed_twice_is_one_import(manager: Client, file: Path) -> None:
    job = upload(manager, write(file, row()))
    assert [manager.post(job, {}).headers["Location"] for _press in range(2)] == [job, job]
    work(job)
    work(job)
    assert Call.objects.count() == 1


def test_upload_whose_worker_died_says_so(manager: Client, file: Path, at: Callable[..., None]) -> None:
    job = upload(manager, write(file, row()))
    upload_id = uuid.UUID(job.rstrip("/").rsplit("/", 1)[1])
    begun = call_uploads.begin(upload_id, act=call_uploads.IMPORT, now=NOW)
    call_uploads._write(upload_id, dataclasses.replace(begun, state=call_uploads.RUNNING))
    assert "Leser fila" in manager.get(job).content.decode()
    at(NOW + dt.timedelta(seconds=121))
    assert "Lesingen stoppet, og ingenting er lagret." in manager.get(job).content.decode()


def test_upload_that_breaks_inside_is_a_sentence(manager: Client, file: Path) -> None:
    write(file, row())
    with file.open("a", encoding="utf-8") as handle:
        handle.write(";".join(["x"] * 101) + "\n")
    response = manager.get(upload(manager, file))
    assert (response.status_code, "<title>Feil: " in response.content.decode()) == (422, True)
    assert "Fila har mer enn 100 kolonner." in response.content.decode()


def test_upload_nobody_knows_leads_to_the_page(manager: Client) -> None:
    assert manager.get(f"{PAGE}{uuid.uuid4()}/").headers["Location"] == PAGE


def test_upload_of_nonsense_is_a_sentence(manager: Client, file: Path) -> None:
    file.write_bytes(b"navn;nummer\n")
    with file.open("rb") as handle:
        response = manager.post(PAGE, {"file": handle})
    assert response.status_code == 422
    assert (
        response.content.decode().count("linje 1: kolonnen started_at, duration_minutes, channel, call_kind mangler")
        == 2
    )
    assert manager.post(PAGE, {}).status_code == 422


def test_upload_is_the_managers(login: Callable[..., Client]) -> None:
    assert login("adviser").get(PAGE).status_code == 404
