"""The whole topology as real processes: what the loss of a machine does to those who sign up, and to the figures."""

import re
from collections import Counter

import pytest

from tests.deploy.proxy import HOST
from tests.deploy.stack import Stack
from tests.deploy.visitors import LIVE, Visitors, is_now
from tests.messaging.smtp_server import MailServer
from tests.setup.conftest import wait_for

pytestmark = pytest.mark.slow
READS = """
    SELECT coalesce(sum(seq_scan + coalesce(idx_scan, 0)), 0)::int FROM pg_stat_user_tables
    WHERE relname IN ('ombud_case', 'stats_callmonth', 'groups_selfrungroup')
"""


@pytest.fixture(scope="module")
def mail():
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def stack(mail):
    made = Stack(mail)
    try:
        yield made.start()
    finally:
        made.stop()


def test_the_whole_topology(stack, mail) -> None:
    """One story, since each part of it needs the whole that takes a minute to start."""
    path = stack.inside("course")
    proxy_is_the_one_of_deploy(stack, path)
    figures_are_read_from_the_replica(stack)
    with Visitors(stack.client, path, f"https://{HOST}") as visitors:
        visitors.more(20)
        one_web_dies(stack, visitors)
        one_worker_dies(stack, visitors)
        the_primary_dies(stack, visitors)
    nothing_acknowledged_is_lost(stack, mail, visitors)


def proxy_is_the_one_of_deploy(stack, path) -> None:
    assert stack.client.get("/").status_code == 200
    assert stack.client.get(path, headers={"User-Agent": "Planted/1.0"}).status_code == 200
    assert stack.client.get("/readyz").status_code == 404
    statuses = Counter(stack.client.get("/erfaringer/").status_code for _ in range(300))
    assert set(statuses) == {200, 429}, "the one zone for everybody together"
    assert statuses[200] >= 120
    log = (stack.folder / "portal.log").read_text(encoding="utf-8")
    assert "127.0.0.0 [" in log
    assert f'"GET {path}" 200' in log
    for planted in ("erfaringer", "Planted", "127.0.0.1"):
        assert planted not in log
    told = stack.metrics()
    assert 'pio_ready{check="worker"} 1.0' in told
    assert 'pio_request_seconds_count{route="readyz"' in told
    assert "erfaringer" not in told


def figures_are_read_from_the_replica(stack) -> None:
    cookie = stack.inside("session", "manager")
    before = stack.primary.ask(READS), stack.replica.ask(READS)
    answer = stack.client.get("/intern/tall/", headers={"Cookie": f"__Host-pio={cookie}"})
    assert answer.status_code == 200
    wait_for(lambda: stack.replica.ask(READS) > before[1], 40)  # servers tell their statistics with some delay
    assert stack.primary.ask(READS) == before[0]


def one_web_dies(stack, visitors) -> None:
    """At most who was being answered by it is refused; all others go on at once."""
    before = len(visitors.refused)
    stack.kill("web1")
    visitors.more(30)
    assert len(visitors.refused) - before <= visitors.threads
    wait_for(lambda: "pio_ready" in stack.metrics(), 20)


def one_worker_dies(stack, visitors) -> None:
    stack.kill("worker1")
    visitors.more(10)
    wait_for(lambda: stack.is_ready(1), 60, stack.told)


def the_primary_dies(stack, visitors) -> None:
    """The replica has what was acknowledged (it was caught up), is promoted, and the portal finds it by itself."""
    visitors.is_over.set()
    for thread in visitors.running:
        thread.join(60)
    caught_up = "SELECT pg_current_wal_lsn() = replay_lsn FROM pg_stat_replication"
    wait_for(lambda: stack.primary.ask(caught_up), 30)
    stack.primary.kill()
    assert stack.client.get(visitors.path).status_code == 500
    stack.replica.promote()
    stack.start_unit("worker3", "worker", {"--concurrency": "1"})
    visitors.__enter__()
    visitors.more(20)
    wait_for(lambda: stack.is_ready(1), 90, stack.told)
    cookie = stack.inside("session", "technician")
    assert stack.client.get("/intern/oppsett/meldinger/", headers={"Cookie": f"__Host-pio={cookie}"}).status_code == 200


def nothing_acknowledged_is_lost(stack, mail, visitors) -> None:
    assert set(visitors.acknowledged) - set(stack.inside("signed_up")) == set()
    wait_for(lambda: not [key for key, state, _ in stack.inside("outbox") if is_now(key) and state in LIVE], 150)
    ids, deliveries = stack.inside("message_ids"), mail.deliveries()
    for key, state, again in stack.inside("outbox"):
        if state == "sent":
            assert 1 <= deliveries[ids[key]] <= 1 + again, key
    received = {re.search(r"[\w]+@example.org", str(each["To"]))[0] for each in mail.mails}
    assert set(visitors.acknowledged) - received == set()
