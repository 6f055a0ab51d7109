"""Verbs of a session's life: who may, what is written, what is sent, what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest

from advising.enums.sessions import CANCELLED, TRANSITIONS, SessionStatus
from advising.models import AdviceSession
from advising.services import session_orders, sessions
from advising.services.session_orders import Person, SafeContact
from advising.terms import is_late_cancellation
from pio.messaging.models import OutboxMessage
from pio.scheduling import services as scheduling
from pio.scheduling.enums import ReservationStatus
from pio.scheduling.models import Reservation
from pio.scheduling.needs import Submit
from tests.advising.booked import booked, messages, wish
from tests.advising.factories.sessions import (
    OSLO,
    THURSDAY,
    an_order,
    open_adviser,
    open_room,
)
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser():
    return open_adviser()


# --- booking ---------------------------------------------------------------------------------------------------------
def test_book_held_writes_people_contact_link_and_messages(adviser):
    session = booked(themes=["boundaries"])
    assert (session.status, session.channel, session.adviser, session.themes) == (
        "booked", "video", adviser.user, ["boundaries"],
    )  # fmt: skip
    assert (session.starts_at, session.ends_at) == (THURSDAY, THURSDAY + timedelta(hours=1))
    assert (session.session_date, session.created_on) == (date(2026, 11, 26), date(2026, 11, 24))
    assert session.adviser_time.status == ReservationStatus.BOOKED
    assert session.room_time is None
    assert [row.relation for row in session.participants.all()] == ["mother"]
    assert session.contact.phone == "+4790000123"
    assert len(session.links.get().token) == 43
    assert messages(session) == [
        ("booked", "", "email", 0),
        ("reminder", "24h", "email", 0),
        ("reminder", "2h", "sms", 0),
    ]


def test_book_held_again_answers_the_same(adviser):
    held = [each.pk for each in scheduling.hold(wish(), now=NOW)]
    one, two = (
        sessions.book_held(an_order(), reservation_ids=held, wish=wish(), submit=Submit("k", {}), now=NOW)
        for _time in range(2)
    )
    assert (one.session, one.replayed, two.replayed) == (two.session, False, True)
    assert AdviceSession.objects.count() == 1


def test_book_held_in_person_takes_a_room(adviser):
    room = open_room()
    session = booked(channel="in_person")
    assert session.room_time.resource == room


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"people": []}, session_orders.NobodyComes),
        ({"people": [Person("mother")] * 9}, session_orders.TooManyPeople),
        ({"people": [Person("mother"), Person("son", age_band="under_18")]}, session_orders.ChildWithoutConsent),
        ({"contact": SafeContact()}, session_orders.ContactMissing),
        ({"channel": "phone", "contact": SafeContact(email="a@example.org")}, session_orders.ContactMissing),
        ({"channel": "email", "contact": SafeContact(phone="+4790000123")}, session_orders.ContactMissing),
        ({"channel": "phone", "origin": "staff", "contact": SafeContact()}, session_orders.ContactMissing),
    ],
)
def test_check_order_refused(changes, refusal):
    with pytest.raises(refusal) as caught:
        session_orders.check_order(an_order(**changes))
    assert caught.value.message.endswith(".")


def test_check_order_child_with_consent():
    people = [Person("mother"), Person("son", age_band="under_18", child_consent=True)]
    session_orders.check_order(an_order(people=people))


def test_check_order_staff_may_leave_contact_out():
    session_orders.check_order(an_order(origin="staff", contact=SafeContact()))
    session_orders.check_order(an_order(origin="walk_in", channel="phone", contact=SafeContact()))


def test_book_time_by_staff_without_contact_sends_nothing(adviser):
    order = an_order(origin="staff", contact=SafeContact())
    session = sessions.book_time(order, wish=wish(), submit=Submit("s", {}), by=adviser.user, now=NOW).session
    assert (session.origin, messages(session)) == ("staff", [])


def test_book_time_leaves_no_moment_of_its_making(adviser):
    """Staff's bookings store their making by day: nothing in the session's own rows is finer."""
    order = an_order(origin="staff")
    session = sessions.book_time(order, wish=wish(), submit=Submit("s", {}), by=adviser.user, now=NOW).session
    assert session.created_on == NOW.date()
    assert session.history.count() == 0
    assert session.adviser_time.hold_started_at is None


def test_reference_is_read_however_typed():
    reference = session_orders.new_reference()
    assert session_orders.normalise_reference(f" {reference.lower().replace('-', ' ')} ") == reference
    assert set(reference) <= set(session_orders.ALPHABET) | {"-"}


# --- messages by what the person agreed to ---------------------------------------------------------------------------
def test_reminders_only_by_sms_when_only_a_mobile_is_given(adviser):
    session = booked(contact=SafeContact(phone="+4790000123", may_leave_message="sms_only"))
    assert [row[2] for row in messages(session)] == ["sms", "sms", "sms"]


def test_no_message_when_none_may_be_left(adviser):
    session = booked(contact=SafeContact(phone="+4790000123", may_leave_message="no"))
    assert messages(session) == []


def test_reminder_due_before_the_booking_is_left_out(adviser):
    session = booked(start=NOW + timedelta(hours=4), now=NOW)
    assert [row[:2] for row in messages(session)] == [("booked", ""), ("reminder", "2h")]


def test_reminder_in_hours_to_avoid_comes_earlier(adviser):
    contact = SafeContact(email="kari@example.org", may_leave_message="no", avoid_hours=("from_10_to_16",))
    session = booked(contact=contact)
    times = OutboxMessage.objects.filter(target=session.pk, part="reminder").order_by("send_after")
    assert [row.send_after.astimezone(OSLO).strftime("%d %H:%M") for row in times] == ["25 09:55", "26 09:55"]


def test_reminder_is_at_the_same_wall_time_the_day_before_the_clock_changes(adviser):
    monday = datetime(2026, 10, 26, 12, 30, tzinfo=OSLO)
    session = booked(start=monday, now=datetime(2026, 10, 20, 9, tzinfo=OSLO))
    row = OutboxMessage.objects.get(target=session.pk, offset="24h")
    assert row.send_after.astimezone(OSLO).replace(tzinfo=None) == datetime(2026, 10, 25, 12, 30)
    assert (session.starts_at - row.send_after.astimezone(UTC)) == timedelta(hours=24)


# --- moving ----------------------------------------------------------------------------------------------------------
def test_move_session_keeps_one_reservation_and_replaces_messages(adviser):
    session = booked()
    later = THURSDAY + timedelta(days=1)
    moved = sessions.move_session(session, wish=wish(later), by=None, now=NOW)
    assert (moved.starts_at, moved.sequence, moved.adviser_time_id) == (later, 1, session.adviser_time_id)
    assert messages(moved) == [
        ("changed", "", "email", 1),
        ("reminder", "24h", "email", 1),
        ("reminder", "2h", "sms", 1),
    ]
    assert Reservation.objects.filter(status=ReservationStatus.BOOKED).count() == 1
    assert [event.starts_at for event in moved.history.all()] == [later]


def test_move_session_to_a_taken_time_keeps_the_old(adviser):
    session, other = booked(), booked(start=THURSDAY + timedelta(days=1), key="k2")
    with pytest.raises(scheduling.SlotTaken) as caught:
        sessions.move_session(session, wish=wish(other.starts_at), by=None, now=NOW)
    assert len(caught.value.nearest) == 3
    session.refresh_from_db()
    assert (session.starts_at, session.sequence) == (THURSDAY, 0)


def test_move_session_begun_or_closed(adviser):
    session = booked()
    with pytest.raises(sessions.SessionBegun):
        sessions.move_session(session, wish=wish(THURSDAY + timedelta(days=1)), by=None, now=THURSDAY)
    sessions.cancel_by_us(session, by=adviser.user, now=NOW)
    session.refresh_from_db()
    with pytest.raises(sessions.SessionClosed):
        sessions.move_session(session, wish=wish(), by=None, now=NOW)


# --- another way of meeting ------------------------------------------------------------------------------------------
def test_change_channel_finds_and_gives_back_the_room(adviser):
    open_room()
    session = booked()
    session = sessions.change_channel(session, channel="in_person", wish=wish(channel="in_person"), by=None, now=NOW)
    assert (session.channel, session.room_time.status) == ("in_person", "booked")
    room_time = session.room_time
    session = sessions.change_channel(session, channel="phone", wish=wish(channel="phone"), by=None, now=NOW)
    room_time.refresh_from_db()
    assert (session.channel, session.room_time, room_time.status) == ("phone", None, "cancelled")


def test_change_channel_to_email_gives_the_time_back(adviser):
    session = booked()
    session = sessions.change_channel(session, channel="email", wish=wish(channel="email"), by=None, now=NOW)
    assert (session.channel, session.starts_at, session.adviser, session.status) == (
        "email", None, adviser.user, "booked",
    )  # fmt: skip
    assert not Reservation.objects.filter(status=ReservationStatus.BOOKED).exists()
    assert messages(session) == [("changed", "", "email", 1)]


def test_change_channel_unchanged(adviser):
    with pytest.raises(sessions.ChannelUnchanged):
        sessions.change_channel(booked(), channel="video", wish=wish(), by=None, now=NOW)


# --- cancelling ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("before", "status"),
    [(timedelta(hours=24), "cancelled_in_time"), (timedelta(hours=23, minutes=59), "cancelled_late")],
)
def test_cancel_by_relative_in_time_or_late(adviser, before, status):
    session = booked()
    session = sessions.cancel_by_relative(session, now=THURSDAY - before)
    assert (session.status, session.sequence) == (status, 1)
    assert messages(session) == [("cancelled", "", "email", 1)]
    assert session.adviser_time.status == ReservationStatus.CANCELLED


def test_late_cancellation_across_the_clock_change_counts_real_hours():
    session = AdviceSession(starts_at=datetime(2026, 10, 25, 12, 0, tzinfo=OSLO))
    day_before = datetime(2026, 10, 24, 12, 30, tzinfo=OSLO)
    assert is_late_cancellation(session, now=day_before) is False  # 24 h 30 min, though the clock says 23.30


def test_cancel_for_relative_and_by_us(adviser):
    one, two = booked(), booked(start=THURSDAY + timedelta(days=1), key="k2")
    assert sessions.cancel_for_relative(one, by=adviser.user, now=NOW).status == "cancelled_in_time"
    assert sessions.cancel_by_us(two, by=adviser.user, now=NOW).status == "cancelled_by_us"
    assert two.history.get().pgh_context == {"user": str(adviser.user.pk), "verb": "advising.cancel"}


def test_cancel_twice(adviser):
    session = booked()
    sessions.cancel_by_relative(session, now=NOW)
    with pytest.raises(sessions.SessionClosed):
        sessions.cancel_by_relative(session, now=NOW)
    assert messages(session) == [("cancelled", "", "email", 1)]


def test_transitions_name_every_status():
    assert set(TRANSITIONS) == set(SessionStatus)
    assert {end for end in CANCELLED if end not in TRANSITIONS[SessionStatus.BOOKED]} == set()
