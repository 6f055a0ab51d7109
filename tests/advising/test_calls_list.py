"""The log: filters in the address, pages by key, exports, one query count whatever the rows."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from advising.models import Call
from advising.selectors.calls import CallFilters, call_page, page_key
from advising.services.import_calls import import_calls
from tests.advising.factories.calls import OSLO, STARTED, CallFactory
from tests.conftest import NOW

LIST = "/intern/telefon/"


def body(response: object) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def manager(login: Callable[..., Client], at: Callable[[dt.datetime], None]) -> Client:
    at(NOW)
    client = login("manager")
    client.get(LIST)  # the day's first page marks the session as used
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_whatever_the_rows(
    manager: Client, rows: int, django_assert_num_queries: Callable[..., object]
) -> None:
    CallFactory.create_batch(rows, note="Sliten.")
    with django_assert_num_queries(4):  # session, person, calls, call-backs that wait
        page = manager.get(LIST).content.decode()
    assert page.count("<td>Støtte- og veiledningssamtale</td>") == rows
    assert page.count("Sliten.") == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_a_call_costs_the_same_whatever_the_amendments(
    manager: Client, rows: int, django_assert_num_queries: Callable[..., object]
) -> None:
    call = CallFactory()
    for number in range(rows):
        call.amendments.create(
            changes={"relation": ["mother", "father"]}, reason=f"Grunn {number}", amended_on=NOW.date(),
            amended_by=manager.user,
        )  # fmt: skip
    with django_assert_num_queries(4):
        page = manager.get(call.get_absolute_url()).content.decode()
    assert page.count("Den som ringer, er: Mor → Far") == rows


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"a", "b", "c"}),
        ("kanal=email", {"b"}),
        ("type=silent", {"c"}),
        ("type=talks", {"a", "b"}),
        ("relasjon=father", {"b"}),
        ("tema=waiting", {"b"}),
        ("fylke=46", {"b"}),
        ("fra=2026-11-24", {"a", "b"}),
        ("til=2026-11-23", {"c"}),
        ("kilde=import", {"c"}),
        ("fra=tull&kanal=duepost", {"a", "b", "c"}),
        ("kanal=email&tema=burden", set()),
    ],
)
def test_filters(manager: Client, query: str, found: set[str]) -> None:
    calls = {
        "a": CallFactory(),
        "b": CallFactory(channel="email", relation="father", topics=["burden", "waiting"], county="46"),
        "c": CallFactory(kind="silent", source="import", started_at=dt.datetime(2026, 11, 23, 23, 55, tzinfo=OSLO)),
    }
    if query.startswith("kanal=email&"):
        calls["b"].topics = ["waiting"]
        calls["b"].save()
    page = manager.get(f"{LIST}?{query}").content.decode()
    assert {name for name, call in calls.items() if str(call.pk) in page} == found


def test_empty_states(manager: Client) -> None:
    assert "Loggen er tom." in manager.get(LIST).content.decode()
    assert "Ingen samtaler passer" in manager.get(f"{LIST}?kanal=email").content.decode()


def test_pages_by_key_show_every_call_once_both_ways(db: None) -> None:
    moments = [STARTED - dt.timedelta(minutes=5 * (number // 3)) for number in range(120)]
    Call.objects.bulk_create([CallFactory.build(started_at=moment) for moment in moments])
    pages, older = [], ""
    while True:
        page = call_page(CallFilters(), older=older)
        pages.append([row.call.pk for row in page.rows])
        if not page.older:
            break
        older = page.older
    assert [len(each) for each in pages] == [50, 50, 20]
    assert len({pk for each in pages for pk in each}) == 120
    back = call_page(CallFilters(), newer=page_key(Call.objects.get(pk=pages[1][0])))
    assert [row.call.pk for row in back.rows] == pages[0]
    assert (back.newer, bool(back.older)) == ("", True)


def test_a_key_that_makes_no_sense_is_the_first_page(manager: Client) -> None:
    CallFactory()
    assert (
        manager.get(f"{LIST}?eldre=tull&nyere=2026-x").content.decode().count("Støtte- og veiledningssamtale</td>") == 1
    )


def test_csv_export_quotes_formulas_and_has_no_note(manager: Client) -> None:
    CallFactory(note="Hemmelig.", municipality="0301", referred_to=["nav", "gp"])
    response = manager.get(f"{LIST}eksport.csv?kanal=phone")
    text = body(response).decode("utf-8-sig")
    header, row = list(csv.reader(io.StringIO(text), delimiter=";"))
    values = dict(zip(header, row, strict=True))
    assert (values["started_at"], values["relation"], values["county"], values["municipality"]) == (
        "24.11.2026 09:00", "Mor", "Oslo", "Oslo",
    )  # fmt: skip
    assert (values["referred_to"], "Hemmelig" in text) == ("NAV|Fastlege", False)


def test_export_costs_the_same_whatever_the_rows(
    manager: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    for rows in (1, 3):
        CallFactory.create_batch(rows)
        with django_assert_num_queries(3):
            body(manager.get(f"{LIST}eksport.csv"))


def test_export_is_read_again_by_the_import(manager: Client, tmp_path: Path) -> None:
    CallFactory(county="46", municipality="4601", diagnosis_areas=["psychosis"], caller_age_band="not_asked")
    for kind in ("csv", "xlsx"):
        path = tmp_path / f"export.{kind}"
        path.write_bytes(body(manager.get(f"{LIST}eksport.{kind}")))
        report = import_calls(path, now=NOW, dry_run=True)
        assert (report.imported, [str(cell) for cell in report.bad_cells]) == (1, [])


def test_xlsx_export_keeps_texts_as_text(manager: Client, tmp_path: Path) -> None:
    CallFactory()
    path = tmp_path / "x.xlsx"
    path.write_bytes(body(manager.get(f"{LIST}eksport.xlsx")))
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert (rows[0][0], rows[1][1]) == ("started_at", 15.0)


def test_export_is_the_managers(login: Callable[..., Client]) -> None:
    assert login("adviser").get(f"{LIST}eksport.csv").status_code == 404
    assert login("manager").get(f"{LIST}eksport.pdf").status_code == 404


@pytest.mark.parametrize("role", ["relative", "group_leader", "course_host", "ombud", "editor", "board", "technician"])
def test_others_find_nothing(login: Callable[..., Client], role: str) -> None:
    call = CallFactory()
    client = login(role)
    for url in (LIST, f"{LIST}ny/", f"{LIST}importer/", f"{LIST}oppfolging/", call.get_absolute_url()):
        assert client.get(url).status_code == 404


def test_not_signed_in_goes_to_the_login(client: Client, db: None) -> None:
    assert re.match(r"/konto/login/\?", client.get(LIST)["Location"])
