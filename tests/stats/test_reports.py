"""Saved reports: whole months, who reads them, a link on the fifth, and no small number on the way out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from pio.messaging.kinds import Drop
from pio.messaging.models import OutboxMessage
from stats.messages import compose
from stats.models import SavedReport
from stats.models.reports import PeriodRule, Schedule
from stats.periods import Period
from stats.registry import INDICATORS
from stats.selectors.reports import period_of, report_rows
from stats.selectors.running import chapter_titles
from stats.services.publications import freeze, order_publication
from stats.services.releases import release_months
from stats.services.reports import NameTaken, ReportChoices, delete_report, next_date, save_report, send_due
from tests.advising.factories.calls import CallFactory
from tests.conftest import NOW
from tests.ombud.factories import CaseFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
FIFTH = datetime(2026, 12, 5, 8, tzinfo=UTC)
FORM = {"name": "Oslo kommune", "keys": ["helpline_calls"], "rule": "year_so_far", "schedule": "never"}


def report(**fields: object) -> SavedReport:
    values = {"name": "Oslo kommune", "keys": ("helpline_calls",), "rule": PeriodRule.YEAR_SO_FAR} | fields
    return save_report(ReportChoices(**values), by=None, now=NOW)


@pytest.mark.parametrize(
    ("rule", "first", "last"),
    [
        (PeriodRule.LAST_MONTH, date(2026, 10, 1), date(2026, 10, 31)),
        (PeriodRule.LAST_QUARTER, date(2026, 7, 1), date(2026, 9, 30)),
        (PeriodRule.YEAR_SO_FAR, date(2026, 1, 1), date(2026, 10, 31)),
        (PeriodRule.LAST_YEAR, date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_period_is_whole_months_that_are_over(rule, first, last):
    period = period_of(SavedReport(rule=rule), today=TODAY)
    assert (period.start, period.last_day) == (first, last)


def test_period_in_january_reaches_into_the_year_before():
    found = [period_of(SavedReport(rule=rule), today=date(2026, 1, 5)) for rule in list(PeriodRule)[1:]]
    year = Period.year(2025)
    assert found == [Period.month(2025, 12), Period(date(2025, 10, 1), year.end), year, year]


def test_fixed_months_stay():
    months = SavedReport(rule="fixed", first_month=date(2025, 11, 1), last_month=date(2026, 2, 1))
    assert period_of(months, today=TODAY) == Period(date(2025, 11, 1), date(2026, 3, 1))


def test_report_is_made_of_months_that_were_let_out():
    CallFactory.create_batch(12, started_at=datetime(2026, 10, 31, 22, 55, tzinfo=UTC))
    CallFactory(started_at=datetime(2026, 10, 31, 23, 0, tzinfo=UTC))  # November in Oslo
    CallFactory.create_batch(23, started_at=datetime(2026, 3, 2, 9, tzinfo=UTC))
    release_months(now=NOW)
    saved = report(by_month=True)
    expected = [(35, (0, 0, 25, *[0] * 6, 10), True)]
    assert [(row.value, row.months, row.is_about) for row in report_rows(saved, today=TODAY)] == expected
    CallFactory(started_at=datetime(2026, 3, 2, 9, tzinfo=UTC))
    assert [(row.value, row.months, row.is_about) for row in report_rows(saved, today=TODAY)] == expected


def test_published_year_is_exact_in_a_report(now):
    CallFactory.create_batch(12, started_at=datetime(2025, 10, 31, 22, 55, tzinfo=UTC))
    CallFactory.create_batch(23, started_at=datetime(2025, 3, 2, 9, tzinfo=UTC))
    freeze(order_publication(2025, reason="", by=None, now=now).pk)
    release_months(now=now)
    months = {"rule": PeriodRule.FIXED, "first_month": date(2025, 1, 1), "last_month": date(2025, 6, 1)}
    half, whole = report(name="Halvt", **months), report(name="Helt", rule=PeriodRule.LAST_YEAR)
    rows = [row for each in (half, whole) for row in report_rows(each, today=TODAY)]
    assert [(row.value, row.is_about) for row in rows] == [(23, False), (35, False)]


def test_p16_people_are_shown_for_a_published_year_only(now):
    CaseFactory.create_batch(3, opened_date=date(2025, 3, 3))
    keys = ("ombud_clients", "ombud_clients_new")
    months = {"rule": PeriodRule.FIXED, "first_month": date(2025, 1, 1), "last_month": date(2025, 6, 1)}
    half, whole = report(name="Halvt", keys=keys, **months), report(name="Helt", keys=keys, rule=PeriodRule.LAST_YEAR)
    assert [row.value for each in (half, whole) for row in report_rows(each, today=TODAY)] == [None] * 4
    CaseFactory.create_batch(9, opened_date=date(2025, 3, 3))
    freeze(order_publication(2025, reason="", by=None, now=now).pk)
    assert [row.value for row in report_rows(half, today=TODAY)] == [None, None]
    assert [row.value for row in report_rows(whole, today=TODAY)] == [12, 12]


def test_name_is_taken_once():
    report()
    with pytest.raises(NameTaken):
        report()


@pytest.mark.parametrize(
    ("schedule", "day"),
    [("never", None), ("monthly", date(2026, 12, 5)), ("quarterly", date(2027, 1, 5)), ("yearly", date(2027, 1, 5))],
)
def test_link_goes_on_the_fifth(schedule, day):
    assert next_date(schedule, after=TODAY) == day
    assert next_date("monthly", after=date(2026, 12, 5)) == date(2027, 1, 5)


def test_link_is_sent_once_to_those_who_may_read_and_holds_no_number(login, settings):
    CallFactory.create_batch(4321 % 9, started_at=NOW - timedelta(days=40))
    board, manager, adviser = (login(role).user for role in ("board", "manager", "adviser"))
    saved = report(schedule=Schedule.MONTHLY, receivers=(board, manager, adviser), for_board=True)
    assert send_due(now=NOW) == 0
    assert (send_due(now=FIFTH), send_due(now=FIFTH)) == (1, 0)
    rows = list(OutboxMessage.objects.filter(target=saved.pk).order_by("person"))
    assert [row.person for row in rows] == sorted([board.pk.hex, manager.pk.hex])
    assert (rows[0].channel, SavedReport.objects.get().next_date) == ("email", date(2027, 1, 5))
    message = compose(rows[0], FIFTH)
    assert message.calendar is None
    assert message.subject == "En rapport er klar"
    assert message.body.strip().endswith(saved.get_absolute_url())


@pytest.mark.parametrize("change", ["deleted", "closed to the board", "left the board", "taken off the list"])
def test_link_is_not_sent_when_it_would_not_open(login, change):
    board = login("board").user
    saved = report(schedule=Schedule.MONTHLY, receivers=(board,), for_board=True)
    send_due(now=FIFTH)
    row = OutboxMessage.objects.get()
    match change:
        case "deleted":
            delete_report(saved, now=FIFTH)
            row.refresh_from_db()
            assert row.state == "cancelled"
        case "closed to the board":
            SavedReport.objects.update(for_board=False)
        case "left the board":
            board.roles = ["adviser"]
            board.save()
        case _:
            saved.receivers.clear()
    assert isinstance(compose(row, FIFTH), Drop)


def test_board_reads_what_is_opened_for_it_and_changes_nothing(login, at):
    at(NOW)
    closed, opened = report(name="Lukket"), report(name="Åpen", for_board=True)
    board, manager = login("board"), login("manager")
    assert [each.name for each in board.get("/intern/tall/rapporter/").context["reports"]] == ["Åpen"]
    pages = [page for each in (closed, opened) for page in ("", "tall.csv", "endre/", "slett/")
             for page in [f"{each.get_absolute_url()}{page}"]]  # fmt: skip
    assert [board.get(page).status_code for page in pages] == [404, 404, 404, 404, 200, 200, 404, 404]
    assert [manager.get(page).status_code for page in pages] == [200] * 8
    assert {login("adviser").get(page).status_code for page in pages} == {404}


def test_report_is_made_changed_and_deleted(login, at):
    at(NOW)
    client = login("manager")
    made = client.post("/intern/tall/rapporter/ny/", FORM)
    saved = SavedReport.objects.get()
    assert made.url == saved.get_absolute_url()
    months = {"rule": "fixed", "first_month": "2026-01", "last_month": "2026-03", "by_month": "on"}
    assert client.post(f"{made.url}endre/", FORM | months).status_code == 302
    saved.refresh_from_db()
    assert (saved.first_month, saved.last_month, saved.by_month) == (date(2026, 1, 1), date(2026, 3, 1), True)
    file = client.get(f"{made.url}tall.csv").content.decode()
    assert file.splitlines()[0] == "\ufeffTall,Enhet,2026-01,2026-02,2026-03,2026-01-01/2026-03-31"
    client.post(f"{made.url}slett/")
    assert SavedReport.objects.count() == 0


def test_figures_are_chosen_under_their_chapters(login, at):
    at(NOW)
    html = login("manager").get("/intern/tall/rapporter/ny/").content.decode()
    titles = [str(title) for title in chapter_titles().values()]
    assert [title for title in titles if f'<p class="sm b">{title}</p>' not in html] == []
    assert html.count('name="keys"') == len(INDICATORS)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"keys": []}, "keys"),
        ({"rule": "fixed"}, "first_month"),
        ({"rule": "fixed", "first_month": "2026-03", "last_month": "2026-01"}, "last_month"),
        ({"rule": "fixed", "first_month": "2026-11", "last_month": "2026-11"}, "first_month"),
        ({"schedule": "monthly"}, "receivers"),
    ],
)
def test_form_says_what_is_missing(login, at, change, field):
    at(NOW)
    answer = login("manager").post("/intern/tall/rapporter/ny/", FORM | change)
    assert (answer.status_code, SavedReport.objects.count()) == (422, 0)
    assert field in answer.context["form"].errors


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_whatever_the_rows(login, at, count, django_assert_num_queries):
    at(NOW)
    client = login("manager")
    for number in range(count):
        report(name=f"Rapport {number}")
    client.get("/intern/tall/rapporter/")
    with django_assert_num_queries(3):
        client.get("/intern/tall/rapporter/")
    assert timezone.localdate() == TODAY
