"""`import_calls`: the format to the letter, all or nothing, repeated imports, notes and places."""

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

from advising import call_keys
from advising.models import Call
from tests.advising.call_files import HEADER, bad, row, run, write
from tests.advising.factories.calls import OSLO

pytestmark = pytest.mark.django_db


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


def test_the_fingerprint_of_a_row_is_what_it_always_was(file: Path) -> None:
    """Files that were imported by an earlier version are still known: a column that came later counts when answered."""
    run(write(file, row()))
    assert bytes(Call.objects.get().import_digest) == call_keys.digest(
        (
            "2025-03-14T11:30:00+00:00", "12", "phone", "support", "relative", "mother", "female", "36_50", "03",
            "0301", "psychosis|alcohol", "burden|boundaries", "not_asked", "nav",
        )
    )  # fmt: skip


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
