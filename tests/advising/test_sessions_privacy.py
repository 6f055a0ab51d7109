"""P07, P08: contact, notes and messages are sealed, and gone 12 months after the session; what we count stays."""

from datetime import datetime

import pytest
from django.db import connection

from advising.models import AdviceSession, SessionContact, SessionLink, SessionMessage, SessionNote, SessionParticipant
from pio.core import retention
from tests.advising.factories.sessions import (
    OSLO,
    THURSDAY,
    AdviceSessionFactory,
    ContactFactory,
    LinkFactory,
    ParticipantFactory,
)

pytestmark = pytest.mark.django_db
FORGOTTEN = (SessionContact, SessionLink, SessionMessage, SessionNote)


@pytest.fixture
def session():
    session = AdviceSessionFactory(status="held", minutes=60, themes=["boundaries"])
    ParticipantFactory(session=session, present=True)
    ContactFactory(session=session, message="Ring etter fem", phone="+4790000123")
    LinkFactory(session=session)
    SessionNote(session=session, author=session.adviser, written_on=THURSDAY.date(), text="Hemmelig notat").save()
    SessionMessage(session=session, written_by="relative", written_at=THURSDAY, text="Hemmelig melding").save()
    return session


def test_p07_nothing_told_in_confidence_is_readable_in_the_database(session):
    found = []
    with connection.cursor() as cursor:
        for model in (*FORGOTTEN, AdviceSession, SessionParticipant):
            cursor.execute(f"SELECT t::text FROM {model._meta.db_table} t")
            rows = " ".join(row[0] for row in cursor.fetchall())
            secrets = ("kari@example.org", "90000123", "Ring etter fem", "Hemmelig", "a" * 43)
            found += [(model.__name__, each) for each in secrets if each in rows or each.encode().hex() in rows]
    assert found == []


@pytest.mark.parametrize(("day", "left"), [((2027, 11, 26), 1), ((2027, 11, 27), 0)])
def test_p08_forgotten_twelve_months_after_the_session(session, day, left):
    retention.forget(now=datetime(*day, 3, 0, tzinfo=OSLO))
    assert [model.objects.count() for model in FORGOTTEN] == [left] * len(FORGOTTEN)
    kept = AdviceSession.objects.get()
    assert (kept.status, kept.minutes, kept.themes) == ("held", 60, ["boundaries"])
    assert list(kept.participants.values_list("relation", "present")) == [("mother", True)]
