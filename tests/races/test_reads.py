"""The log of reads under many readers at once: one chain without gaps; without the lock it breaks."""

import threading

import pytest
from django.db import connection

from pio.audit import services
from pio.audit.chain import fault_in
from pio.audit.models import ReadChain
from pio.audit.services import reads
from tests.core import factories

READERS = 12

pytestmark = pytest.mark.django_db(transaction=True)


def read_at_once(now) -> list[Exception]:
    """Open one record by all readers at the same moment; what failed."""
    case, users = factories.client(), [factories.user() for _ in range(READERS)]
    services.log_read(by=users[0], subject=case, verb="cases.read", now=now)
    barrier, faults = threading.Barrier(READERS), []

    def read(user) -> None:
        try:
            connection.ensure_connection()  # else they begin one after the other
            barrier.wait(10)
            services.log_read(by=user, subject=case, verb="cases.read", now=now)
        except Exception as error:  # noqa: BLE001 – counted below
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=read, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def test_p09_readers_of_one_record_queue_and_the_chain_is_whole(now):
    assert read_at_once(now) == []
    chain = ReadChain.objects.get()
    assert (chain.entries, fault_in(chain)) == (READERS + 1, "")


def test_p09_control_without_the_lock_readings_are_lost(now, monkeypatch):
    monkeypatch.setattr(reads, "_lock", lambda label, key: None)
    faults = read_at_once(now)
    chain = ReadChain.objects.get()
    assert faults or fault_in(chain), "the lock is not what keeps the chain whole"
