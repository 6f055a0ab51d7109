"""Staff pages of a session that is held: outcome, notes one person at a time, e-mail threads."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from advising.models import SessionMessage, SessionNote
from pio.audit.models import ReadEntry
from pio.messaging.models import OutboxMessage
from tests.advising.factories.sessions import (
    AdviceSessionFactory,
    ContactFactory,
    ParticipantFactory,
)  # fmt: skip
from tests.advising.session_pages import PERSON, own, url
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


# --- outcome and notes -----------------------------------------------------------------------------------------------
def test_outcome(adviser):
    session = own(adviser, starts_at=NOW - timedelta(hours=1))
    assert adviser.get(url("outcome", session.pk)).status_code == HTTPStatus.OK
    data = {
        "status": "held", "minutes": "50", "themes": ["boundaries", "burden"], "referred_from": ["gp"],
        "referred_to": ["nav"], "note": "Snakket om grenser", "p1-present": "on", **PERSON,
        "p2-present": "on", "p2-relation": "self", "p2-gender": "male", "p2-age_band": "18_25",
    }  # fmt: skip
    response = adviser.post(url("outcome", session.pk), data)
    session.refresh_from_db()
    assert response.url == session.get_absolute_url()
    assert (session.status, session.minutes, session.themes) == ("held", 50, ["boundaries", "burden"])
    assert list(session.participants.values_list("position", "relation", "gender", "present")) == [
        (1, "mother", "female", True), (2, "self", "male", True),
    ]  # fmt: skip
    assert session.notes.get().text == "Snakket om grenser"


def test_outcome_without_anybody_present(adviser):
    session = own(adviser, starts_at=NOW - timedelta(hours=1))
    response = adviser.post(url("outcome", session.pk), {"status": "held", "minutes": "50", "note": "Ord", **PERSON})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Ord</textarea>" in response.content.decode()
    assert not SessionNote.objects.exists()


def test_outcome_without_length(adviser):
    session = own(adviser, starts_at=NOW - timedelta(hours=1))
    response = adviser.post(url("outcome", session.pk), {"status": "held", "minutes": "", "p1-present": "on", **PERSON})
    assert "Skriv hvor lenge timen varte." in response.content.decode()


def test_outcome_of_anothers_or_too_early_is_404(adviser, login):
    assert adviser.get(url("outcome", own(adviser).pk)).status_code == HTTPStatus.NOT_FOUND
    past = own(adviser, starts_at=NOW - timedelta(hours=1))
    assert login("adviser").get(url("outcome", past.pk)).status_code == HTTPStatus.NOT_FOUND
    assert login("manager").get(url("outcome", past.pk)).status_code == HTTPStatus.OK


def test_p10_note_on_one_participant_is_never_shown_to_another(adviser):
    session = own(adviser)
    other = ParticipantFactory(session=session, position=2, relation="self")
    mother = session.participants.get(position=1)
    adviser.post(url("participant_notes", session.pk, other.pk), {"text": "Bare om den syke"})
    adviser.post(url("notes", session.pk), {"text": "Om timen"})
    pages = [
        adviser.get(url("notes", session.pk)),
        adviser.get(url("participant_notes", session.pk, mother.pk)),
        adviser.get(url("participant_notes", session.pk, other.pk)),
    ]
    shown = [[text in page.content.decode() for text in ("Om timen", "Bare om den syke")] for page in pages]
    assert shown == [[True, False], [False, False], [False, True]]
    assert ReadEntry.objects.count() == 3


def test_notes_of_anothers_are_404_and_not_logged(adviser, login):
    session = own(adviser)
    stranger = ParticipantFactory()
    assert login("adviser").get(url("notes", session.pk)).status_code == HTTPStatus.NOT_FOUND
    assert login("manager").get(url("notes", session.pk)).status_code == HTTPStatus.NOT_FOUND
    assert adviser.get(url("participant_notes", session.pk, stranger.pk)).status_code == HTTPStatus.NOT_FOUND
    assert not ReadEntry.objects.exists()


def test_break_glass_asks_who_you_are_first(login):
    session = AdviceSessionFactory()
    response = login("manager").get(url("break_glass", session.pk))
    assert (response.status_code, "/konto/" in response.url) == (HTTPStatus.FOUND, True)
    assert login("adviser").get(url("break_glass", session.pk)).status_code == HTTPStatus.NOT_FOUND


# --- threads ---------------------------------------------------------------------------------------------------------
def a_thread(**values):
    session = AdviceSessionFactory(**{
        "channel": "email", "starts_at": None, "session_date": NOW.date(), "adviser": None, "created_on": NOW.date(),
        **values,
    })  # fmt: skip
    ParticipantFactory(session=session)
    ContactFactory(session=session)
    SessionMessage(
        session=session, written_by="relative", written_at=NOW - timedelta(hours=1), text="Hva gjør jeg?"
    ).save()
    return session


@pytest.mark.parametrize("count", [1, 3])
def test_threads_cost_the_same_with_one_and_three(adviser, django_assert_num_queries, count):
    for _number in range(count):
        a_thread()
    adviser.get(url("threads"))
    with django_assert_num_queries(4):
        response = adviser.get(url("threads"))
    assert [str(each.due_date) for each in response.context["threads"]] == ["2026-11-26"] * count


def test_take_read_and_answer_a_thread(adviser, login):
    session = a_thread()
    assert adviser.get(url("thread", session.pk)).status_code == HTTPStatus.NOT_FOUND
    assert adviser.post(url("take", session.pk)).url == url("thread", session.pk)
    late = login("adviser").post(url("take", session.pk))
    assert late.url == url("threads")
    assert "Hva gjør jeg?" in adviser.get(url("thread", session.pk)).content.decode()
    assert adviser.post(url("thread", session.pk), {"text": ""}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    adviser.post(url("thread", session.pk), {"text": "Ring gjerne."})
    assert [row.text for row in session.messages.all()] == ["Hva gjør jeg?", "Ring gjerne."]
    assert list(OutboxMessage.objects.values_list("part", flat=True)) == ["answer"]
    assert adviser.get(url("threads")).context["threads"] == []


def test_own_session_leads_a_relative_to_its_page(login):
    client = login("relative")
    session = AdviceSessionFactory(account=client.user)
    assert client.get(url("own_session", session.pk)).status_code == HTTPStatus.NOT_FOUND
    session.links.create(token_hash=b"x" * 32, token="t" * 43)
    assert client.get(url("own_session", session.pk)).url == url("manage", "t" * 43)
    assert login("relative").get(url("own_session", session.pk)).status_code == HTTPStatus.NOT_FOUND
