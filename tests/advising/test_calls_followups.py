"""The call-back queue: one press each, the number goes when it is settled, only outcomes are counted."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from advising.enums.calls import FollowUpStatus
from advising.models import CallFollowUp
from advising.selectors.call_followups import open_follow_ups, outcomes
from advising.services import call_followups as services
from tests.advising.factories.calls import FollowUpFactory
from tests.conftest import NOW

QUEUE = "/intern/telefon/oppfolging/"
TODAY = NOW.date()


@pytest.fixture
def adviser(login: Callable[..., Client], at: Callable[[dt.datetime], None]) -> Client:
    at(NOW)
    client = login("adviser")
    client.get(QUEUE)
    return client


def act(client: Client, row: CallFollowUp, outcome: str, seen: int = 0) -> CallFollowUp:
    client.post(f"{QUEUE}{row.pk}/", {"utfall": outcome, "forsok": seen})
    return CallFollowUp.objects.get(pk=row.pk)


def test_a_promise_is_stored_sealed(adviser: Client) -> None:
    answers = {"number": "912 34 567", "due_date": "2026-11-25", "from_time": "12:00", "to_time": "14:00"}
    assert adviser.post(QUEUE, answers | {"may_say_who": "on"}).status_code == 302
    row = CallFollowUp.objects.get()
    assert (row.number, row.due_date, row.may_say_who) == ("+4791234567", dt.date(2026, 11, 25), True)
    assert b"91234567" not in bytes(CallFollowUp.objects.values_list("number", flat=True).get())
    assert "onsdag 25. november kl. 12.00–14.00" in adviser.get(QUEUE).content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"number": ""}, "Skriv nummeret vi skal ringe."),
        ({"number": "12"}, "Skriv et telefonnummer med åtte siffer, eller med landkode."),
        ({"due_date": "2026-11-23"}, "Velg en dag fra i dag og høyst 14 dager fram. Da slettes nummeret."),
        ({"due_date": "2026-12-09"}, "Velg en dag fra i dag og høyst 14 dager fram. Da slettes nummeret."),
        ({"from_time": "14:00", "to_time": "12:00"}, "«Til» må være etter «Fra»."),
    ],
)
def test_what_a_promise_needs(adviser: Client, changes: dict[str, str], message: str) -> None:
    response = adviser.post(QUEUE, {"number": "91234567", "due_date": "2026-11-25"} | changes)
    assert (response.status_code, response.content.decode().count(message)) == (422, 2)


def test_the_third_attempt_settles_and_empties_the_number(adviser: Client) -> None:
    row = FollowUpFactory()
    for seen, status in ((0, "open"), (1, "open"), (2, "not_reached")):
        row = act(adviser, row, "ikke_svar", seen)
        assert (row.attempts, row.status, row.number is None) == (seen + 1, status, status != "open")


def test_a_double_press_counts_once(adviser: Client) -> None:
    row = FollowUpFactory()
    act(adviser, row, "ikke_svar", 0)
    assert act(adviser, row, "ikke_svar", 0).attempts == 1


@pytest.mark.parametrize(("outcome", "status"), [("svar", "reached"), ("avlyst", "cancelled")])
def test_completion_empties_the_number_at_once(adviser: Client, outcome: str, status: str) -> None:
    row = act(adviser, FollowUpFactory(may_say_who=True, from_time=dt.time(9)), outcome)
    assert (row.status, row.number, row.closed_on) == (status, None, TODAY)
    assert (row.may_say_who, row.from_time) == (False, None)


def test_settled_is_settled(adviser: Client) -> None:
    row = act(adviser, FollowUpFactory(), "svar")
    with pytest.raises(services.FollowUpSettled):
        services.settle(row, FollowUpStatus.CANCELLED, by=adviser.user, now=NOW)
    response = adviser.post(f"{QUEUE}{row.pk}/", {"utfall": "avlyst"}, follow=True)
    assert "Denne er alt ferdig, og nummeret er slettet." in response.content.decode()


def test_overdue_is_said_in_words(adviser: Client) -> None:
    FollowUpFactory(due_date=TODAY - dt.timedelta(days=1))
    FollowUpFactory(due_date=TODAY, to_time=dt.time(9, 30))
    FollowUpFactory(due_date=TODAY, to_time=dt.time(12))
    assert adviser.get(QUEUE).content.decode().count("Forfalt:") == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_costs_the_same_whatever_the_rows(
    adviser: Client, rows: int, django_assert_num_queries: Callable[..., object]
) -> None:
    FollowUpFactory.create_batch(rows)
    with django_assert_num_queries(4):
        assert adviser.get(QUEUE).content.decode().count("Fikk svar <kbd>") == rows


def test_only_outcomes_are_counted(adviser: Client) -> None:
    act(adviser, FollowUpFactory(), "svar")
    FollowUpFactory(status="expired", number=None, closed_on=TODAY)
    FollowUpFactory(status="expired", number=None, closed_on=dt.date(2025, 12, 31))
    assert [count for _, count in outcomes(now=NOW)] == [1, 0, 0, 1]


@pytest.mark.parametrize(
    ("number", "read"),
    [("+4721525353", "21 52 53 53"), ("+4791234567", "912 34 567"), ("+46701234567", "+46 70 123 45 67")],
)
def test_numbers_as_they_are_read_aloud(db: None, number: str, read: str) -> None:
    FollowUpFactory(number=number)
    assert [row.number for row in open_follow_ups(now=NOW)] == [read]


def test_strangers_find_no_promise(login: Callable[..., Client]) -> None:
    row = FollowUpFactory()
    assert login("group_leader").post(f"{QUEUE}{row.pk}/", {"utfall": "svar"}).status_code == 404
    assert CallFollowUp.objects.get().status == "open"
