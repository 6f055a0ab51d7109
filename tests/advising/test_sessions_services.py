"""Verbs of a session's life: who may, what is written, what is sent, what is refused."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from advising.enums.sessions import TRANSITIONS, SessionStatus
from advising.models import AdviceSession, SessionNote
from advising.models.sessions import AdviceSession as Model
from advising.selectors.session_times import staffing, wish_for
from advising.services import session_notes, session_orders, session_outcomes, session_threads, sessions
from advising.services.session_orders import Person, SafeContact
from advising.services.session_outcomes import Outcome, Present
from advising.terms import is_late_cancellation
from pio.audit.models import ReadEntry
from pio.audit.services import open_break_glass
from pio.messaging.models import OutboxMessage
from pio.scheduling import services as scheduling
from pio.scheduling.enums import ReservationStatus
from pio.scheduling.models import Reservation
from pio.scheduling.needs import Submit
from tests.advising.factories.sessions import (
    OSLO,
    THURSDAY,
    AdviceSessionFactory,
    AdviserUserFactory,
    ContactFactory,
    LinkFactory,
    ParticipantFactory,
    an_order,
    open_adviser,
    open_room,
)
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
AFTER = THURSDAY + timedelta(minutes=70)


@pytest.fixture
def adviser():
    return open_adviser()


def wish(start=THURSDAY, channel="video"):
    return wish_for(staffing(), channel, start, adviser=None)


def booked(start=THURSDAY, key="k", now=NOW, **changes):
    """A session booked by a relative through a hold."""
    order = an_order(**changes)
    held = scheduling.hold(wish(start, order.channel), now=now)
    ids = [each.pk for each in held]
    return sessions.book_held(
        order, reservation_ids=ids, wish=wish(start, order.channel), submit=Submit(key, {"a": 1}), now=now
    ).session


def messages(session):
    rows = OutboxMessage.objects.filter(target=session.pk).exclude(state="cancelled").order_by("send_after", "channel")
    return [(row.part, row.offset, row.channel, row.target_version) for row in rows]


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


# --- threads ---------------------------------------------------------------------------------------------------------
def thread(key=None, text="Hva gjør jeg?"):
    order = an_order(channel="email")
    return session_threads.start_thread(order, text=text, key=key or uuid4(), now=NOW)


def test_start_thread_again_is_the_same_thread():
    key = uuid4()
    one, two = thread(key), thread(key)
    assert (one.session, one.replayed, two.replayed) == (two.session, False, True)
    assert one.session.messages.get().text == "Hva gjør jeg?"
    assert messages(one.session) == [("booked", "", "email", 0)]


def test_start_thread_without_words():
    with pytest.raises(session_threads.NothingWritten):
        thread(text="  ")


def test_take_and_answer_thread():
    anne, yusuf = AdviserUserFactory.create_batch(2)
    session = thread().session
    session = session_threads.take_thread(session, by=anne, now=NOW)
    with pytest.raises(session_threads.ThreadTaken):
        session_threads.take_thread(session, by=yusuf, now=NOW)
    with pytest.raises(session_threads.ThreadTaken):
        session_threads.answer_thread(session, text="Hei", by=yusuf, now=NOW)
    session_threads.answer_thread(session, text=" Hei. ", by=anne, now=NOW + timedelta(minutes=30))
    session_threads.write_to_adviser(session, text="Takk", now=NOW + timedelta(hours=1))
    assert [row.text for row in session.messages.all()] == ["Hva gjør jeg?", "Hei.", "Takk"]
    assert [row[0] for row in messages(session)] == ["booked", "answer"]


def test_thread_finished_takes_no_more_words():
    anne = AdviserUserFactory()
    session = session_threads.take_thread(thread().session, by=anne, now=NOW)
    later = NOW + timedelta(days=3)
    session = session_outcomes.record_outcome(
        session, outcome=Outcome("held", [Present("mother", position=1)], minutes=30), by=anne, now=later
    )
    assert (session.status, session.session_date) == ("held", later.date())
    with pytest.raises(sessions.SessionClosed):
        session_threads.write_to_adviser(session, text="Mer", now=later)


# --- outcomes --------------------------------------------------------------------------------------------------------
@pytest.fixture
def past():
    session = AdviceSessionFactory()
    ParticipantFactory(session=session)
    return session


def test_record_outcome_held(past):
    people = [Present("mother", "female", "51_66", position=1), Present("father", "male", "51_66")]
    outcome = Outcome("held", people, ["boundaries"], ["gp"], ["nav"], 50)
    session = session_outcomes.record_outcome(past, outcome=outcome, by=past.adviser, now=AFTER)
    assert (session.status, session.minutes, session.themes, session.referred_from, session.referred_to) == (
        "held", 50, ["boundaries"], ["gp"], ["nav"],
    )  # fmt: skip
    rows = session.participants.values_list("position", "relation", "gender", "present")
    assert list(rows) == [(1, "mother", "female", True), (2, "father", "male", True)]


def test_record_outcome_again_keeps_one_row_a_person(past):
    for present in (True, False):
        people = [
            Present("mother", position=1, present=present),
            Present("father", position=2 if not present else None),
        ]
        session_outcomes.record_outcome(past, outcome=Outcome("held", people, minutes=60), by=past.adviser, now=AFTER)
    assert list(past.participants.values_list("relation", "present")) == [("mother", False), ("father", True)]


def test_record_outcome_no_show(past):
    outcome = Outcome("no_show", [Present("mother", position=1)])
    session = session_outcomes.record_outcome(past, outcome=outcome, by=past.adviser, now=AFTER)
    assert (session.status, session.minutes) == ("no_show", None)
    assert past.participants.get().present is False


@pytest.mark.parametrize(
    ("outcome", "refusal"),
    [
        (Outcome("held", [Present("mother", position=1, present=False)]), session_outcomes.NobodyPresent),
        (Outcome("held", [Present("mother"), Present("son", age_band="under_18")]), session_orders.ChildWithoutConsent),
        (Outcome("booked", [Present("mother")]), sessions.SessionClosed),
    ],
)
def test_record_outcome_refused(past, outcome, refusal):
    with pytest.raises(refusal):
        session_outcomes.record_outcome(past, outcome=outcome, by=past.adviser, now=AFTER)


def test_record_outcome_not_yours_or_too_early(past):
    outcome = Outcome("held", [Present("mother", position=1)], minutes=60)
    for by, now in ((AdviserUserFactory(), AFTER), (past.adviser, THURSDAY - timedelta(minutes=16))):
        with pytest.raises(session_outcomes.OutcomeNotYours):
            session_outcomes.record_outcome(past, outcome=outcome, by=by, now=now)


def test_log_held_session_twice_is_one():
    anne, key = AdviserUserFactory(), uuid4()
    order = an_order(origin="walk_in", channel="in_person", contact=SafeContact(), people=[Person("sister")])
    outcome = Outcome("held", [Present("sister"), Present("brother")], minutes=40)
    for _time in range(2):
        session = session_outcomes.log_held_session(order, outcome=outcome, key=key, by=anne, started_at=NOW, now=AFTER)
    assert (session.status, session.minutes, session.ends_at) == ("held", 40, NOW + timedelta(minutes=40))
    assert session.participants.filter(present=True).count() == 2
    assert AdviceSession.objects.count() == 1


def test_log_held_session_by_email_keeps_the_day_only():
    order = an_order(origin="walk_in", channel="email", contact=SafeContact())
    outcome = Outcome("held", [Present("mother")], minutes=20)
    session = session_outcomes.log_held_session(
        order, outcome=outcome, key=uuid4(), by=AdviserUserFactory(), started_at=NOW, now=AFTER
    )
    assert (session.starts_at, session.session_date, session.status) == (None, NOW.date(), "held")


def test_log_held_session_in_the_future():
    with pytest.raises(session_outcomes.NotYetHeld):
        session_outcomes.log_held_session(
            an_order(origin="walk_in"), outcome=Outcome("held", [Present("mother")]), key=uuid4(),
            by=AdviserUserFactory(), started_at=AFTER, now=NOW,
        )  # fmt: skip


# --- notes -----------------------------------------------------------------------------------------------------------
def test_p09_reading_notes_is_logged_and_one_person_at_a_time(past):
    other = ParticipantFactory(session=past, position=2, relation="self")
    session_notes.write_note(past, text="Om timen", by=past.adviser, now=AFTER)
    session_notes.write_note(past, text="Om den syke", by=past.adviser, now=AFTER, participant=other)
    whole = session_notes.read_notes(past, by=past.adviser, now=AFTER)
    one = session_notes.read_notes(past, by=past.adviser, now=AFTER, participant=other)
    mother = session_notes.read_notes(past, by=past.adviser, now=AFTER, participant=past.participants.first())
    assert [[note.text for note in notes] for notes in (whole, one, mother)] == [["Om timen"], ["Om den syke"], []]
    assert list(ReadEntry.objects.values_list("verb", "reader")) == [("advising.notes.read", past.adviser.pk)] * 3


def test_notes_are_nobody_elses(past):
    stranger = AdviserUserFactory()
    for act in (
        lambda: session_notes.write_note(past, text="x", by=stranger, now=AFTER),
        lambda: session_notes.read_notes(past, by=stranger, now=AFTER),
        lambda: session_notes.read_thread(past, by=stranger, now=AFTER),
    ):
        with pytest.raises(session_notes.NoteNotYours):
            act()
    assert not ReadEntry.objects.exists()
    assert not SessionNote.objects.exists()


def test_note_on_a_participant_of_another_session(past):
    with pytest.raises(session_notes.NoteNotYours):
        session_notes.write_note(past, text="x", by=past.adviser, now=AFTER, participant=ParticipantFactory())


def test_note_without_words_is_none(past):
    assert session_notes.write_note(past, text="  ", by=past.adviser, now=AFTER) is None


def test_manager_reads_notes_only_through_break_glass(past):
    manager = AdviserUserFactory(roles=["manager"])
    session_notes.write_note(past, text="Om timen", by=past.adviser, now=AFTER)
    with pytest.raises(session_notes.NoteNotYours):
        session_notes.read_notes(past, by=manager, now=AFTER)
    open_break_glass(
        past, by=manager, right="advising.break_glass", reason="Klage fra den pårørende i dag.", reauthenticated=True,
        now=AFTER,
    )  # fmt: skip
    assert [note.text for note in session_notes.read_notes(past, by=manager, now=AFTER)] == ["Om timen"]
    with pytest.raises(session_notes.NoteNotYours):
        session_notes.read_notes(past, by=manager, now=AFTER + timedelta(minutes=61))


def test_leave_message_is_added_below():
    contact = ContactFactory()
    for text in ("Vi blir to", "Nei, tre"):
        session_notes.leave_message(contact.session, text=text, now=NOW)
    contact.refresh_from_db()
    assert contact.message == "Vi blir to\n\nNei, tre"
    with pytest.raises(sessions.SessionClosed):
        session_notes.leave_message(AdviceSessionFactory(), text="x", now=NOW)


def test_set_video_link():
    contact = ContactFactory()
    by = contact.session.adviser
    session_notes.set_video_link(contact.session, link="https://video.example.org/a", by=by)
    contact.refresh_from_db()
    assert contact.video_link == "https://video.example.org/a"
    with pytest.raises(sessions.SessionClosed):
        session_notes.set_video_link(AdviceSessionFactory(), link="", by=by)


def test_join_account():
    person = AdviserUserFactory(roles=["relative"])
    session = AdviceSessionFactory()
    assert sessions.join_account(session, by=person, now=NOW).account == person
    assert list(AdviceSession.objects.own(person)) == [session]


# --- what PostgreSQL forbids -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "values",
    [
        {"starts_at": None, "session_date": NOW.date()},
        {"channel": "email"},
        {"ends_at": THURSDAY},
        {"adviser": None},
        {"status": "lost"},
    ],
)
def test_session_constraints(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        AdviceSessionFactory(**values)


def test_participant_child_needs_consent_in_the_database():
    session = AdviceSessionFactory()
    ParticipantFactory(session=session, age_band="under_18")
    with pytest.raises(IntegrityError), transaction.atomic():
        ParticipantFactory(session=session, position=2, age_band="under_18")


def test_refusals_speak_both_languages():
    with translation.override("en"):
        english = sessions.SessionClosed().message
    assert (sessions.SessionClosed().message, english) == (
        "Timen kan ikke endres lenger.", "The appointment can no longer be changed.",
    )  # fmt: skip


def test_links_open_one_session_only():
    link = LinkFactory()
    assert Model.objects.filter(links=link).get() == link.session
