"""Many write while workers come and go: without any beat nothing is left behind, though few are woken.

The control takes the mark away after its last look instead of before it, and must leave messages behind.
"""

import queue
import random
import threading
import time
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from pio.messaging import dispatch, kinds, services, staying, waking
from pio.messaging.enums import Channel
from pio.messaging.kinds import Message, MessageKind
from pio.messaging.models import OutboxMessage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
BURSTS, WRITERS, EACH, WORKERS = 20, 4, 2, 2


@pytest.fixture
def wakes(monkeypatch):
    """The queue between those who write and the workers; stays are short, so that many end while somebody writes."""
    waiting = queue.Queue()
    monkeypatch.setattr(services.app, "send_task", lambda name, **options: waiting.put(name))
    monkeypatch.setattr(staying, "STAYS", 0.03)
    monkeypatch.setattr(staying, "PAUSE", 0.01)
    monkeypatch.setattr(waking, "SECONDS", 60)
    kinds.register(MessageKind("race", lambda row, now: Message(Channel.EMAIL, "a@example.org", "Timen", row.part)))
    waking.is_over()
    yield waiting
    waking.is_over()
    kinds._registry.pop("race")


def put():
    now = timezone.now()
    services.enqueue(kind="race", target=uuid4(), version=1, channel=Channel.EMAIL, send_after=now, now=now)


def write():
    for _message in range(EACH):
        time.sleep(random.uniform(0, 0.03))
        put()
    connections.close_all()


def carry(waiting, stay, taken):
    while waiting.get() is not None:
        stay()
        taken.append(1)
        waiting.task_done()
    connections.close_all()


def race(waiting, stay):
    """In how many bursts a message was left when every wake-up was carried out; and how many wake-ups there were."""
    taken, left_behind = [], 0
    workers = [threading.Thread(target=carry, args=(waiting, stay, taken)) for _worker in range(WORKERS)]
    for thread in workers:
        thread.start()
    for _burst in range(BURSTS):
        writers = [threading.Thread(target=write) for _writer in range(WRITERS)]
        for thread in writers:
            thread.start()
        for thread in writers:
            thread.join(60)
        waiting.join()
        left_behind += OutboxMessage.objects.live().exists()
        dispatch.send_due()
    for _worker in workers:
        waiting.put(None)
    for thread in workers:
        thread.join(60)
    assert OutboxMessage.objects.count() == BURSTS * WRITERS * EACH
    return left_behind, len(taken)


def test_nothing_is_left_behind_and_few_are_woken(wakes):
    left_behind, woken = race(wakes, staying.send_while_it_comes)
    assert left_behind == 0
    assert woken < BURSTS * WRITERS * EACH


def test_control_a_mark_that_goes_after_the_last_look_leaves_a_message_behind(wakes):
    def stay():
        waking.hold()
        dispatch.send_due()
        put()  # by somebody who finds the mark, and so wakes nobody
        waking.is_over()

    put()
    assert wakes.get_nowait() is not None
    stay()
    assert (OutboxMessage.objects.live().count(), wakes.qsize()) == (1, 0)
