"""Workers killed at random: every message arrives, none more than twice, and the rows say so (booking.md, test 10).

Real processes, a real mail server, SIGKILL. The controls do what booking systems usually do, and must fail.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import redis
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from pio.messaging import dispatch, health, services
from pio.messaging.channels.email import message_id
from pio.messaging.enums import Channel, MessageState
from pio.messaging.models import DemoDelivery, OutboxMessage
from tests.messaging.smtp_server import MailServer

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = Path(__file__).with_name("outbox_workers.py")
MESSAGES, KILLS, LEASE = 200, 25, 1.5


class Herd:
    """The worker processes of one race."""

    def __init__(self, process):
        self.process, self.pids, self.lock = process, [], threading.Lock()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stdout:
            with self.lock:
                self.pids.append(int(line))

    def kill_one(self):
        with self.lock:
            if not self.pids:
                return 0
            pid = self.pids.pop(random.randrange(len(self.pids)))
        os.kill(pid, signal.SIGKILL)
        return 1


@contextmanager
def herd(server, *, mode, count):
    environment = os.environ | {
        "RACE_DATABASE": connection.settings_dict["NAME"],
        "RACE_PORT": str(server.port),
        "RACE_LEASE": str(LEASE),
        "DJANGO_SETTINGS_MODULE": os.environ.get("RACE_SETTINGS", "tests.races.outbox_settings"),
    }
    command = [sys.executable, "-W", "ignore", str(WORKERS), mode, str(count)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        workers = Herd(process)
        try:
            yield workers
        finally:
            process.kill()
            process.wait()
            while workers.kill_one():
                pass


def put(number):
    now = timezone.now()
    for each in range(number):
        services.enqueue(
            kind="race", target=uuid4(), version=1, channel=Channel.EMAIL, part=str(each), send_after=now, now=now
        )


def run(server, *, mode="outbox", count=3, kills=KILLS, seconds=60):
    """Kill workers at random until nothing is left to send, then let the rest finish."""
    with herd(server, mode=mode, count=count) as workers:
        deadline, killed = time.monotonic() + seconds, 0
        while OutboxMessage.objects.live().exists() and time.monotonic() < deadline:
            time.sleep(random.uniform(0.02, 0.18))
            if killed < kills and server.raw:
                killed += workers.kill_one()
        time.sleep(0.3)
    return killed


def arrived(server):
    """How often each row's mail was taken over, by the row's key."""
    deliveries = server.deliveries()
    return {key: deliveries[message_id(key)] for key in OutboxMessage.objects.values_list("dedup_key", flat=True)}


@pytest.fixture
def server():
    with MailServer(longest_pause=0.02) as running:
        yield running
    for each in connections.all():
        each.close()


def test_killed_workers_lose_nothing_and_send_nothing_three_times(server):
    put(MESSAGES)
    killed = run(server)
    counts = arrived(server)
    rows = {row.dedup_key: row for row in OutboxMessage.objects.all()}
    assert killed == KILLS
    assert set(Counter(row.state for row in rows.values())) <= {"sent", "uncertain"}
    missing = [key for key, times in counts.items() if times == 0 and rows[key].state == MessageState.SENT]
    assert missing == []
    assert max(counts.values()) <= 2
    twice = {key for key, times in counts.items() if times == 2}
    said = {key for key, row in rows.items() if row.ambiguous_resends == 1}
    assert twice - said == set()
    waiting = set(OutboxMessage.objects.for_staff().values_list("dedup_key", flat=True))
    assert {key for key, times in counts.items() if times == 0} - waiting == set()
    assert sum(counts.values()) == len(server.raw)
    assert all(row.sent_at for row in rows.values() if row.state == MessageState.SENT)


def test_workers_left_alone_send_each_message_once(server):
    put(60)
    run(server, kills=0)
    assert set(arrived(server).values()) == {1}
    assert dict(Counter(OutboxMessage.objects.values_list("state", "attempts", "ambiguous_resends"))) == {
        ("sent", 1, 0): 60
    }


def test_control_without_a_lease_messages_come_three_times(server):
    put(40)
    run(server, mode="no_lease", count=4, kills=0, seconds=20)
    assert max(arrived(server).values()) > 2


def test_control_marked_before_sending_messages_are_lost(server):
    put(60)
    run(server, mode="mark_first", count=3, kills=25, seconds=20)
    assert not OutboxMessage.objects.live().exists()
    assert min(arrived(server).values()) == 0


def in_threads(count, *acts):
    """Run the acts, each in its own thread, `count` threads in all."""
    barrier, problems = threading.Barrier(count), []

    def body(act):
        try:
            barrier.wait(10)
            act()
        except Exception as problem:  # noqa: BLE001
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=body, args=(acts[each % len(acts)],)) for each in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert problems == []


@pytest.fixture
def race_kind():
    from pio.messaging import kinds
    from pio.messaging.kinds import Message, MessageKind

    kinds.register(MessageKind("race", lambda row, now: Message(Channel.EMAIL, "a@example.org", "Timen", row.part)))
    yield
    kinds._registry.pop("race")


def test_workers_down_for_three_hours_then_two_beats_fire_five_times(race_kind):
    """booking.md, test 11."""
    put(30)
    OutboxMessage.objects.update(next_attempt_at=timezone.now() - timedelta(hours=3))
    assert health.is_late(timezone.now())
    in_threads(2, lambda: [dispatch.send_due() for _fire in range(5)])
    assert DemoDelivery.objects.count() == 30
    assert not health.is_late(timezone.now())


def test_flushed_redis_loses_nothing(race_kind):
    """booking.md, test 12."""
    put(5)
    redis.Redis.from_url(settings.REDIS_URL).flushall()
    assert dispatch.send_due() == 5
    assert DemoDelivery.objects.count() == 5


def test_same_message_put_in_by_twenty_at_once_is_one_row():
    target, now = uuid4(), timezone.now() + timedelta(hours=1)
    in_threads(
        20,
        lambda: services.enqueue(
            kind="race", target=target, version=1, channel=Channel.SMS, part="r", send_after=now, now=timezone.now()
        ),
    )
    assert OutboxMessage.objects.count() == 1


def test_cancel_against_sending_never_sends_what_it_says_is_cancelled(race_kind):
    put(40)
    targets = list(OutboxMessage.objects.values_list("target", flat=True))
    random.shuffle(targets)
    acts = [
        dispatch.send_due,
        lambda: [services.cancel_for(target, now=timezone.now()) for target in targets],
    ]
    in_threads(2, *acts)
    sent = set(DemoDelivery.objects.values_list("reference", flat=True))
    rows = dict(OutboxMessage.objects.values_list("dedup_key", "state"))
    assert set(rows.values()) <= {"sent", "cancelled"}
    assert sent == {key for key, state in rows.items() if state == "sent"}
