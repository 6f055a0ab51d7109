"""The text of `/metrics` (Prometheus), and the small listener that gives it on a port of the inside only.

Beside the counts of requests (`metrics`) it tells what an alarm is made of: readiness check by check, the queue, when
each periodic job last ran, connections of the database. Other parts add theirs by the setting `METRICS`. Numbers only.
"""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import redis
from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.utils import timezone
from django.utils.module_loading import import_string

from pio.core import health, metrics

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
RETRY_SECONDS = 5.0  # how often a process asks whether the port has become free
QUEUE = "celery"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Gauge:
    """One number of this moment. `labels` are names of ours, never of people."""

    name: str
    help: str
    value: float
    labels: dict[str, str] = field(default_factory=dict)


def text(*, now: datetime) -> bytes:
    """Everything there is to tell, in Prometheus' text format."""
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    if metrics.folder().exists():
        MultiProcessCollector(registry, path=str(metrics.folder()))
    return generate_latest(registry) + _lines(gauges(now=now)).encode()


def _lines(found: Iterable[Gauge]) -> str:
    """Gauges of one name stand together under their help."""
    by_name: dict[str, list[Gauge]] = defaultdict(list)
    for each in found:
        by_name[each.name].append(each)
    lines = []
    for name, rows in by_name.items():
        lines += [f"# HELP {name} {rows[0].help}", f"# TYPE {name} gauge"]
        for row in rows:
            labels = ",".join(f'{key}="{value}"' for key, value in row.labels.items())
            lines.append(f"{name}{{{labels}}} {float(row.value)}" if labels else f"{name} {float(row.value)}")
    return "".join(f"{line}\n" for line in lines)


def gauges(*, now: datetime) -> Iterator[Gauge]:
    """Every number of this moment; what cannot be asked is missing, and `pio_ready` says why."""
    report = health.report(now=now)
    for name, is_well in report.items():
        yield Gauge("pio_ready", "1 when this part is well; see /readyz.", is_well, {"check": name})
    sources = [_jobs, _queue, *([_database, *map(import_string, settings.METRICS)] if report["database"] else [])]
    for source in sources:
        try:
            yield from list(source(now))
        except (redis.RedisError, DatabaseError) as fault:
            log.warning("not measured: %s", fault)


def _jobs(now: datetime) -> Iterator[Gauge]:
    beats = health.beats()
    late = health.late_jobs(beats, now=now)
    for task in sorted({str(entry["task"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()}):
        labels = {"task": task}
        yield Gauge("pio_job_late", "1 when a periodic job has missed its time.", task in late, labels)
        if task in beats:
            yield Gauge("pio_job_last_success_seconds", "When it last succeeded, in Unix time.", beats[task], labels)


def _queue(now: datetime) -> Iterator[Gauge]:
    broker = redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
    try:
        yield Gauge("pio_queue_length", "Wake-ups that no worker has taken yet.", broker.llen(QUEUE), {"queue": QUEUE})
    finally:
        broker.close()


def _database(now: datetime) -> Iterator[Gauge]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND backend_type = 'client backend' GROUP BY 1 ORDER BY 1"
        )
        for state, number in cursor.fetchall():
            yield Gauge("pio_database_connections", "Connections by state.", number, {"state": state})
        cursor.execute("SELECT current_setting('max_connections')::int, pg_database_size(current_database())")
        most, size = cursor.fetchone()
    yield Gauge("pio_database_connections_most", "max_connections of the server.", most)
    yield Gauge("pio_database_bytes", "Size of the database.", size)


class Page(BaseHTTPRequestHandler):
    """GET /metrics, and nothing else. Nothing is logged."""

    def do_GET(self) -> None:
        """Answer."""
        if self.path != "/metrics":
            self.send_error(404)
            return
        try:
            body = text(now=timezone.now())
        finally:
            connections.close_all()
        self.send_response(200)
        self.send_header("Content-Type", CONTENT_TYPE)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        """Stay silent."""


def listen(host: str, port: int) -> None:
    """Give the page for as long as this process lives; when another process of the host does, stand by."""
    while True:
        try:
            server = HTTPServer((host, port), Page)
        except OSError:
            time.sleep(RETRY_SECONDS)
            continue
        with server:
            server.serve_forever()


def start(host: str, port: int) -> threading.Thread:
    """`listen` beside the web process' own work."""
    thread = threading.Thread(target=listen, args=(host, port), daemon=True, name="metrics")
    thread.start()
    return thread
