"""A board member walks every address the right opens: no count of 1-7 stands anywhere, and none can be worked out."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from pio.accounts.rights import allows
from stats.registry import INDICATORS
from stats.services.publications import freeze, order_publication
from stats.services.releases import release_months
from stats.services.reports import ReportChoices, save_report
from stats.templatetags.figures import seams
from tests.advising.factories.calls import CallFactory
from tests.architecture.test_urls import _right, addresses
from tests.conftest import NOW
from tests.ombud.factories import AssignmentFactory, CaseFactory

pytestmark = pytest.mark.django_db
CELL = re.compile(r'<td class="num[^"]*">\s*([1-7])\s*</td>|<dd><a[^>]*>\s*([1-7])\s*</a></dd>')


@pytest.fixture
def few(now) -> None:
    """Few of everything, in both years: calls of one relation, clients, assignments."""
    for year in (2025, 2026):
        CallFactory.create_batch(3, started_at=datetime(year, 2, 3, 10, tzinfo=UTC), relation="brother", county="18")
        CallFactory.create_batch(50, started_at=datetime(year, 3, 3, 10, tzinfo=UTC), relation="mother")
        case = CaseFactory(opened_date=datetime(year, 2, 1, tzinfo=UTC).date())
        for _ in range(4):
            AssignmentFactory(case=case, opened_date=datetime(year, 2, 2, tzinfo=UTC).date())
    freeze(order_publication(2025, reason="", by=None, now=now).pk)
    release_months(now=now)


def pages_of_the_board() -> list[str]:
    """Every address whose right the board holds, with every figure, month and year."""
    opened = {
        pattern.name for pattern in addresses().values() if _right(pattern) and allows(["board"], _right(pattern))
    }
    report = save_report(
        ReportChoices(name="Alt", keys=tuple(INDICATORS), rule="last_year", by_month=True, for_board=True),
        by=None, now=NOW,
    )  # fmt: skip
    given = {"figures_year": [[2025], [2026]], "figures_report": [[report.pk]], "figures_report_file": [[report.pk]],
             "figures_chart": [[year, 1, "csv"] for year in (2025, 2026)],
             "figures_figure": [[year, key] for year in (2025, 2026) for key in INDICATORS]}  # fmt: skip
    plain = [name for name in opened if name and name.startswith("figures") and name not in given]
    found = [reverse(name) for name in plain] + [reverse(n, args=a) for n in given for a in given[n] if n in opened]
    months = [f"{page}?maaned=2" for page in found if page.endswith("/helpline_calls/")]
    return [*found, *months, "/tall/", "/tall/2025/", "/tall/2025.csv", "/tall/2025.json"]


@pytest.mark.usefixtures("few")
def test_p16_board_member_reaches_no_address_with_a_small_number(login, at):
    at(NOW)
    board, manager = login("board"), login("manager")
    pages = pages_of_the_board()
    answers = {page: board.get(page) for page in pages}
    assert {answer.status_code for answer in answers.values()} == {200}
    small = {page: found for page, answer in answers.items() if (found := CELL.findall(answer.content.decode()))}
    median = {f"/intern/tall/{year}/" for year in (2025, 2026)}  # a median of days may be small
    assert {page for page in small if page not in median} == set()
    assert len(pages) > 60
    seen = CELL.findall(manager.get("/intern/tall/2026/helpline_calls/").content.decode())
    assert seen != []  # the control: the manager sees the three


@pytest.mark.usefixtures("few")
def test_p16_breakdowns_of_an_unpublished_year_are_for_the_manager(login, at):
    at(NOW)
    board, manager = login("board"), login("manager")
    titles = {
        (client, year): [t for t, _cells in client.get(f"/intern/tall/{year}/people_in_contact/").context["breakdowns"]]
        for client in (board, manager) for year in (2025, 2026)
    }  # fmt: skip
    assert titles[board, 2026] == ["Måned"]
    assert {"Relasjon", "Ukedag"} <= set(titles[manager, 2026])
    assert titles[board, 2025] == ["Måned", "Relasjon", "Kjønn", "Alder"]


@pytest.mark.usefixtures("few")
def test_p16_files_that_the_board_may_read_hold_no_small_number(login, at):
    at(NOW)
    board = login("board")
    lines = [page for page in pages_of_the_board() if page.endswith(".csv")]
    for page in lines:
        names = 1 if "diagram" in page else 2
        cells = [cell for line in board.get(page).content.decode().splitlines()[1:] for cell in line.split(",")[names:]]
        assert [cell for cell in cells if cell in set("1234567")] == [], page
    assert len(lines) == 4


@pytest.mark.usefixtures("few")
def test_p16_no_month_and_no_total_of_few_on_the_boards_year(login, at):
    at(NOW)
    rows = [row for table in login("board").get("/intern/tall/2026/").context["tables"] for row in table.rows]
    counts = {
        row.indicator.key: [value for value in (*row.months, *row.previous_months, row.total, row.previous)
                            if value is not None and 0 < value < 8]
        for row in rows if row.indicator.is_count
    }  # fmt: skip
    assert {key: values for key, values in counts.items() if values} == {}


@pytest.mark.usefixtures("few")
def test_the_boards_page_of_a_figure_says_what_there_is(login, at):
    """No column of dashes, no figure without a word about when it is told."""
    at(NOW)
    board = login("board")
    html = {key: board.get(f"/intern/tall/2026/{key}/").content.decode() for key in (
        "helpline_calls", "group_waiting_days_p90", "ombud_clients", "people_in_contact",
    )}  # fmt: skip
    assert ["Andel" in html[key] for key in ("helpline_calls", "people_in_contact")] == [False, False]
    assert "Andel" in board.get("/intern/tall/2025/people_in_contact/").content.decode()
    note = re.compile(r'<p class="note">(.*?)</p>')
    assert {key: note.findall(page) for key, page in html.items()} == {
        "helpline_calls": [],
        "people_in_contact": [],
        "group_waiting_days_p90": ["Regnes ut for hele året. Vises når året er over, hvis mange nok er regnet med."],
        "ombud_clients": ["Teller enkeltpersoner. Vises når året er publisert."],
    }
    assert "Ventetid til gruppe, ni av ti, 2026" in " ".join(html["group_waiting_days_p90"].split())


def test_before_any_month_is_out_the_board_is_told_so(login, at):
    at(NOW)
    html = login("board").get("/intern/tall/2026/helpline_calls/").content.decode()
    assert '<p class="note">Ingen måneder er låst ennå.</p>' in html


@pytest.mark.parametrize(
    ("role", "words"),
    [("board", "Ingen rapporter ennå. Lederen lager dem, og velger hvilke styret kan lese."),
     ("manager", "Ingen rapporter er lagret.")],
)  # fmt: skip
def test_no_reports(login, at, role, words):
    at(NOW)
    assert words in login(role).get("/intern/tall/rapporter/").content.decode()


def test_long_names_are_divided_where_words_meet():
    names = [
        "Samtaler på rådgivningstelefonen", "Deltakere i rådgivningstimer", "Oppmøter i samtalegrupper",
        "Dager med inntaksstopp", "Timer i følge til kontorer", "Conversations on the helpline",
    ]  # fmt: skip
    assert [seams(name).replace("\N{SOFT HYPHEN}", "|") for name in names] == [
        "Samtaler på rådgivnings|telefonen", "Deltakere i rådgivnings|timer", "Oppmøter i samtale|grupper",
        "Dager med inntaks|stopp", "Timer i følge til kontorer", "Conversations on the helpline",
    ]  # fmt: skip


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("role", "page"), [("board", "/intern/tall/"), ("manager", "/intern/tall/"), ("", "/tall/2025/")]
)
def test_key_figures_are_divided_on_every_page_that_has_them(login, at, client, role, page):
    at(NOW)
    html = (login(role) if role else client).get(page).content.decode()
    assert "<dt>Samtaler på rådgivnings\N{SOFT HYPHEN}telefonen</dt>" in html
