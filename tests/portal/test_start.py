"""The staff's start page: what it costs, the strip of the day, and what it sends when it is asked again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pio.accounts.enums import Role
from pio.accounts.middleware import SEEN
from pio.core.joining import Box, Row
from pio.portal.day import strip
from tests.conftest import NOW
from tests.drafts.factories import DraftFactory

Login = Callable[..., Client]
ALL = [role.value for role in Role if role not in (Role.RELATIVE, Role.BOARD)]
LOGIN = 2  # session and account
TO = "\u2060–\u2060"


def queries_of(client: Client) -> int:
    client.get("/intern/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/intern/").status_code == 200
    return len(queries) - LOGIN


@pytest.mark.parametrize("role", ALL)
def test_at_most_twelve_queries_for_each_role(login: Login, role: str, at: Callable[..., None]) -> None:
    at(NOW)
    assert queries_of(login(role)) <= 12


@pytest.mark.parametrize("number", [1, 3])
def test_more_rows_cost_no_more_queries(login: Login, number: int, at: Callable[..., None]) -> None:
    at(NOW)
    client = login("course_host")
    none = queries_of(client)
    DraftFactory.create_batch(number, owner=client.user)
    assert queries_of(client) == none


def test_the_page_asks_for_its_boxes_only(login: Login, at: Callable[..., None]) -> None:
    at(NOW)
    client = login("adviser")
    whole = client.get("/intern/").content.decode()
    part = client.get("/intern/", headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in part, part.strip() in whole, 'hx-trigger="every 60s"' in whole) == (False, True, True)


def test_asking_by_itself_keeps_nobody_signed_in(login: Login, at: Callable[..., None]) -> None:
    at(NOW)
    client = login("adviser")
    client.get("/intern/")
    begun = client.session[SEEN]
    for minutes in range(2, settings.STAFF_IDLE_MINUTES + 4, 2):
        at(NOW + timedelta(minutes=minutes))
        answer = client.get("/intern/", headers={"HX-Request": "true", "X-Unattended": "1"})
    assert (begun, answer.status_code) == (NOW.timestamp(), 302)


def row(title: str, hour: int, minutes: int = 60) -> Row:
    start = NOW.replace(hour=hour)
    return Row(title, "/", span=(start, start + timedelta(minutes=minutes)))


def test_nothing_with_a_time_is_no_strip() -> None:
    tomorrow = Row("I morgen", "/", span=(NOW + timedelta(days=1), NOW + timedelta(days=1, hours=1)))
    assert strip([Box("Tom", [Row("Uten tid", "/"), tomorrow])], now=NOW) is None


def test_the_strip_has_hours_things_and_the_clock() -> None:
    drawn = strip([Box("A", [row("Video", 12)]), Box("B", [row("Gruppe", 17, 120)])], now=NOW)
    assert drawn is not None
    assert (drawn.hours[0], drawn.hours[-1]) == ((6, "09"), (6 + 10 * 98, "19"))
    assert [(each.title, each.x, each.width, each.height) for each in drawn.blocks] == [
        ("Video", 6 + 3 * 98, 96, 68),
        ("Gruppe", 6 + 8 * 98, 194, 68),
    ]
    assert (drawn.now_x, drawn.clock, drawn.label) == (6 + 98, "10.00", f"12.00{TO}13.00 Video, 17.00{TO}19.00 Gruppe")


def test_what_is_at_the_same_time_lies_in_two_lanes() -> None:
    drawn = strip([Box("A", [row("En", 12), row("To", 12), row("Tre", 13)])], now=NOW)
    assert drawn is not None
    assert [(each.title, each.y, each.height) for each in drawn.blocks] == [
        ("En", 30, 33),
        ("To", 65, 33),
        ("Tre", 30, 33),
    ]
