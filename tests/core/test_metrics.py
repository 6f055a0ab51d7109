"""`/metrics`: numbers of requests, messages, jobs, queue and database; on a port of its own, nothing about anybody."""

import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from pio.core import health, metrics, metrics_page
from tests.conftest import NOW
from tests.messaging.factories import OutboxMessageFactory
from tests.setup.conftest import ROOT, free_port, wait_for


def gauges(**labels: str) -> dict[str, float]:
    found = metrics_page.gauges(now=NOW)
    return {each.name: each.value for each in found if labels.items() <= each.labels.items()}


def counts(counters: metrics.Counters) -> dict[tuple[str, ...], float]:
    return {
        (sample.labels["route"], sample.labels["status"]): sample.value
        for metric in counters.registry.collect()
        for sample in metric.samples
        if sample.name == "pio_request_seconds_count"
    }


@pytest.fixture
def counters() -> metrics.Counters:
    return metrics.Counters(None)


@pytest.mark.django_db
def test_requests_are_counted_by_route_and_status(counters, client) -> None:
    handler = metrics.MeasuredHandler(counters)
    for path in ("/healthz", "/healthz", "/finnes-ikke/?epost=kari@example.org", "/intern/", "/static/nothing.css"):
        handler.get_response(RequestFactory(headers={"host": "localhost"}).get(path))
    assert counts(counters) == {
        ("healthz", "200"): 2, ("none", "404"): 1, ("start", "302"): 1, ("static", "404"): 1,
    }  # fmt: skip


def test_times_fall_into_buckets(counters) -> None:
    request = RequestFactory().get("/healthz")
    request.resolver_match = resolve("/healthz")
    for seconds in (0.004, 0.02, 0.02, 7):
        counters.took(request, HttpResponse(), seconds)
    (metric,) = [each for each in counters.registry.collect() if each.name == "pio_request_seconds"]
    upto = {each.labels["le"]: each.value for each in metric.samples if each.name.endswith("_bucket")}
    assert [upto[edge] for edge in ("0.005", "0.01", "0.025", "5.0", "10.0", "+Inf")] == [1, 1, 3, 3, 4, 4]


def test_a_copy_of_a_page_is_counted_as_such(counters) -> None:
    counters.took(RequestFactory().get("/kurs/"), HttpResponse(), 0.001)
    assert counts(counters) == {("copy", "200"): 1}


@pytest.mark.parametrize("path", ["/erfaringer/", "/en/erfaringer/del/", "/erfaringer/les/"])
def test_p02_the_anonymous_pages_are_one_number_in_whole_hundreds(counters, path) -> None:
    seen = []
    for number in range(1, 251):
        counters.took(RequestFactory().post(path), HttpResponse(status=302 if number % 2 else 500), 0.1)
        if number in {1, 99, 100, 199, 200, 250}:
            seen.append(counters.anonymous._value.get())
    assert seen == [0, 0, 100, 100, 200, 200]
    assert counts(counters) == {}


@pytest.mark.django_db
def test_messages_jobs_queue_and_database_are_told(monkeypatch) -> None:
    beats = {"start": (NOW - timedelta(days=2)).timestamp(), "pio.messaging.tasks.send_due": NOW.timestamp()}
    monkeypatch.setattr(health, "beats", lambda: beats)
    OutboxMessageFactory(send_after=NOW - timedelta(minutes=7), next_attempt_at=NOW - timedelta(minutes=7))
    assert gauges()["pio_outbox_oldest_due_seconds"] == 420
    assert gauges(state="pending")["pio_outbox_messages"] == 1
    assert gauges(check="messages")["pio_ready"] == 0
    assert gauges(task="pio.messaging.tasks.send_due") == {
        "pio_job_late": 0, "pio_job_last_success_seconds": NOW.timestamp(),
    }  # fmt: skip
    assert gauges(task="pio.core.tasks.forget") == {"pio_job_late": 1}
    assert gauges(queue="celery") == {"pio_queue_length": 0}
    assert gauges(state="active")["pio_database_connections"] >= 1
    assert gauges()["pio_database_connections_most"] >= 20


@pytest.mark.django_db
def test_without_redis_the_rest_is_still_told(settings, monkeypatch) -> None:
    def away():
        raise metrics_page.redis.ConnectionError

    monkeypatch.setattr(health, "beats", away)
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    told = gauges()
    assert told["pio_outbox_oldest_due_seconds"] == 0
    assert "pio_queue_length" not in told


@pytest.mark.django_db
def test_the_text_is_numbers_and_names_of_ours(capsys, tmp_path, settings) -> None:
    settings.PIO_METRICS_DIR = tmp_path
    OutboxMessageFactory(person="kari@example.org")
    call_command("metrics")
    told = capsys.readouterr().out
    line = re.compile(r"# (HELP|TYPE) pio_.*|pio_[a-z_]+(\{[a-z]+=\"[\w.]+\"(,[a-z]+=\"[\w.]+\")*\})? [\d.e+]+")
    assert [each for each in told.splitlines() if not line.fullmatch(each)] == []
    assert "kari" not in told


def test_no_page_of_the_portal_tells_it() -> None:
    assert Client().get("/metrics").status_code == 404


@pytest.mark.slow
def test_counts_of_two_processes_meet_on_the_port_of_the_inside(tmp_path: Path) -> None:
    """Two processes as granian starts them: one listens, both are counted, and the other takes over."""
    port = free_port()
    program = (
        "import sys; from django.test import RequestFactory; from pio.wsgi import application as a\n"
        "get = RequestFactory(headers={'host': 'localhost'}).get\n"
        "for _ in range(int(sys.argv[1])): a.get_response(get('/healthz'))\n"
        "print('done', flush=True); sys.stdin.read()"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PIO_METRICS_PORT": str(port),
        "PIO_METRICS_DIR": str(tmp_path / "m"),
    }  # fmt: skip
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(times)], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for times in (3, 4)
    ]  # fmt: skip

    def page(path: str = "/metrics") -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return str(refusal.code)
        except OSError:
            return ""

    try:
        assert [process.stdout.readline() for process in processes] == ["done\n", "done\n"]
        count = 'pio_request_seconds_count{route="healthz",status="200"} 7.0'
        wait_for(lambda: count in page(), 20, page)
        assert page("/") == "404"
        processes[0].kill()
        processes[0].wait()
        wait_for(lambda: count in page(), 20, page)
    finally:
        for process in processes:
            process.kill()
            process.communicate()
