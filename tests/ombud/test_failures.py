"""The yearly list for the board: no small number, and none that follows from the others."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.urls import reverse

from ombud.enums import FailureKind
from ombud.failures import protected
from ombud.models import SystemFailure
from tests.conftest import NOW
from tests.ombud.factories import AssignmentFactory, MandateFactory, OfficeFactory

HIDDEN = "færre enn vi viser"


def _shown(**counts):
    return [line.count for line in protected(Counter(counts))]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 20, "b": 8}, ["20", "8"]),
        ({"a": 20, "b": 7}, [HIDDEN, HIDDEN]),  # one alone follows from the total
        ({"a": 30, "b": 20, "c": 7}, ["30", HIDDEN, HIDDEN]),
        ({"a": 30, "b": 4, "c": 4}, ["30", HIDDEN, HIDDEN]),  # 8 = 1+7 … 7+1
        ({"a": 30, "b": 1, "c": 1}, [HIDDEN] * 3),  # 2 can only be 1+1
        ({"a": 30, "b": 7, "c": 7}, [HIDDEN] * 3),  # 14 can only be 7+7
        ({}, []),
    ],
)
def test_p16_no_small_number_can_be_found(counts, shown):
    assert _shown(**counts) == shown


@pytest.fixture
def two_years(still):
    """Nine failures of last year, eight of this year, all of one office."""
    office = OfficeFactory(name="NAV Oppdiktet")
    for month in [date(2025, 3, 1)] * 9 + [date(2026, 3, 1)] * 8:
        SystemFailure.objects.create(office=office, kind="no_reply", municipality="0301", month=month)


@pytest.mark.django_db
def test_the_board_is_led_from_the_figures_to_the_list_by_office_kind_and_municipality(login, two_years):
    board = login("board")
    assert '<a href="/intern/ombud/systemfeil/">' in board.get("/intern/tall/").content.decode()
    text = board.get("/intern/ombud/systemfeil/").content.decode()
    wanted = ("NAV Oppdiktet", "Manglende svar", "Oslo</dt>", '<dd class="num">9</dd>')
    assert [text.count(each) for each in wanted] == [1, 1, 1, 3]
    assert '<a href="/intern/tall/">Til tallene</a>' in text


@pytest.mark.django_db
def test_the_board_reads_years_that_have_ended_and_who_works_here_the_running_one(login, two_years):
    answers = {
        role: [login(role).get(f"/intern/ombud/systemfeil/?ar={year}").status_code for year in (2025, 2026, 2027)]
        for role in ("board", "manager", "ombud")
    }
    assert answers == {"board": [200, 404, 404], "manager": [200, 200, 404], "ombud": [200, 200, 404]}
    assert '<dd class="num">8</dd>' in login("manager").get("/intern/ombud/systemfeil/").content.decode()


def _rows():
    return list(SystemFailure.objects.values_list("office__name", "kind", "municipality", "month", "days_over"))


@pytest.mark.django_db
def test_a_wait_of_more_than_a_month_becomes_evidence_by_one_click_once_a_wait(send, login, case):
    office = OfficeFactory(name="Boligkontoret")
    row = AssignmentFactory(
        case=case, status="waiting", waiting_on=office, waiting_since=NOW.date() - timedelta(days=30)
    )
    board, button = login(user=case.ombud), f'value="{row.pk}"'
    assert button not in board.get("/intern/ombud/venter/").content.decode()
    send("ombud_wait_report", {"assignment": str(row.pk)})
    assert _rows() == []
    row.waiting_since -= timedelta(days=15)
    row.save()
    page = board.get("/intern/ombud/venter/").content.decode()
    assert (button in page, "1 venter, lengst 45 dager" in page) == (True, True)
    for _n in range(2):
        assert send("ombud_wait_report", {"assignment": str(row.pk)}).url == "/intern/ombud/venter/"
    assert _rows() == [("Boligkontoret", "long_wait", "0301", date(2026, 11, 1), 15)]
    assert button not in board.get("/intern/ombud/venter/").content.decode()
    query, to = f"?oppdrag={row.pk}", {"status": "waiting", "closed_by": "ombud"}
    send("ombud_assignment_move", to | {"waits_for": f"office:{office.slug}"}, query)
    row.refresh_from_db()
    assert row.wait_reported_date == NOW.date()
    send("ombud_assignment_move", to | {"waits_for": f"office:{OfficeFactory().slug}"}, query)
    row.refresh_from_db()
    assert row.wait_reported_date is None


@pytest.mark.django_db
@pytest.mark.parametrize("kind", FailureKind.values)
def test_every_kind_of_failure_is_reported_from_the_contact_it_happened_in(send, login, case, kind):
    mandate = MandateFactory(case=case)
    entry = case.entries.create(
        occurred_at=NOW, mode="meeting", party="office", office=mandate.office, mandate=mandate, author=case.ombud
    )
    path = f"{reverse('ombud_contact_report', args=[case.pk])}?kontakt={entry.pk}"
    ombud = login(user=case.ombud)
    assert path in ombud.get(reverse("ombud_log", args=[case.pk])).content.decode()
    assert send("ombud_contact_report", {"kind": "x"}, f"?kontakt={entry.pk}").status_code == 422
    answers = [send("ombud_contact_report", {"kind": kind}, f"?kontakt={entry.pk}").status_code for _n in range(2)]
    assert answers == [302, 422]
    assert _rows() == [(mandate.office.name, kind, "0301", date(2026, 11, 1), None)]
    assert path not in ombud.get(reverse("ombud_log", args=[case.pk])).content.decode()


@pytest.mark.django_db
def test_a_contact_with_the_client_is_no_failure_of_an_office(send, case):
    entry = case.entries.create(occurred_at=NOW, mode="meeting", party="client", author=case.ombud)
    assert send("ombud_contact_report", {"kind": "demeaning"}, f"?kontakt={entry.pk}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["adviser", "technician", "relative", "editor"])
def test_others_do_not_read_it(login, role):
    assert login(role).get("/intern/ombud/systemfeil/").status_code == 404
