"""For whom an assignment waits, and since when: form, case page, board, the client’s page, export, history."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from ombud.enums import ASSIGNMENT_TRANSITIONS, AssignmentStatus
from ombud.models import Assignment
from ombud.selectors.waits import waits
from ombud.services import assignments as services
from ombud.services.own import export_case
from tests.conftest import NOW
from tests.ombud.factories import AssignmentFactory, CaseFactory, ClientFactory, NetworkPersonFactory, OfficeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]
TODAY, DAYS = NOW.date(), timedelta(days=1)
WAITING = {"status": "waiting", "closed_by": "ombud"}
WHOM = ("office", "client", "person", "other")
SHOWN = {"office": "NAV Oppdiktet", "client": "Klienten", "person": "Mor", "other": "Verkstedet"}


@pytest.fixture
def row(case):
    return AssignmentFactory(case=case, words="Jeg vil ha en bil.")


@pytest.fixture
def keys(case):
    """What the form calls each of them."""
    mother = NetworkPersonFactory(case=case, relation="mother", name="Kari Hemmelig")
    office = OfficeFactory(name="NAV Oppdiktet", slug="nav-oppdiktet")
    return {"office": f"office:{office.slug}", "client": "client", "person": f"person:{mother.pk}", "other": "other"}


@pytest.fixture
def move(send, row):
    """Post the form of the assignment and read the row again."""

    def post(**data):
        answer = send("ombud_assignment_move", WAITING | data, f"?oppdrag={row.pk}")
        row.refresh_from_db()
        return answer

    return post


@pytest.mark.parametrize("whom", WHOM)
def test_it_waits_for_anybody_and_every_page_says_for_whom_since_when(login, move, row, case, keys, whom):
    words = "Verkstedet" if whom == "other" else ""
    assert move(waits_for=keys[whom], waiting_words=words, waiting_since="2026-11-03").status_code == 302
    assert (row.waits_for, row.awaited, row.waiting_since) == (whom, SHOWN[whom], TODAY - 21 * DAYS)
    staff = login(user=case.ombud)
    text = staff.get(case.get_absolute_url()).content.decode()
    assert (f"{SHOWN[whom]},\n        siden 3. november" in text, "Kari Hemmelig" in text) == (True, False)
    board = staff.get("/intern/ombud/venter/").content.decode()
    titles = {"office": "NAV Oppdiktet", "client": "Klienten", "person": "En pårørende", "other": "En annen"}
    assert f'<h2 id="k1">{titles[whom]}</h2>' in board
    assert ("1 venter, lengst 21 dager" in board, "Kari Hemmelig" in board) == (True, False)
    case.account = (relative := login("relative")).user
    case.save()
    own = relative.get("/min-side/ombud/").content.decode()
    said = "deg" if whom == "client" else SHOWN[whom]
    assert (f"Venter på {said} siden 3. november" in own, "Kari Hemmelig" in own) == (True, False)
    data = export_case(case)["assignments"][0]
    assert (data["awaited"], data["waiting_since"]) == (SHOWN[whom], TODAY - 21 * DAYS)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "Velg hvem dere venter på."),
        ({"waits_for": "other"}, "Skriv hvem dere venter på."),
        ({"waits_for": "client", "waiting_since": "2026-11-25"}, "Dagen kan ikke være fram i tid."),
    ],
)
def test_who_and_since_when_are_asked_for_and_nothing_typed_is_lost(move, row, data, error):
    answer = move(**data, next_step="Purre på svaret")
    text = answer.content.decode()
    assert (answer.status_code, row.status, error in text, "Purre på svaret" in text) == (422, "under_way", True, True)


def test_somebody_close_to_another_client_is_not_to_be_chosen(move, row):
    stranger = NetworkPersonFactory()
    assert (move(waits_for=f"person:{stranger.pk}").status_code, row.status) == (422, "under_way")


def test_the_first_day_stays_while_it_is_the_same_and_another_begins_today(move, row, keys):
    for whom in ("office", "person", "client"):
        move(waits_for=keys[whom])
        assert row.waiting_since == TODAY
        Assignment.objects.filter(pk=row.pk).update(waiting_since=TODAY - 5 * DAYS, wait_reported_date=TODAY)
        move(waits_for=keys[whom], next_step="Purre")
        assert (row.waiting_since, row.wait_reported_date) == (TODAY - 5 * DAYS, TODAY)
    move(waits_for=keys["office"])
    assert (row.waiting_since, row.wait_reported_date) == (TODAY, None)
    move(status="under_way")
    assert (row.waits_for, row.awaited, row.waiting_since, row.waiting_on) == ("", "", None, None)


@pytest.mark.parametrize("awaited", [services.NOBODY, services.Awaited("person"), services.Awaited("other")])
def test_the_service_refuses_a_wait_for_nobody(row, awaited):
    with pytest.raises(services.NobodyAwaited):
        services.move_assignment(row, progress=services.Progress("waiting", awaited=awaited), by=None, now=NOW)


@pytest.mark.parametrize(
    "more",
    [
        "waiting_since = '2026-11-01'",
        "waiting_for = 'client'",
        "waiting_since = '2026-11-01', waiting_for = 'person'",
        "waiting_since = '2026-11-01', waiting_for = 'office'",
    ],
)
def test_the_database_refuses_a_wait_without_whom_and_since_when(row, more):
    change = f"UPDATE ombud_assignment SET status = 'waiting', {more} WHERE id = %s"
    with pytest.raises(IntegrityError, match="waits_for_somebody"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change, [row.pk])
    with connection.cursor() as cursor:  # the control
        cursor.execute(change + " AND false", [row.pk])
        cursor.execute(
            "UPDATE ombud_assignment SET status = 'waiting', waiting_since = '2026-11-01', waiting_for = 'client'"
        )


def test_what_the_version_before_writes_is_an_office(row):
    office = OfficeFactory(name="NAV Oppdiktet")
    Assignment.objects.filter(pk=row.pk).update(
        status="waiting", waiting_on=office, waiting_since=TODAY, waiting_for="client"
    )
    row.refresh_from_db()
    assert (row.waits_for, row.awaited) == ("office", "NAV Oppdiktet")


def test_who_changed_for_whom_it_waits_stands_in_the_history(move, row, case, keys):
    move(waits_for=keys["client"])
    move(waits_for=keys["office"])
    events = row.history.order_by("pgh_created_at", "version").values_list("status", "waiting_for", "pgh_context__verb")
    assert [(status, whom) for status, whom, _verb in events] == [
        ("under_way", ""), ("waiting", "client"), ("waiting", "office"),
    ]  # fmt: skip
    assert [verb for _status, _whom, verb in events][1:] == ["ombud.assignment"] * 2


def test_two_who_change_the_wait_see_both_versions(move, row, keys):
    move(version="0", waits_for=keys["client"])
    answer = move(version="0", waits_for=keys["office"])
    text = answer.content.decode()
    shown = ["<td>Klienten</td>" in text, "<td>NAV Oppdiktet</td>" in text]
    assert (answer.status_code, row.waits_for, shown) == (409, "client", [True, True])
    assert move(version="1", waits_for=keys["office"]).status_code == 302
    assert row.waits_for == "office"


def test_the_board_has_offices_first_by_their_longest_wait(case):
    near, far = OfficeFactory(name="Nær"), OfficeFactory(name="Fjern")
    for days, fields in (
        (90, {"waiting_for": "client"}), (9, {"waiting_on": near}), (40, {"waiting_on": far}), (3, {"waiting_on": far}),
        (70, {"waiting_for": "other", "waiting_words": "Verkstedet"}),
    ):  # fmt: skip
        AssignmentFactory(case=case, status="waiting", waiting_since=TODAY - days * DAYS, **fields)
    found = [
        (each.title, each.longest, [row.whom for row in each.rows], [row.may_report for row in each.rows])
        for each in waits(case.ombud, now=NOW)
    ]
    assert found == [
        ("Fjern", 40, ["", ""], [True, False]), ("Nær", 9, [""], [False]), ("Klienten", 90, [""], [False]),
        ("En annen", 70, ["Verkstedet"], [False]),
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_asks_one_question_however_many_wait(case, count, django_assert_num_queries):
    for _n in range(count):
        mine = ClientFactory(case=CaseFactory(ombud=case.ombud)).case
        person = NetworkPersonFactory(case=mine)
        more = {"status": "waiting", "waiting_since": TODAY}
        AssignmentFactory(case=mine, waiting_for="person", waiting_person=person, **more)
        AssignmentFactory(case=mine, waiting_on=OfficeFactory(), **more)
    case.ombud.has_right("ombud.work")
    with django_assert_num_queries(1):
        assert sum(len(each.rows) for each in waits(case.ombud, now=NOW)) == 2 * count


def test_a_wait_for_a_person_is_no_failure_of_an_office(send, row):
    Assignment.objects.filter(pk=row.pk).update(status="waiting", waiting_for="client", waiting_since=TODAY - 90 * DAYS)
    send("ombud_wait_report", {"assignment": str(row.pk)})
    row.refresh_from_db()
    assert row.wait_reported_date is None


def test_the_table_of_steps_has_every_status_and_none_out_of_an_end():
    assert {status: len(steps) for status, steps in ASSIGNMENT_TRANSITIONS.items()} == {
        status: 0 if status in {"done", "given_up"} else 5 for status in AssignmentStatus.values
    }


def test_what_waits_in_english(login, case, row, keys):
    Assignment.objects.filter(pk=row.pk).update(status="waiting", waiting_for="client", waiting_since=TODAY)
    user = case.ombud
    user.language = "en"
    user.save()
    text = login(user=user).get(reverse("ombud_waiting")).content.decode()
    assert ("The client" in text, "Klienten" in text) == (True, False)
