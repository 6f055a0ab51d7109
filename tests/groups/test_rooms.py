"""Rooms for self-run groups by link, and the report of one meeting in two taps."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from groups.models import SelfRunMeeting
from groups.services import meetings, rooms, self_run
from pio.messaging import kinds
from pio.messaging.models import OutboxMessage
from pio.scheduling.models import Closure, Reservation
from tests.conftest import NOW, OSLO
from tests.groups.factories import support_group
from tests.groups.test_pages import post
from tests.scheduling.factories import RoomFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 3)
BUTTON = re.compile(r'<button class="slot" type="submit" name="(\w+)" value="(\d+)"')


@pytest.fixture(autouse=True)
def today(at):
    at(NOW)


@pytest.fixture
def group(now):
    return self_run.register(self_run.Register("Kafégruppa", "parents", contact_email="k@example.org"), now=now)


def book(group, now, *, day=DAY, start=time(18), end=time(20), room=None) -> SelfRunMeeting:
    return rooms.book(group, day=day, start=start, end=end, room=room, now=now)


def test_smallest_free_room_is_taken_and_the_next_group_gets_another(group, now):
    large, small = RoomFactory(capacity=20), RoomFactory(capacity=5)
    other = self_run.register(self_run.Register("Bokklubb", "all", contact_email="b@example.org"), now=now)
    assert book(group, now).room_time.resource == small
    assert book(other, now).room_time.resource == large
    with pytest.raises(rooms.RoomNotFree):
        book(other, now, start=time(19), end=time(21))
    assert book(other, now, start=time(20), end=time(21)).room_time.resource == small


def test_room_of_a_led_group_is_not_free(group, now):
    room = RoomFactory()
    led = support_group(now, room=room, first_date=DAY, weekday=DAY.weekday(), start_wall=time(17), end_wall=time(19))
    assert meetings.plan(led, now=now) > 0
    with pytest.raises(rooms.RoomNotFree):
        book(group, now)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"day": date(2026, 11, 23)}, "Velg en tid som kommer, og høyst et halvt år frem."),
        ({"day": date(2027, 8, 1)}, "Velg en tid som kommer, og høyst et halvt år frem."),
        ({"start": time(7), "end": time(9)}, "Rommene kan brukes mellom kl. 8 og 22."),
        ({"start": time(17), "end": time(22)}, "Dere kan ha rommet i opptil fire timer."),
        ({"start": time(18), "end": time(17)}, "Dere kan ha rommet i opptil fire timer."),
        ({"day": date(2026, 12, 24)}, "Senteret er stengt den dagen."),
    ],
)
def test_times_that_cannot_be_booked(group, now, values, words):
    RoomFactory()
    Closure.objects.create(date=date(2026, 12, 24), source="own", name="Julaften")
    with pytest.raises(rooms.NotThen, match=words):
        book(group, now, **values)
    assert Reservation.objects.count() == 0


def test_twelve_at_a_time(group, now):
    RoomFactory()
    for number in range(12):
        book(group, now, day=DAY + timedelta(days=number))
    with pytest.raises(rooms.TooMany):
        book(group, now, day=DAY + timedelta(days=12))


def test_cancel_gives_the_room_back_and_the_link_is_gone(group, now):
    RoomFactory()
    made = book(group, now)
    rooms.cancel(made, now=now)
    rooms.cancel(made, now=now)
    assert book(group, now).room_time.status == "booked"
    assert Client().get(reverse("groups_self_run_meeting", args=[rooms.signed(made)])).status_code == 404


def test_end_of_the_group_gives_its_rooms_back(group, now):
    RoomFactory()
    book(group, now)
    self_run.end(group, now=now)
    assert Reservation.objects.filter(status="booked").count() == 0


def test_page_books_shows_and_cancels(group, now):
    room = RoomFactory(name="Storstua")
    path = reverse("groups_self_run_rooms", args=[group.token])
    values = {"day": "2026-12-03", "start": "18:00", "end": "20:00", "room": str(room.pk)}
    assert post(path, values).status_code == 302
    again = post(path, values)
    assert (again.status_code, "Rommet er opptatt da." in again.content.decode()) == (422, True)
    made = SelfRunMeeting.objects.get()
    assert (made.starts_at, made.ends_at) == (
        datetime(2026, 12, 3, 18, tzinfo=OSLO),
        datetime(2026, 12, 3, 20, tzinfo=OSLO),
    )
    assert "Storstua" in Client().get(path).content.decode()
    cancel = reverse("groups_self_run_room", args=[group.token, made.pk])
    assert post(path, {}, action=cancel).status_code == 302
    assert SelfRunMeeting.objects.get().is_cancelled is True


def test_strangers_room_is_404(group, now):
    RoomFactory()
    other = self_run.register(self_run.Register("Bokklubb", "all", contact_email="b@example.org"), now=now)
    made = book(other, now)
    assert Client().get(reverse("groups_self_run_room", args=[group.token, made.pk])).status_code == 404


def test_report_in_two_taps_by_a_link_that_is_signed(group, now, at):
    RoomFactory()
    made = book(group, now)
    at(datetime(2026, 12, 4, 9, tzinfo=OSLO))
    path = reverse("groups_self_run_meeting", args=[rooms.signed(made)])
    assert Client().get(path.replace(str(made.pk), str(group.pk))).status_code == 404
    first = Client().get(path).content.decode()
    assert BUTTON.findall(first) == [("heads", str(n)) for n in (0, *range(2, 13))]
    assert post(path, {"heads": 6}).status_code == 302
    second = Client().get(path).content.decode()
    assert BUTTON.findall(second) == [("new", str(n)) for n in range(4)]
    assert post(path, {"new": 2}).status_code == 302
    assert list(group.reports.values_list("meeting_date", "was_held", "head_count", "new_count")) == [(DAY, True, 6, 2)]
    assert post(path, {}, action=f"{path}besok/").status_code == 302
    group.refresh_from_db()
    assert (group.wants_visit, group.confirmed_date) == (True, date(2026, 12, 4))


def test_meeting_that_was_not_held_is_one_tap(group, now, at):
    RoomFactory()
    path = reverse("groups_self_run_meeting", args=[rooms.signed(book(group, now))])
    assert post(path, {"heads": 0}).status_code == 422  # it has not been
    at(datetime(2026, 12, 4, 9, tzinfo=OSLO))
    assert post(path, {"heads": 0}).status_code == 302
    assert list(group.reports.values_list("was_held", "head_count")) == [(False, 0)]


def test_contact_person_is_asked_after_the_meeting_unless_it_is_reported(group, now):
    RoomFactory()
    made = book(group, now)
    row = OutboxMessage.objects.get(part=f"report:{made.pk}")
    assert row.send_after == made.ends_at + timedelta(hours=1)
    late = made.ends_at + timedelta(hours=2)
    message = kinds.find(row.kind).compose(row, late)
    assert rooms.signed(made) in message.body
    self_run.report(group, day=DAY, heads=4, new=0, wants_visit=False, now=late)
    assert kinds.find(row.kind).compose(row, late) == kinds.Drop("changed")
