"""What came of a session, and its notes: who may write and read them, and what is refused."""

from datetime import timedelta
from uuid import uuid4

import pytest

from advising.models import AdviceSession, SessionNote
from advising.services import session_notes, session_orders, session_outcomes, sessions
from advising.services.session_orders import Person, SafeContact
from advising.services.session_outcomes import Outcome, Present
from pio.audit.models import ReadEntry
from pio.audit.services import open_break_glass
from tests.advising.booked import AFTER
from tests.advising.factories.sessions import (
    THURSDAY,
    AdviceSessionFactory,
    AdviserUserFactory,
    ContactFactory,
    ParticipantFactory,
    an_order,
    open_adviser,
)
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser():
    return open_adviser()


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
