"""What the helpline log promises: no identity, nothing that joins a call to anything, forgotten on time."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, models, transaction

from advising.enums.calls import FollowUpStatus
from advising.models import Call, CallAmendment, CallFollowUp
from advising.services import calls as services
from pio.core import retention
from tests.accounts.factories import person
from tests.advising.factories.calls import CallFactory, FollowUpFactory, answers
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
TELLING = ("name", "phone", "number", "mail", "address", "birth", "created", "updated", "author_id", "user")


def test_a_call_has_no_column_for_an_identity_and_no_link() -> None:
    columns = {field.column for field in Call._meta.concrete_fields}
    assert {column for column in columns for word in TELLING if word in column} == set()
    assert [field.name for field in Call._meta.concrete_fields if isinstance(field, models.ForeignKey)] == []
    assert [each.related_model for each in Call._meta.related_objects] == [CallAmendment]


def test_no_history_table_and_no_triggers_on_calls_but_those_that_count() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'advising_call'::regclass AND NOT tgisinternal")
        names = sorted(name for (name,) in cursor.fetchall())
        assert names == ["stats_calls_delete", "stats_calls_insert", "stats_calls_update"]
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_name LIKE '%call%event%'")
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"started_at": dt.datetime(2026, 11, 24, 9, 1, tzinfo=dt.UTC)},
        {"started_at": dt.datetime(2026, 11, 24, 9, 0, 1, tzinfo=dt.UTC)},
        {"relation": "Kari Nordmann"},
        {"county": "Oslo!"},
        {"kind": ""},
        {"topics": ["Kari"]},
        {"topics": ["a", "b", "c", "d", "e"]},
        {"referred_to": ["91234567 Per"]},
        {"duration_minutes": 1441},
        {"source": "else"},
        {"author_key": b"x" * 32},
    ],
)
def test_the_database_refuses(changes: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CallFactory(**changes)


def test_two_calls_of_one_author_share_nothing() -> None:
    adviser = person("adviser")
    calls = [services.log_call(answers(), by=adviser, now=NOW) for _ in range(2)]
    assert calls[0].author_key != calls[1].author_key
    assert str(adviser.pk).encode() not in bytes(calls[0].author_key)


def test_author_is_forgotten_on_the_day_after() -> None:
    call = services.log_call(answers(), by=person("adviser"), now=NOW)
    retention.forget(now=NOW + dt.timedelta(days=3))
    call.refresh_from_db()
    assert (call.author_key, call.submission_key, call.editable_until) == (None, None, None)


@pytest.mark.parametrize(("days", "note"), [(29, "Sliten."), (30, "Sliten."), (32, None)])
def test_note_is_forgotten_after_30_days_and_the_answers_stay(days: int, note: str | None) -> None:
    call = CallFactory(note="Sliten.")
    retention.forget(now=NOW + dt.timedelta(days=days))
    call = Call.objects.get(pk=call.pk)
    assert (call.note, call.topics) == (note, ["burden"])


@pytest.mark.parametrize(("days", "status"), [(14, FollowUpStatus.OPEN), (16, FollowUpStatus.EXPIRED)])
def test_call_back_number_is_forgotten_after_14_days(days: int, status: FollowUpStatus) -> None:
    row = FollowUpFactory()
    retention.forget(now=NOW + dt.timedelta(days=days))
    row = CallFollowUp.objects.get(pk=row.pk)
    assert (row.status, row.number is None) == (status, status != FollowUpStatus.OPEN)


def test_the_database_refuses_a_settled_promise_with_a_number() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpFactory(status=FollowUpStatus.REACHED, closed_on=NOW.date())
