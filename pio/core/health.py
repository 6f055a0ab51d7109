"""Whether the portal is alive (`/healthz`) and ready (`/readyz`).

Ready means: the migrations are in (in demo the demo data too), worker and beat have answered and still do, no message
is late and no periodic job has missed its time. Heartbeats are kept in Redis: when it is flushed the portal is not
ready until the next beat, ten seconds later. Other parts add checks by name in the setting `READINESS_FAULTS`.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache as once
from functools import partial

import redis
from celery.schedules import crontab, maybe_schedule
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

KEY = "pio:health"
SILENCE = timedelta(seconds=60)  # worker and beat are asked every ten seconds
JOB_GRACE = timedelta(minutes=15)  # a nightly job may wait this long for a free worker
DEMO_LAST = "parorende2@example.org"
_seen: set[str] = set()


@once
def _redis() -> redis.Redis:
    return redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2, decode_responses=True)


def record(name: str, *, now: datetime) -> None:
    """Note that `name` ("worker", "beat" or a task's name) has answered at `now`."""
    _redis().hset(KEY, name, now.timestamp())


def record_start(*, now: datetime) -> None:
    """Note when beat started: no job is late before its first due time after that."""
    _redis().hset(KEY, "start", now.timestamp())


def beats() -> dict[str, float]:
    """When each has last answered, in seconds since 1970. Raises RedisError."""
    return {str(name): float(at) for name, at in _redis().hgetall(KEY).items()}


def report(*, now: datetime) -> dict[str, bool]:
    """What makes the portal ready, check by check."""
    answers = {"database": _quietly(_is_filled)}
    if not answers["database"]:
        return answers
    try:
        heard = beats()
    except redis.RedisError:
        return answers | {"redis": False}
    for name in ("worker", "beat"):
        # a time in the future is none: the clock was put back since
        answers[name] = abs(now.timestamp() - heard.get(name, 0.0)) < SILENCE.total_seconds()
    answers["jobs"] = not late_jobs(heard, now=now)
    for name, path in settings.READINESS_FAULTS.items():
        answers[name] = _quietly(partial(_is_faultless, path, now))
    return answers


def late_jobs(beats: dict[str, float], *, now: datetime) -> list[str]:
    """The periodic tasks that should have run since they last did (or since the start) and have not.

    Args:
        beats: seconds since 1970 by task name, and "start".
        now: the moment to judge.
    """
    late = []
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        last = max(beats.get(str(entry["task"]), 0.0), beats.get("start", now.timestamp()))
        last = min(last, now.timestamp())  # the clock was put back since
        schedule = maybe_schedule(entry["schedule"])
        schedule.nowfun = lambda: now
        grace = JOB_GRACE if isinstance(schedule, crontab) else schedule.run_every + SILENCE
        if schedule.remaining_estimate(datetime.fromtimestamp(last, tz=UTC)) < -grace:
            late.append(str(entry["task"]))
    return late


def _is_filled() -> bool:
    """Whether migrations and demo data are in; once true it stays so for this process, but the database must answer."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT 1")
    if "filled" not in _seen and has_migrations() and (not settings.DEMO or _has_demo_data()):
        _seen.add("filled")
    return "filled" in _seen


def has_migrations() -> bool:
    """Whether the database is as the code expects it."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _has_demo_data() -> bool:
    return get_user_model().objects.filter(email=DEMO_LAST).exists()


def _is_faultless(path: str, now: datetime) -> bool:
    return not import_string(path)(now)


def _quietly(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, redis.RedisError):
        return False
