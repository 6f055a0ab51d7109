"""The staff's start page: what it costs, the strip of the day, and what it sends when it is asked again."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.services.registrations import sign_up
from ombud.enums import CaseStatus
from pio.accounts.enums import Role
from pio.accounts.middleware import SEEN
from pio.accounts.models import User
from pio.core.joining import Box, Row
from pio.messaging.enums import MessageState
from pio.portal.day import strip
from platform_stories.services import publishing
from tests.advising.factories.calls import FollowUpFactory
from tests.advising.factories.sessions import AdviceSessionFactory, ParticipantFactory
from tests.conftest import NOW
from tests.courses.factories import offering, person
from tests.drafts.factories import DraftFactory
from tests.groups.factories import meeting, support_group, waiting
from tests.messaging.factories import OutboxMessageFactory
from tests.ombud.factories import CaseFactory, ClientFactory, MandateFactory
from tests.platform_stories.factories import StoryFactory

Login = Callable[..., Client]
ALL = [role.value for role in Role if role not in (Role.RELATIVE, Role.BOARD)]
MOST = 12  # performance.md: whatever the roles and rows; the session and the account among them
TO = "\u2060–\u2060"


def queries_of(client: Client) -> int:
    client.get("/intern/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/intern/").status_code == 200
    return len(queries)


@pytest.mark.parametrize("role", ALL)
def test_at_most_twelve_queries_for_each_role(login: Login, role: str, at: Callable[..., None]) -> None:
    at(NOW)
    assert queries_of(login(role)) <= MOST


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("roles", [("manager", "adviser"), tuple(ALL)], ids=["two", "all"])
def test_at_most_twelve_queries_for_somebody_with_many_roles(
    login: Login, at: Callable[..., None], roles: tuple[str, ...], rows: int
) -> None:
    at(NOW)
    client = login(*roles)
    fill(client.user, rows)
    assert queries_of(client) <= MOST
    page = client.get("/intern/").content.decode()
    assert [word for word in SHOWN if page.count(word) < (rows if roles == tuple(ALL) else 0)] == []


SHOWN = ("Ring opp igjen", "Gruppe i testene", "Oppdiktet kurs", "Ny samtale", "Telefon", "Gi til et ombud")
"""A word of each kind of row."""


def fill(user: User, rows: int) -> None:
    """As many rows of each kind as asked for."""
    for number in range(rows):
        starts_at = NOW + timedelta(hours=number + 1)
        ParticipantFactory(session=AdviceSessionFactory(
            adviser=user, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), session_date=NOW.date(),
            channel="phone",
        ))  # fmt: skip
        FollowUpFactory()
        group = support_group(NOW, leaders=(user,))
        meeting(group, starts_at)
        waiting(group, number, NOW, talked=False)
        course = offering(NOW, days_ahead=2, capacity=1)
        for person_number in range(2):
            sign_up(course.pk, person(2 * number + person_number), now=NOW)
        case = CaseFactory(ombud=user)
        ClientFactory(case=case)
        MandateFactory(case=case, valid_to=NOW.date() + timedelta(days=5))
        CaseFactory(ombud=None, status=CaseStatus.WAITING, opened_date=None)
        StoryFactory()
        publishing.propose_quote(
            StoryFactory(), text="Ja.", themes=[], with_relation=False, by=User(pk=uuid4()), now=NOW
        )
        OutboxMessageFactory(state=MessageState.FAILED)
    DraftFactory.create_batch(rows, owner=user)


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
    assert ("<html" in part, part.strip() in whole, 'data-hx-trigger="every 60s"' in whole) == (False, True, True)


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
