"""Worker processes for the outbox races: `python tests/races/outbox_workers.py MODE COUNT`.

One parent loads Django and forks COUNT workers; a worker that is killed is replaced at once, so the test may kill
as often as it likes without paying for a start each time. Each worker's process id is printed on a line of its own.
MODE is `outbox` (the real command), or one of the controls that must fail:

`no_lease`      looks, sends, marks, as most booking systems do
`mark_first`    marks as sent, then sends
"""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.races.outbox_settings")

import django

django.setup()

# ruff: noqa: E402  models can be loaded only now
from django.core.management import call_command
from django.utils import timezone

from pio.messaging import channels, kinds
from pio.messaging.enums import Channel
from pio.messaging.kinds import Message, MessageKind
from pio.messaging.models import OutboxMessage


def compose(row, _now):
    return Message(Channel.EMAIL, f"person{row.part}@example.org", "Timen din", "Hei\n")


def outbox():
    call_command("send_messages", loop=0.02)


def no_lease():
    while True:
        for row in OutboxMessage.objects.filter(state="pending").order_by("pk")[:10]:
            channels.send(compose(row, None), reference=row.dedup_key, handing_over=lambda: None)
            OutboxMessage.objects.filter(pk=row.pk).update(state="sent", sent_at=timezone.now())


def mark_first():
    while True:
        for row in OutboxMessage.objects.filter(state="pending").order_by("?")[:10]:
            now = timezone.now()
            if OutboxMessage.objects.filter(pk=row.pk, state="pending").update(state="sent", sent_at=now):
                channels.send(compose(row, None), reference=row.dedup_key, handing_over=lambda: None)


def main(mode, count):
    kinds.register(MessageKind("race", compose))
    workers = set()
    parent = os.getppid()
    while os.getppid() == parent:
        while len(workers) < count:
            pid = os.fork()
            if pid == 0:
                work(mode)
            workers.add(pid)
            print(pid, flush=True)
        ended, _status = os.waitpid(-1, os.WNOHANG)
        workers.discard(ended)
        time.sleep(0.002)
    for pid in workers:
        os.kill(pid, 9)


def work(mode):
    try:
        {"outbox": outbox, "no_lease": no_lease, "mark_first": mark_first}[mode]()
    finally:
        os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
