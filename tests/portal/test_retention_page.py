"""The page of forgetting: what is due and when, holds, the last run, and periods that can only be shortened."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from pio.core import holds, retention, retention_outlook
from pio.core.models import RetentionChange, RetentionPeriod, RetentionRun
from pio.core.retention_outlook import PeriodRefused
from pio.portal import retention_words
from tests.advising.factories.calls import CallFactory
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
PAGE = "/intern/oppsett/sletting/"
RULE = "helpline.note"


@pytest.fixture
def manager(login: Callable[..., Client], at: Callable[..., None]) -> Client:
    at(NOW)
    return login("manager", name="Marit Leder")


def line(name: str = RULE) -> retention_outlook.Line:
    return next(each for each in retention_outlook.outlook(now=NOW) if each.rule.name == name)


def note_of(days_ago: int) -> object:
    return CallFactory(started_at=NOW - timedelta(days=days_ago), note="Et notat")


def test_what_is_due_is_counted_by_when() -> None:
    for days in (40, 31, 30, 24, 23, 5, 1, 0):
        note_of(days)
    found = line()
    assert (found.due_today, found.due_week, found.due_month, found.held_back) == (2, 4, 7, 0)


def test_what_is_held_back_is_not_due(manager: Client) -> None:
    held, _free = note_of(40), note_of(40)
    holds.place_hold(held, by=manager.user.pk, reason="Politiet har bedt om det", now=NOW)
    found = line()
    assert (found.due_today, found.due_week, found.due_month, found.held_back) == (1, 1, 1, 1)
    page = manager.get(PAGE)
    assert [who for _hold, who in page.context["holds"]] == ["Marit Leder"]
    assert "Politiet" not in page.content.decode()


def test_the_night_forgets_what_the_page_said(manager: Client) -> None:
    note_of(40)
    note_of(3)
    said = line().due_today
    outcome = next(each for each in retention.forget(now=NOW) if each.rule.name == RULE)
    assert (said, outcome.due) == (1, 1)
    page = manager.get(PAGE)
    assert page.context["last_run"] == RetentionRun.objects.order_by("-finished_at").first().finished_at
    assert line().last.forgotten == 1


def test_every_rule_has_words() -> None:
    names = {rule.name for declared, rule in retention.rules() if not declared.model.__module__.startswith("tests.")}
    names = {name for name in names if not name.startswith("history.")}
    assert (names - set(retention_words.WHAT), set(retention_words.WHAT) - names) == (set(), set())


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_is_due(
    manager: Client, django_assert_num_queries: Callable[..., object], number: int
) -> None:
    for _each in range(number):
        holds.place_hold(note_of(40), by=manager.user.pk, reason="Grunn", now=NOW)
    rules = len(list(retention.rules()))
    with django_assert_num_queries(rules + 13):
        assert manager.get(PAGE).status_code == 200


def test_a_period_is_shortened_and_set_back(manager: Client) -> None:
    note_of(20)
    assert manager.post(f"{PAGE}{RULE}/", {"number": "14"}).status_code == 302
    assert (line().period, line().is_own, line().due_today) == (retention.Period(14, None), True, 1)
    assert manager.post(f"{PAGE}{RULE}/", {"number": "30"}).status_code == 302
    assert (line().is_own, RetentionPeriod.objects.count()) == (False, 0)
    changes = RetentionChange.objects.order_by("after").values_list("before", "after", "made_by")
    assert list(changes) == [(30, 14, manager.user.pk), (14, 30, manager.user.pk)]
    assert "30 → 14" in manager.get(PAGE).content.decode()


@pytest.mark.parametrize("number", ["0", "31", "", "tretti"])
def test_a_longer_period_than_promised_is_refused(manager: Client, number: str) -> None:
    response = manager.post(f"{PAGE}{RULE}/", {"number": number})
    assert (response.status_code, "<title>Feil: " in response.content.decode()) == (422, True)
    assert RetentionPeriod.objects.count() == 0


def test_traces_of_who_opened_what_cannot_be_shortened(manager: Client) -> None:
    assert manager.get(f"{PAGE}audit.reads/").status_code == 404
    with pytest.raises(PeriodRefused):
        retention_outlook.set_period(retention_outlook.find_rule("audit.reads"), 1, by=manager.user.pk, now=NOW)


def test_every_adjustable_rule_exists() -> None:
    assert {name for name in retention_outlook.ADJUSTABLE if retention_outlook.find_rule(name) is None} == set()


@pytest.mark.parametrize("address", ["", f"{RULE}/"])
def test_only_who_sets_up_sees_it(login: Callable[..., Client], address: str) -> None:
    seen = {role: login(role).get(PAGE + address).status_code for role in ("manager", "technician", "adviser", "board")}
    assert seen == {"manager": 200, "technician": 200, "adviser": 404, "board": 404}
