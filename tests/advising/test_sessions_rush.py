"""Many who want one time: the three nearest are looked up once a second, and few searches are remembered."""

from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from advising.booking_draft import BookingDraft
from advising.selectors.session_times import staffing
from advising.services import session_holds
from pio.scheduling.models import Resource
from pio.scheduling.services import SlotTaken
from tests.advising.factories.sessions import THURSDAY, open_adviser
from tests.advising.test_sessions_booking_pages import URL, post
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
HALF_HOUR = timedelta(minutes=30)


@pytest.fixture
def anne() -> Resource:
    return open_adviser()


def hold(start: datetime, *, now: datetime = NOW) -> BookingDraft:
    """What a new visitor's press on this time does."""
    return session_holds.hold_time(BookingDraft(channel="video"), staffing(), start=start, adviser=None, now=now)


def refused(start: datetime, *, now: datetime) -> tuple[list[datetime], int]:
    """The times that are offered instead, and how many statements it took to say so."""
    with CaptureQueriesContext(connection) as asked, pytest.raises(SlotTaken) as refusal:
        hold(start, now=now)
    return [each.start for each in refusal.value.nearest], len(asked)


def test_within_a_second_a_rush_gets_the_same_times_without_a_new_search(anne: Resource) -> None:
    hold(THURSDAY)
    times, statements = refused(THURSDAY, now=NOW)
    again = refused(THURSDAY, now=NOW + timedelta(milliseconds=999))
    assert (len(times), statements, again) == (3, 3, (times, 2))
    hold(times[0])
    later, searched = refused(THURSDAY, now=NOW + timedelta(seconds=1))
    assert (times[0] in later, searched) == (False, statements)


def test_searches_of_long_ago_are_forgotten(anne: Resource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_holds, "MOST_REMEMBERED", 2)
    session_holds._remembered.clear()
    known = []
    for days in range(4):
        start = THURSDAY - timedelta(days=days % 2, hours=2 * (days // 2))
        hold(start)
        refused(start, now=NOW)
        known.append(len(session_holds._remembered))
    assert known == [1, 2, 1, 2]


def test_more_time_where_none_was_chosen_is_no_error(anne: Resource, at) -> None:
    """The page of e-mail advice has no button for it; whoever sends it all the same is told in words."""
    at(NOW)
    client = Client()
    page = post(client, client.get(URL), channel="email")
    answer = post(client, page, extend="1")
    assert (answer.status_code, answer.context["nearest"]) == (HTTPStatus.UNPROCESSABLE_ENTITY, [])
