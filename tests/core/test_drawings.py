"""A part of a page is drawn once for the same reading, and anew when the moment or anything else it says changes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import translation

from courses.enums import OfferingStatus
from courses.models import Offering
from courses.services.registrations import sign_up
from groups.models import IntakeStop
from pio.core import drawings, reference
from pio.core.drawings import drawn
from pio.core.models import Choice
from tests.conftest import NOW
from tests.courses.factories import offering, person
from tests.groups.factories import support_group

pytestmark = pytest.mark.django_db
At = Callable[[datetime], None]


class Pen:
    """Draws, and counts how often; `instants` are those it says it compares with."""

    def __init__(self, *instants: datetime | None) -> None:
        self.instants, self.count = instants, 0

    def __call__(self) -> tuple[int, tuple[datetime | None, ...]]:
        self.count += 1
        return self.count, self.instants


@pytest.fixture(autouse=True)
def _empty() -> None:
    drawings._kept.clear()


def test_the_same_reading_is_drawn_once_and_another_one_anew() -> None:
    pen = Pen()
    found = [drawn("part", row, pen, now=NOW) for row in ("a", "a", "b", "b", "a")]
    assert found == [1, 1, 2, 2, 3]


def test_each_language_has_its_own() -> None:
    pen, found = Pen(), []
    for language in ("nb", "en", "nb"):
        with translation.override(language):
            found.append(drawn("part", (), pen, now=NOW))
    assert found == [1, 2, 1]


@pytest.mark.parametrize(
    ("seconds", "count"), [(-1, 2), (0, 1), (59, 1), (60, 2), (61, 2)], ids=["before", "same", "last", "at", "after"]
)
def test_drawn_anew_from_the_next_instant_on(seconds: int, count: int) -> None:
    pen = Pen(None, NOW - timedelta(days=1), NOW + timedelta(minutes=1), NOW + timedelta(minutes=2))
    drawn("part", (), pen, now=NOW)
    drawn("part", (), pen, now=NOW + timedelta(seconds=seconds))
    assert pen.count == count


def test_what_is_drawn_at_the_very_instant_is_not_kept() -> None:
    pen = Pen(NOW)
    assert [drawn("part", (), pen, now=NOW), drawn("part", (), pen, now=NOW)] == [1, 2]


@pytest.mark.parametrize(
    ("made", "midnight"),
    [
        (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 22, tzinfo=UTC)),
    ],
    ids=["summer", "to winter", "to summer"],
)
def test_drawn_anew_after_midnight_in_oslo(made: datetime, midnight: datetime) -> None:
    pen = Pen()
    moments = [made, midnight - timedelta(seconds=1), midnight]
    assert [drawn("part", (), pen, now=moment) for moment in moments] == [1, 1, 2]


def test_no_more_are_kept_than_the_limit(settings) -> None:
    settings.PIO_DRAWINGS = 4
    pen = Pen()
    found = [drawn(("part", number), (), pen, now=NOW) for number in (0, 1, 2, 3, 4, 4, 1, 0)]
    assert (found, len(drawings._kept)) == ([1, 2, 3, 4, 5, 5, 2, 6], 4)


def test_an_edited_choice_list_is_seen() -> None:
    pen = Pen()
    drawn("part", (), pen, now=NOW)
    Choice.objects.filter(list_id="offering_kind", code="course").update(label_nb="Oppdiktet type")
    reference.forget()
    assert drawn("part", (), pen, now=NOW) == 2


def test_none_is_kept_where_the_setting_says_so(settings) -> None:
    settings.PIO_DRAWINGS = 0
    pen = Pen()
    assert [drawn("part", (), pen, now=NOW), drawn("part", (), pen, now=NOW)] == [1, 2]


def test_the_form_of_a_course_goes_when_registration_closes(client: Client, at: At) -> None:
    course = offering(NOW, registration_closes_at=NOW + timedelta(hours=2))
    shown = []
    for minutes in (0, 119, 121):
        at(NOW + timedelta(minutes=minutes))
        shown.append('name="party_size"' in client.get(course.get_absolute_url()).content.decode())
    assert shown == [True, True, False]


def test_the_row_of_a_course_tells_when_registration_has_opened(client: Client, at: At) -> None:
    offering(NOW, registration_opens_at=NOW + timedelta(hours=2))
    shown = []
    for minutes in (0, 119, 120):
        at(NOW + timedelta(minutes=minutes))
        shown.append("Ikke åpnet" in client.get("/kurs/").content.decode())
    assert shown == [True, True, False]


def test_a_sign_up_shows_at_once_in_the_list_and_on_the_page(client: Client, at: At) -> None:
    at(NOW)
    course = offering(NOW, capacity=3)
    found = []
    for number in range(3):
        pages = (client.get("/kurs/").content.decode(), client.get(course.get_absolute_url()).content.decode())
        found.append([next((n for n in (1, 2, 3) if f"{n} ledig" in page), 0) for page in pages])
        sign_up(course.pk, person(number), now=NOW)
    assert found == [[3, 3], [2, 2], [1, 1]]


def test_a_cancelled_course_says_so_at_once(client: Client, at: At) -> None:
    at(NOW)
    course = offering(NOW)
    client.get(course.get_absolute_url())
    Offering.objects.filter(pk=course.pk).update(status=OfferingStatus.CANCELLED, cancelled_text="Kurslederen er syk.")
    assert "Kurslederen er syk." in client.get(course.get_absolute_url()).content.decode()


def test_an_intake_stop_shows_at_once(client: Client, at: At) -> None:
    at(NOW)
    group = support_group(NOW)
    paths = (group.get_absolute_url(), "/grupper/")
    before = ["Pause til våren." in client.get(path).content.decode() for path in paths]
    IntakeStop.objects.create(group=group, starts_date=NOW.date(), public_text="Pause til våren.")
    after = ["Pause til våren." in client.get(path).content.decode() for path in paths]
    assert (before, after) == ([False, False], [True, True])


def test_everybody_has_a_token_of_their_own_page(client: Client, at: At) -> None:
    at(NOW)
    first, second = offering(NOW), offering(NOW)
    for course in (first, second, first):
        page = client.get(course.get_absolute_url())
        token = page.content.decode().split('name="form_token" value="', 1)[1].split('"', 1)[0]
        sent = {"form_token": token, "party_size": "1", "email": "kari@example.org"}
        assert client.post(course.get_absolute_url(), sent).status_code == 200
    assert (first.registrations.count(), second.registrations.count()) == (1, 1)
