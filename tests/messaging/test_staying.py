"""A worker that was woken stays while messages come: they wake nobody, none is left, one connection is enough."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.utils import timezone

from pio.messaging import dispatch, services, staying, waking
from pio.messaging.enums import Channel
from pio.messaging.models import DemoDelivery, OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def put(django_capture_on_commit_callbacks):
    """Write a message as a request does, its commit included."""

    def write():
        now = timezone.now()
        with django_capture_on_commit_callbacks(execute=True):
            services.enqueue(kind="probe", target=uuid4(), version=1, channel=Channel.EMAIL, send_after=now, now=now)

    return write


@pytest.fixture(autouse=True)
def woken(monkeypatch):
    """The names of the tasks that somebody was woken for; no mark of another test is in Redis."""
    calls = []
    monkeypatch.setattr(services.app, "send_task", lambda name, **options: calls.append(name))
    waking.is_over()
    return calls


def looks(monkeypatch):
    """The moments of the looks at the outbox."""
    seen, claim = [], dispatch.claim
    monkeypatch.setattr(dispatch, "claim", lambda **given: seen.append(time.monotonic()) or claim(**given))
    return seen


def test_with_nothing_to_send_it_goes_at_once(monkeypatch):
    monkeypatch.setattr(staying.time, "sleep", lambda _seconds: pytest.fail("stays"))
    seen = looks(monkeypatch)
    assert staying.send_while_it_comes() == 0
    assert len(seen) == 2


def test_what_is_written_while_it_stays_goes_with_it_and_wakes_nobody(probe, put, woken, monkeypatch):
    pauses = []

    def sleep(seconds):
        pauses.append(seconds)
        if len(pauses) < 3:
            put()

    monkeypatch.setattr(staying.time, "sleep", sleep)
    put()
    assert staying.send_while_it_comes() == 3
    assert pauses == [staying.PAUSE] * 3
    assert woken == ["pio.messaging.tasks.send_due"]


def test_what_is_written_before_the_mark_goes_is_seen_by_the_last_look(probe, put, woken, monkeypatch):
    is_over = waking.is_over
    monkeypatch.setattr(waking, "is_over", lambda: (put(), is_over()))
    waking.hold()
    assert staying.send_while_it_comes() == 1
    assert woken == []


def test_what_is_written_after_it_has_gone_wakes_another(probe, put, woken):
    put()
    staying.send_while_it_comes()
    put()
    assert woken == ["pio.messaging.tasks.send_due"] * 2


def test_it_does_not_stay_for_ever(probe, put, monkeypatch):
    monkeypatch.setattr(staying, "STAYS", 0.1)
    monkeypatch.setattr(staying, "PAUSE", 0.02)
    seen, sleep = looks(monkeypatch), time.sleep
    monkeypatch.setattr(staying.time, "sleep", lambda seconds: (sleep(seconds), put()))
    put()
    staying.send_while_it_comes()
    assert seen[-1] - seen[0] < 2.0
    assert not OutboxMessage.objects.live().exists()


def test_it_stays_shorter_than_a_stop_waits_for_it():
    from pio.supervisor import STOP_SECONDS

    assert staying.STAYS < STOP_SECONDS
    assert waking.SECONDS > 2 * staying.PAUSE


def test_a_worker_that_fails_leaves_no_mark(monkeypatch):
    def claim(**_given):
        raise OperationalError

    monkeypatch.setattr(dispatch, "claim", claim)
    with pytest.raises(OperationalError):
        staying.send_while_it_comes()
    assert waking.is_needed()


def test_one_connection_to_the_mail_server_for_the_whole_stay(smtp, probe, put, monkeypatch):
    smtp.plan["connect"] = ["220 test", "421 only one connection"]
    pauses = iter([put])
    monkeypatch.setattr(staying.time, "sleep", lambda _seconds: next(pauses, lambda: None)())
    put()
    assert staying.send_while_it_comes() == 2
    assert len(smtp.mails) == 2


def test_a_message_that_becomes_due_meanwhile_goes_too(probe, put, monkeypatch):
    soon = timezone.now() + timedelta(seconds=0.1)
    services.enqueue(
        kind="probe", target=uuid4(), version=1, channel=Channel.EMAIL, send_after=soon, now=timezone.now()
    )
    put()
    assert staying.send_while_it_comes() == 2
    assert DemoDelivery.objects.count() == 2
