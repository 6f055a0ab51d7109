"""E-mail advice: taken, answered, finished; what PostgreSQL forbids of a session, and who a link lets in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from advising.models.sessions import AdviceSession as Model
from advising.services import session_outcomes, session_threads, sessions
from advising.services.session_outcomes import Outcome, Present
from tests.advising.booked import messages
from tests.advising.factories.sessions import (
    THURSDAY,
    AdviceSessionFactory,
    AdviserUserFactory,
    LinkFactory,
    ParticipantFactory,
    an_order,
    open_adviser,
)
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser():
    return open_adviser()


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
