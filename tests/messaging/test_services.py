"""Putting messages in, cancelling them, and what a person decides."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from pio.core import fast_redis
from pio.messaging import dispatch, health, services, tasks, waking
from pio.messaging.enums import Channel, MessageState
from pio.messaging.models import DemoDelivery, OutboxMessage
from pio.messaging.services import MessageNotWaiting
from tests.conftest import NOW
from tests.messaging.factories import OutboxMessageFactory

TARGET = UUID(int=7)
pytestmark = pytest.mark.django_db


def put(**changes):
    values = {
        "kind": "probe",
        "target": TARGET,
        "version": 1,
        "channel": Channel.EMAIL,
        "part": "confirmation",
        "person": "p1",
        "send_after": NOW,
        "now": NOW,
    }
    return services.enqueue(**values | changes)


def test_enqueue_writes_key_of_all_parts():
    row = put(offset="24h")
    assert row.dedup_key == f"probe:{TARGET}:confirmation:1:24h:email:p1"
    assert (row.state, row.next_attempt_at, row.attempts) == (MessageState.PENDING, NOW, 0)


def test_enqueue_twice_is_one_row():
    assert put().pk == put(send_after=NOW + timedelta(hours=1)).pk
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "other"},
        {"target": uuid4()},
        {"version": 2},
        {"channel": Channel.SMS},
        {"part": "x"},
        {"person": "p2"},
        {"offset": "2h"},
    ],
)
def test_enqueue_another_part_of_the_key_is_another_row(other):
    put()
    put(**other)
    assert OutboxMessage.objects.count() == 2


def test_enqueue_rolls_back_with_its_reason():
    with transaction.atomic():
        put()
        transaction.set_rollback(True)
    assert OutboxMessage.objects.count() == 0


def woken(monkeypatch):
    calls = []
    monkeypatch.setattr(services.app, "send_task", lambda name, **options: calls.append(name))
    return calls


def test_enqueue_wakes_a_worker_after_commit(monkeypatch, django_capture_on_commit_callbacks):
    calls = woken(monkeypatch)
    with django_capture_on_commit_callbacks(execute=True):
        put()
        assert calls == []
    assert calls == ["pio.messaging.tasks.send_due"]


def test_a_burst_wakes_once_until_a_worker_has_come(monkeypatch, django_capture_on_commit_callbacks):
    calls = woken(monkeypatch)
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            put(target=uuid4())
    assert len(calls) == 1
    tasks.send_due()
    with django_capture_on_commit_callbacks(execute=True):
        put(target=uuid4())
    assert len(calls) == 2


def test_a_wake_up_that_was_lost_is_forgotten_after_five_seconds(monkeypatch, django_capture_on_commit_callbacks):
    woken(monkeypatch)
    with django_capture_on_commit_callbacks(execute=True):
        put()
    (left,) = fast_redis.ask(("TTL", waking.KEY))
    assert 0 < left <= 5


def test_enqueue_for_later_wakes_nobody(monkeypatch, django_capture_on_commit_callbacks):
    calls = woken(monkeypatch)
    with django_capture_on_commit_callbacks(execute=True):
        put(send_after=NOW + timedelta(seconds=1))
    assert calls == []


def test_enqueue_with_broker_down_is_no_error(monkeypatch, django_capture_on_commit_callbacks):
    from celery import Celery

    monkeypatch.setattr(services, "app", Celery("away", broker="redis://127.0.0.1:1/0", set_as_current=False))
    with django_capture_on_commit_callbacks(execute=True):
        put()
    assert OutboxMessage.objects.count() == 1


def test_cancel_for_cancels_only_what_waits_for_this_target(probe):
    waiting, later = put(), put(offset="24h", send_after=NOW + timedelta(days=1))
    other = put(target=uuid4())
    leaving = OutboxMessageFactory(target=TARGET, state=MessageState.LEASED, handed_over_at=NOW)
    assert services.cancel_for(TARGET, now=NOW) == 2
    states = dict(OutboxMessage.objects.values_list("pk", "state"))
    assert states == {
        waiting.pk: "cancelled",
        later.pk: "cancelled",
        other.pk: "pending",
        leaving.pk: "leased",
    }
    assert probe.finished == ["cancelled", "cancelled"]


def test_cancel_for_some_kinds_leaves_the_others():
    put()
    put(kind="other")
    assert services.cancel_for(TARGET, kinds=("other",), now=NOW) == 1
    assert list(OutboxMessage.objects.live().values_list("kind", flat=True)) == ["probe"]


@pytest.mark.parametrize("state", ["failed", "uncertain"])
def test_retry_sends_again(probe, state):
    row = OutboxMessageFactory(state=state, ambiguous_resends=1, closed_at=NOW)
    services.retry(row, by=None, now=NOW)
    assert dispatch.send_due(now=NOW) == 1
    row.refresh_from_db()
    assert (row.state, DemoDelivery.objects.count()) == ("sent", 1)


@pytest.mark.parametrize("verb", [services.retry, services.close])
@pytest.mark.parametrize("state", ["pending", "leased", "sent", "dropped", "cancelled"])
def test_decide_on_what_does_not_wait_for_a_person_is_refused(verb, state):
    row = OutboxMessageFactory(state=state)
    with pytest.raises(MessageNotWaiting) as refusal:
        verb(row, by=None, now=NOW)
    assert refusal.value.message == "Meldingen er allerede tatt hånd om."


def test_close_takes_it_off_the_list():
    row = OutboxMessageFactory(state="failed")
    services.close(row, by=None, now=NOW)
    row.refresh_from_db()
    assert (row.state, row.reason, row.closed_at) == ("cancelled", "closed_by_staff", NOW)


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "sent", "sent_at": None},
        {"state": "pending", "sent_at": NOW},
        {"ambiguous_resends": 2},
        {"state": "leased", "lease_until": None},
        {"state": "pending", "lease_until": NOW},
    ],
)
def test_database_refuses_a_row_that_contradicts_itself(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMessageFactory(**broken)


def test_lateness_counts_from_the_moment_due():
    assert health.oldest_due_lateness(NOW) == timedelta()
    OutboxMessageFactory(send_after=NOW + timedelta(hours=1))
    assert health.oldest_due_lateness(NOW) == timedelta()
    OutboxMessageFactory(send_after=NOW - timedelta(minutes=5))
    assert health.oldest_due_lateness(NOW) == timedelta(minutes=5)
    assert not health.is_late(NOW)
    assert health.is_late(NOW + timedelta(seconds=1))


def test_lateness_ignores_what_waits_for_another_and_what_is_done():
    OutboxMessageFactory(state="sent", send_after=NOW - timedelta(hours=3))
    held = OutboxMessageFactory(send_after=NOW - timedelta(hours=1), next_attempt_at=NOW + timedelta(minutes=1))
    OutboxMessageFactory(send_after=NOW - timedelta(minutes=30), target=held.target, target_version=2)
    assert health.oldest_due_lateness(NOW) == timedelta()


def test_history_of_own_things(probe):
    from pio.messaging import selectors

    sent = OutboxMessageFactory(state="sent", sent_at=NOW + timedelta(minutes=1))
    OutboxMessageFactory(target=sent.target, channel=Channel.SMS, send_after=NOW + timedelta(hours=1))
    OutboxMessageFactory(target=sent.target, state="cancelled")
    OutboxMessageFactory()
    seen = [(row.label, row.channel, row.at, row.state) for row in selectors.history_of([sent.target])]
    assert seen == [
        ("Prøve", "SMS", NOW + timedelta(hours=1), "Venter"),
        ("Prøve", "E-post", NOW + timedelta(minutes=1), "Sendt"),
    ]
