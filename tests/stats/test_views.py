"""Pages of the figures: who sees what, what it costs, and that nothing small reaches the board."""

import json
import re
from datetime import UTC, datetime, timedelta

import jsonschema
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pio.accounts.models import User
from stats.models import ChapterText, ManualFigure, Publication
from stats.registry import INDICATORS
from stats.services.publications import freeze, order_publication
from stats.services.releases import release_months
from stats.services.texts import write_text
from tests.advising.factories.calls import CallFactory
from tests.conftest import NOW
from tests.ombud.factories import CaseFactory

pytestmark = pytest.mark.django_db
LAST_YEAR = datetime(2025, 6, 2, 10, tzinfo=UTC)
STAFF_PAGES = ("/intern/tall/", "/intern/tall/2026/", "/intern/tall/2026/helpline_calls/")
MANAGER_PAGES = (
    "/intern/tall/2025/manuelt/", "/intern/tall/2025/manuelt/fil/", "/intern/tall/2025/publiser/",
    "/intern/tall/2025/publisert-for/", "/intern/tall/2025/tekst/", "/intern/tall/2025/tekst/groups/nb/",
)  # fmt: skip


@pytest.fixture
def year_2025(now) -> Publication:
    CallFactory.create_batch(9, started_at=LAST_YEAR, caller_gender="female")
    CallFactory.create_batch(3, started_at=LAST_YEAR, relation="father", caller_gender="male")
    ordered = order_publication(2025, reason="", by=None, now=now)
    freeze(ordered.pk)
    return Publication.objects.get(pk=ordered.pk)


@pytest.mark.parametrize("role", ["board", "manager"])
def test_board_and_manager_see_the_figures(login, at, role):
    at(NOW)
    CallFactory(started_at=NOW - timedelta(days=1))
    client = login(role)
    assert [client.get(page).status_code for page in STAFF_PAGES] == [200] * 3


@pytest.mark.parametrize("role", ["adviser", "group_leader", "course_host", "ombud", "editor", "technician"])
def test_others_do_not_find_them(login, at, role):
    at(NOW)
    client = login(role)
    assert {client.get(page).status_code for page in (*STAFF_PAGES, *MANAGER_PAGES)} == {404}


def test_only_the_manager_works_on_a_report(login, at):
    at(NOW)
    board, manager = login("board"), login("manager")
    assert {board.get(page).status_code for page in MANAGER_PAGES} == {404}
    assert {manager.get(page).status_code for page in MANAGER_PAGES} == {200}


def test_board_sees_no_count_of_few_people(login, at):
    at(NOW)
    CaseFactory.create_batch(3)
    CallFactory.create_batch(4, started_at=NOW - timedelta(days=1), relation="brother")
    CallFactory.create_batch(40, started_at=NOW - timedelta(days=1), relation="mother")
    board, manager = login("board"), login("manager")
    year = board.get("/intern/tall/2026/").content.decode()
    people = [item for item in INDICATORS.values() if item.small_numbers]
    assert year.count("Teller enkeltpersoner. Vises når året er publisert.") == len(people) > 1
    assert manager.get("/intern/tall/2026/").content.decode().count("Teller enkeltpersoner") == 0
    clients = board.get("/intern/tall/2026/ombud_clients/").content.decode()
    assert "<table" not in clients
    relations = board.get("/intern/tall/2026/people_in_contact/").content.decode()
    assert "Bror" not in relations
    seen = manager.get("/intern/tall/2026/helpline_calls/").content.decode()
    assert re.search(r'<th scope="row">Bror</th>\s*<td class="num">\s*4\s*</td>', seen)


def test_board_cannot_ask_for_one_month(login, at):
    at(NOW)
    CallFactory.create_batch(9, started_at=NOW - timedelta(days=1))
    CallFactory.create_batch(31, started_at=NOW - timedelta(days=60))
    release_months(now=NOW)
    board, manager = login("board"), login("manager")
    address = "/intern/tall/2026/helpline_calls/?maaned=11"
    assert board.get(address).context["total"] == 30
    assert manager.get(address).context["total"] == 9


@pytest.mark.parametrize("months", [1, 3])
def test_board_page_costs_the_same_whatever_is_out(login, at, months, django_assert_num_queries):
    at(NOW)
    for number in range(1, months + 1):
        CallFactory.create_batch(9, started_at=datetime(2026, number, 2, 10, tzinfo=UTC))
    release_months(now=NOW)
    client = login("board")
    client.get("/intern/tall/2026/")
    with django_assert_num_queries(9):
        client.get("/intern/tall/2026/")


def queries_of_figures() -> int:
    """At most one query for each part of a figure: months, this year and the year before come together."""
    return sum(len(item.parts) for item in INDICATORS.values())


def test_year_costs_the_same_whatever_the_rows(login, at):
    at(NOW)
    client = login("manager")
    spent = []
    for calls in (1, 3):
        CallFactory.create_batch(calls, started_at=NOW - timedelta(days=1))
        client.get("/intern/tall/2026/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/intern/tall/2026/")
        spent.append(len(queries))
    assert spent[0] == spent[1]
    assert spent[0] <= queries_of_figures()


@pytest.mark.parametrize("address", ["/tall/", "/tall/2025/", "/en/tall/", "/en/tall/2025/"])
def test_open_pages_are_for_everybody_and_set_no_cookie(year_2025, address):
    page = Client().get(address)
    assert (page.status_code, len(page.cookies), page.has_header("Vary")) == (200, 0, False)
    assert "2025" in page.content.decode()


def test_open_page_has_a_chapter_for_each_offer_with_text_and_charts(now):
    """A chapter with neither is left out; the words about inquiries stand at the top."""
    by = User.objects.create(email="leder@eksempel.example", name="Leder", roles=["manager"])
    CallFactory.create_batch(12, started_at=LAST_YEAR)
    for chapter, text in (("inquiries", "Om året."), ("stories", "Om erfaringene.\n\nOg mer.")):
        write_text(2025, chapter=chapter, language="nb", text=text, by=by, now=now)
    freeze(order_publication(2025, reason="", by=None, now=now).pk)
    page = Client().get("/tall/2025/")
    shown = [(code, text, len(figures)) for code, _title, text, figures in page.context["chapters"]]
    assert shown == [("inquiries", "Om året.", 2), ("helpline", "", 2), ("stories", "Om erfaringene.\n\nOg mer.", 0)]
    words = page.content.decode()
    assert [words.count(text) for text in ("Om året.", "Om erfaringene.", "Og mer.")] == [1, 1, 1]
    headings = re.findall(r'<h2 id="([\w-]+)">', words)
    assert headings[:5] == ["inquiries", "helpline", "stories", "all-figures", "definitions"]


def cells_of(address: str, client: Client, name: str) -> list[str]:
    """What stands in the row of a figure, on any of the pages."""
    page = client.get(address).content.decode()
    row = next(each for each in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL) if name in each)
    return [
        re.sub(r"<[^>]+>", "", each).strip() for each in re.findall(r'<td class="num[^>]*>(.*?)</td>', row, re.DOTALL)
    ]


@pytest.mark.usefixtures("year_2025")
def test_rows_of_the_pages_hold_the_numbers(login, at):
    """Also a thousand with its thin space, a month without any, and a month that has not begun."""
    at(NOW)
    CallFactory.create_batch(1001, started_at=datetime(2026, 2, 3, 10, tzinfo=UTC))
    name, manager = "Samtaler på rådgivningstelefonen", login("manager")
    assert cells_of("/tall/", Client(), name) == ["12"]
    assert cells_of("/intern/tall/2025/", manager, name) == ["0"] * 5 + ["12"] + ["0"] * 6 + ["12", "0"]
    thousand = "1\N{NARROW NO-BREAK SPACE}001"
    assert cells_of("/intern/tall/", manager, name) == ["0", thousand, *["0"] * 9, "–", thousand, "12"]


def test_open_page_of_a_year_that_is_not_published(db):
    assert [Client().get(a).status_code for a in ("/tall/1999/", "/tall/1999.json", "/tall/1999.pdf")] == [404] * 3
    assert "Ingen år er publisert ennå." in Client().get("/tall/").content.decode()


def test_open_data_hides_what_is_small(year_2025):
    data = json.loads(Client().get("/tall/2025.json").content)
    relations = next(t for t in data["breakdowns"] if (t["key"], t["by"]) == ("people_in_contact", "relation"))
    assert {each["code"]: each["value"] for each in relations["values"]}["father"] is None
    assert data["figures"]["helpline_calls"] == 12
    assert year_2025.checksum not in str(data)
    assert data["relation_percent"] == {"mother": None, "father": None}
    lines = Client().get("/tall/2025.csv").content.decode().splitlines()
    assert lines[0] == "section,key,code,label,value,protection"


@pytest.mark.parametrize("name", ["2025.json", "2025-en.json"])
def test_open_data_is_as_the_schema_says(year_2025, name):
    schema, data = (json.loads(Client().get(f"/tall/{each}").content) for each in ("skjema.json", name))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(data, schema)
    assert data["license"]["name"] == "NLOD 2.0"
    with pytest.raises(jsonschema.ValidationError):  # the control: the schema says something
        jsonschema.validate(data | {"figures": {"helpline_calls": "mange"}}, schema)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("2025.json", "application/json; charset=utf-8"),
        ("2025.csv", "text/csv; charset=utf-8"),
        ("2025.pdf", "application/pdf"),
        ("2025-en.pdf", "application/pdf"),
        ("2025.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("skjema.json", "application/schema+json"),
    ],
)
def test_files_of_a_published_year(year_2025, name, kind):
    answer = Client().get(f"/tall/{name}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)


def test_earlier_version_can_still_be_read(year_2025, now):
    CallFactory(started_at=LAST_YEAR)
    freeze(order_publication(2025, reason="En samtale manglet.", by=None, now=now).pk)
    newest, first = (Client().get(a).content.decode() for a in ("/tall/2025/", "/tall/2025/?versjon=1"))
    assert ("2025: 13 henvendelser" in newest, "2025: 12 henvendelser" in first) == (True, True)
    assert "En samtale manglet." in newest


def test_publishing_from_the_page(login, at, django_capture_on_commit_callbacks):
    at(NOW)
    CallFactory(started_at=LAST_YEAR)
    client = login("manager")
    answer = client.post("/intern/tall/2025/publiser/")
    assert answer.status_code == 302
    assert [each.version for each in Publication.objects.filter(year=2025)] == [1]


def test_correction_without_a_reason_is_asked_for_one(login, at, year_2025):
    at(NOW)
    answer = login("manager").post("/intern/tall/2025/publiser/", {"reason": ""})
    assert answer.status_code == 422
    assert "Skriv hva som er rettet." in answer.content.decode()


def test_page_says_what_has_changed_since(login, at, year_2025):
    at(NOW)
    CallFactory(started_at=LAST_YEAR)
    page = login("manager").get("/intern/tall/2025/publiser/")
    assert [(c.published, c.today) for c in page.context["changes"]][:2] == [("12", "13"), ("12", "13")]


def test_manual_figures_are_entered_with_a_source(login, at):
    at(NOW)
    client = login("manager")
    page = client.get("/intern/tall/2025/manuelt/")
    assert len(page.context["missing"]) == 8
    client.post(
        "/intern/tall/2025/manuelt/", {"f0": "831", "f0_source": "Registeret", "own_name": "Gaver", "own_value": "4"}
    )
    rows = [(each.key, each.value, each.source) for each in ManualFigure.objects.order_by("-value")]
    assert rows == [("members", 831, "Registeret"), ("Gaver", 4, "")]


def test_manual_figure_that_is_no_number_is_kept_and_asked_about(login, at):
    at(NOW)
    answer = login("manager").post("/intern/tall/2025/manuelt/", {"f0": "mange", "f1": "7"})
    page = answer.content.decode()
    assert (answer.status_code, ManualFigure.objects.count()) == (422, 0)
    assert "Skriv et helt tall, bare siffer." in page
    assert 'value="7"' in page


def test_text_of_a_chapter_keeps_its_versions(login, at):
    at(NOW)
    client = login("manager")
    for text in ("Et godt år.", "Et godt år for gruppene.", "Et godt år for gruppene."):
        client.post("/intern/tall/2025/tekst/groups/nb/", {"text": text})
    rows = [(each.version, each.text) for each in ChapterText.objects.order_by("version")]
    assert rows == [(1, "Et godt år."), (2, "Et godt år for gruppene.")]
