"""The start page's boxes of advising: threads that wait beside one's sessions, in one query, each in its order."""

from collections.abc import Callable
from datetime import date

import pytest

from advising import start
from advising.enums.sessions import Channel
from advising.models import SessionMessage
from tests.advising.factories.sessions import AdviceSessionFactory, AdviserUserFactory, ParticipantFactory
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def test_sessions_and_threads_stand_in_their_own_boxes(django_assert_num_queries: Callable[..., object]) -> None:
    adviser = AdviserUserFactory()
    thread = {"channel": Channel.EMAIL, "starts_at": None, "session_date": NOW.date()}
    mine = AdviceSessionFactory(adviser=adviser, created_on=date(2026, 11, 19), **thread)
    SessionMessage.objects.create(session=mine, written_by="relative", written_at=NOW, text="Hei")
    AdviceSessionFactory(adviser=None, created_on=date(2026, 11, 18), **thread)
    AdviceSessionFactory(adviser=AdviserUserFactory(), created_on=date(2026, 11, 17), **thread)
    timed = AdviceSessionFactory(adviser=adviser)
    for position, relation in enumerate(("father", "mother", "self"), start=1):
        ParticipantFactory(session=timed, position=position, relation=relation)
    with django_assert_num_queries(2):
        sessions, threads, _calls = start.boxes(user=adviser, now=NOW)
    assert [str(row.more) for row in sessions.rows] == ["Far, Mor, Den det gjelder selv"]
    assert [(str(row.time), str(row.act)) for row in threads.rows] == [
        ("ons\u00a018.11.", "Ta den"),
        ("tor\u00a019.11.", "Svar"),
    ]
