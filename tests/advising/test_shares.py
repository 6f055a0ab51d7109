"""What advising gives to the front page, the staff's start page and a relative's own page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from advising import front, own, start
from pio.accounts.models import User
from tests.advising.factories.sessions import (
    AdviceSessionFactory,
    AdviserUserFactory,
    ParticipantFactory,
    open_adviser,
)
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def session(adviser: User, hours: float, **values: object) -> None:
    """A session of `adviser` that many hours from now, with one mother."""
    starts_at = NOW + timedelta(hours=hours)
    row = AdviceSessionFactory(
        adviser=adviser, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), session_date=starts_at.date(),
        **values,
    )  # fmt: skip
    ParticipantFactory(session=row)


@pytest.mark.parametrize("count", [1, 3])
def test_boxes_cost_the_same_with_one_and_three_rows(
    count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    adviser = AdviserUserFactory()
    for number in range(count):
        session(adviser, number * 2 + 1)
    with django_assert_num_queries(2):
        boxes = start.boxes(user=adviser, now=NOW)
    assert len(boxes[0].rows) == count


def test_my_sessions_tell_what_comes_and_what_is_not_written() -> None:
    adviser, other = AdviserUserFactory(), AdviserUserFactory()
    session(adviser, -2)
    session(adviser, 2)
    session(adviser, 50)
    session(other, 3)
    rows = start.boxes(user=adviser, now=NOW)[0].rows
    assert [(str(row.time), str(row.more), str(row.act), row.is_late) for row in rows] == [
        ("08.00", "Mor. Ikke ført ennå", "Før timen", True),
        ("12.00", "Mor", "Åpne", False),
        ("tor\u00a026.11.", "Mor", "Åpne", False),
    ]


def test_who_has_no_right_gets_no_box() -> None:
    assert start.boxes(user=AdviserUserFactory(roles=["course_host"]), now=NOW) == []


def test_the_own_page_shows_what_is_to_come() -> None:
    relative = AdviserUserFactory(roles=["relative"])
    session(AdviserUserFactory(), 2, account=relative)
    session(AdviserUserFactory(), -5, account=relative)
    session(AdviserUserFactory(), 2)
    rows = own.boxes(user=relative, now=NOW)[0].rows
    assert [str(row.more) for row in rows] == ["tirsdag 24. november kl. 12.00"]


def test_the_front_page_shows_the_first_free_time() -> None:
    assert front.facts(now=NOW).first_free is None
    open_adviser()
    first = front.facts(now=NOW).first_free
    assert first is not None
    assert first > NOW


@pytest.mark.parametrize("count", [1, 3])
def test_the_start_page_keeps_its_budget(
    login: Callable[..., Client], django_assert_max_num_queries: Callable[..., object], count: int
) -> None:
    client = login("manager", "adviser")
    for number in range(count):
        session(client.user, number * 2 + 1)
    client.get("/intern/")  # the first page of a day notes the day, and the session that it lives
    with django_assert_max_num_queries(12):
        response = client.get("/intern/")
    assert response.status_code == 200
