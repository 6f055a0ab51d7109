"""What the experiences put on `/intern/`: one question to the database, and nothing that this editor passed on."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from platform_stories import start
from platform_stories.enums import QuoteStatus, StoryStatus
from platform_stories.models import Quote
from platform_stories.services import moderation, publishing
from tests.conftest import NOW
from tests.platform_stories.factories import StoryFactory

pytestmark = pytest.mark.django_db
Login = Callable[..., Client]


def waiting(by: object) -> Quote:
    """A quote that waits for another editor than `by`."""
    return publishing.propose_quote(StoryFactory(), text="Ja.", themes=[], with_relation=False, by=by, now=NOW)


@pytest.mark.parametrize("count", [1, 3])
def test_the_box_is_one_query_whatever_waits(
    login: Login, django_assert_num_queries: Callable[..., object], count: int
) -> None:
    editor, other = login("editor").user, login("editor").user
    for _ in range(count):
        moderation.pass_on(StoryFactory(), by=other, now=NOW)
        moderation.pass_on(waiting(other).story, by=other, now=NOW)
        waiting(editor)
    with django_assert_num_queries(1):
        (box,) = start.boxes(user=editor, now=NOW)
    words = {1: ["1 erfaring å lese", "1 sitat å godkjenne"], 3: ["3 erfaringer å lese", "3 sitater å godkjenne"]}
    assert [row.title for row in box.rows] == words[count]


def test_what_i_passed_on_is_not_counted_and_what_others_passed_on_is(login: Login) -> None:
    me, other = login("editor").user, login("editor").user
    stories = StoryFactory.create_batch(3)
    moderation.pass_on(stories[0], by=me, now=NOW)
    moderation.pass_on(stories[1], by=other, now=NOW)
    moderation.pass_on(waiting(other).story, by=me, now=NOW)
    waiting(other)
    assert [row.title for row in start.boxes(user=me, now=NOW)[0].rows] == [
        "2 erfaringer å lese",
        "1 sitat å godkjenne",
    ]


def test_nothing_waits_and_nothing_is_shown(login: Login) -> None:
    editor = login("editor").user
    StoryFactory(status=StoryStatus.DECIDED)
    Quote.objects.filter(pk=waiting(uuid_person()).pk).update(status=QuoteStatus.SCHEDULED, **approved())
    assert start.boxes(user=editor, now=NOW)[0].rows == []
    assert start.boxes(user=login("adviser").user, now=NOW) == []


def uuid_person() -> object:
    """Somebody who is only known by a key."""
    return type("Person", (), {"pk": uuid.uuid4()})()


def approved() -> dict[str, object]:
    """What a scheduled quote needs."""
    return {"approved_by": uuid.uuid4(), "publish_date": NOW.date()}
