"""/healthz and /readyz: green when all have answered, red by name when one has not."""

from datetime import timedelta

import pytest
from celery.schedules import crontab
from django.conf import settings
from django.db import connection
from django.utils import timezone

from pio.celery import task_has_run
from pio.core import health, tasks
from tests.conftest import NOW

SCHEDULE = dict(settings.CELERY_BEAT_SCHEDULE)
GREEN = {"database": True, "worker": True, "beat": True, "jobs": True, "messages": True}


@pytest.fixture(autouse=True)
def no_heartbeats(settings):
    health._redis.cache_clear()
    health._redis().delete(health.KEY)
    health._seen.clear()
    settings.CELERY_BEAT_SCHEDULE = {
        "heartbeat": {"task": "pio.core.tasks.heartbeat", "schedule": 10.0},
        "nightly": {"task": "nightly", "schedule": crontab(hour=3, minute=10)},
    }
    yield
    health._redis().delete(health.KEY)
    health._redis.cache_clear()
    health._seen.clear()


def all_answer(now) -> None:
    health.record_start(now=now)
    for name in ("worker", "beat"):
        health.record(name, now=now)


def test_healthz_needs_no_database(client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.cookies == {}
    assert "Vary" not in response


def test_ready_when_all_have_answered(db) -> None:
    all_answer(NOW)
    assert health.report(now=NOW) == GREEN


def test_worker_and_beat_have_not_answered(db) -> None:
    assert health.report(now=NOW) == GREEN | {"worker": False, "beat": False}


def test_silence_of_a_minute_is_red(db) -> None:
    all_answer(NOW)
    assert health.report(now=NOW + timedelta(seconds=59)) == GREEN
    assert health.report(now=NOW + timedelta(seconds=61))["worker"] is False


def test_an_answer_from_the_future_is_none(db) -> None:
    """The clock was put back: what beat and worker said before that proves nothing now."""
    all_answer(NOW + timedelta(hours=3))
    assert health.report(now=NOW) == GREEN | {"worker": False, "beat": False}


def test_heartbeat_task_answers_for_both(db, at) -> None:
    at(NOW)
    health.record_start(now=NOW)
    tasks.heartbeat()
    assert health.report(now=NOW) == GREEN


def test_a_job_that_has_never_run_is_not_late_before_its_time(db) -> None:
    beats = {"start": NOW.timestamp(), "pio.core.tasks.heartbeat": (NOW + timedelta(hours=20)).timestamp()}
    assert health.late_jobs(beats, now=NOW + timedelta(hours=17)) == []
    assert health.late_jobs(beats, now=NOW + timedelta(hours=17, minutes=30)) == ["nightly"]


def test_a_job_that_has_run_is_judged_from_then(db) -> None:
    ran = NOW + timedelta(hours=17, minutes=11)
    beats = {"start": NOW.timestamp(), "nightly": ran.timestamp(), "pio.core.tasks.heartbeat": ran.timestamp()}
    assert health.late_jobs(beats, now=ran) == []


def test_late_messages_are_red(db, monkeypatch) -> None:
    all_answer(NOW)
    monkeypatch.setattr("pio.messaging.health.is_late", lambda now: True)
    assert health.report(now=NOW) == GREEN | {"messages": False}


def test_missing_migration_is_red_and_nothing_else_is_asked(db) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core'")
    assert health.report(now=NOW) == {"database": False}


def test_demo_needs_its_data(db, settings) -> None:
    settings.DEMO = True
    assert health.report(now=NOW) == {"database": False}


def test_page_says_what_is_red(db, client, at) -> None:
    at(NOW)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"ready": False, "checks": GREEN | {"worker": False, "beat": False}}
    all_answer(NOW)
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True, "checks": GREEN})
    assert response["Cache-Control"] == "no-store"
    assert response.cookies == {}


def test_the_real_schedule_can_be_judged(settings) -> None:
    """Every entry of the settings has a task and a schedule that `late_jobs` understands."""
    settings.CELERY_BEAT_SCHEDULE = SCHEDULE
    assert len(SCHEDULE) > 1
    assert health.late_jobs({"start": NOW.timestamp()}, now=NOW) == []


def test_portal_that_has_run_for_an_hour_is_still_green(settings) -> None:
    settings.CELERY_BEAT_SCHEDULE = {"heartbeat": {"task": tasks.heartbeat.name, "schedule": 10.0}}
    now = timezone.now()
    all_answer(now - timedelta(hours=1))
    tasks.heartbeat()
    task_has_run(sender=tasks.heartbeat)
    beats = {name: float(at) for name, at in health._redis().hgetall(health.KEY).items()}
    assert health.late_jobs(beats, now=now) == []
