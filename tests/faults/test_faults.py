"""Faults under load (issue: point 3): nothing acknowledged is lost, nothing is sent beyond the rule, nobody helps.

With `PIO_WRITE_RELIABILITY` (`make faults`) what was seen is written to docs/reliability.md.
"""

import os
import signal
import subprocess
import sys
import time

import pytest
import redis

from pio import embedded
from tests.faults import report
from tests.faults.drill import Drill, fill
from tests.setup.conftest import ROOT, wait_for, within

pytestmark = pytest.mark.slow


@pytest.fixture
def drill():
    with Drill() as made:
        yield made


def test_faults_under_load(drill) -> None:
    """One story under one load, since a fault may also spoil what comes after it."""
    for name in ("web", "worker", "beat"):
        victim = drill.portal.children()[name]
        with drill.fault(f"kill -9 of {name}", until=drill.is_new(name, victim.pid)):
            victim.kill()
    with drill.fault("kill -9 of one of the two web processes"):
        drill.portal.children()["web"].children()[-1].kill()
    for name in ("redis", "postgres", "keeper"):
        victim = drill.portal.server_pid(name)
        with drill.fault(f"kill -9 of {name}", until=drill.is_new(name, victim)):
            os.kill(victim, signal.SIGKILL)
    everything_at_once(drill)
    with drill.fault("Redis flushed"):
        redis.from_url(f"unix://{embedded.socket_dir(drill.portal.data_dir)}/redis.sock").flushall()
    two_beats(drill)
    slow_mail(drill)
    full_disk(drill)
    counted = drill.finish()
    if os.environ.get("PIO_WRITE_RELIABILITY"):
        report.write(drill.rows, counted)
    assert counted["acknowledged"] > 100
    for name in ("lost", "sent, but never taken over", "sent beyond the rule", "acknowledged without any message"):
        assert counted[name] == 0, counted
    for row in drill.rows:
        assert row.ready_after < within(60), row


def everything_at_once(drill) -> None:
    """As when the machine loses power and comes back."""
    victims = {name: child.pid for name, child in drill.portal.children().items()}
    victims |= {name: drill.portal.server_pid(name) for name in ("redis", "postgres")}
    back = [drill.is_new(name, pid) for name, pid in victims.items()]
    with drill.fault("kill -9 of all five at once", until=lambda: all(each() for each in back)):
        for pid in victims.values():
            os.kill(pid, signal.SIGKILL)


def two_beats(drill) -> None:
    """Whoever scales beat by mistake: everything is woken twice and sent once."""
    schedule = str(drill.folder / "second-beat")
    command = ["-m", "celery", "--app", "pio.celery", "--quiet", "beat", "--schedule", schedule, "--pidfile", ""]
    with drill.fault("a second beat for 40 s"):
        second = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=drill.environment)
        time.sleep(40)
        second.kill()
        second.wait()


def slow_mail(drill) -> None:
    """A mail server that takes 2 s for a step, is silent, hangs up and refuses for a while: visitors feel nothing."""
    slowest = drill.visitors.slowest
    with drill.fault("slow mail server"):
        drill.visitors.slowest = 0.0
        drill.mail.plan["connect"] += [2.0, 2.0]
        drill.mail.plan["rcpt"] += [1.0, "451 later"]
        drill.mail.plan["content"] += [2.0, "hang_up_after", "451 later"]
        drill.visitors.more(40)
    assert drill.visitors.slowest < 5
    drill.visitors.slowest = max(slowest, drill.visitors.slowest)


def full_disk(drill) -> None:
    """Not a byte left under the database: nothing is acknowledged that is not kept, and space is all it needs."""
    if not drill.has_small_disk:
        return
    with drill.fault("disk full for 10 s"):
        path = fill(drill.folder)
        before = len(drill.visitors.refused)
        wait_for(lambda: len(drill.visitors.refused) > before, 60)
        time.sleep(10)
        path.unlink()
