"""`manage.py doctor`: says in words what is wrong with the configuration, and what to do about it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.core import checks
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.module_loading import import_string

from pio.core import backup, backup_keys, diagnosis, health, retention

REMEDIES = {
    "database": "run manage.py migrate, or see that PostgreSQL answers at DATABASE_URL",
    "redis": "see that Redis answers at REDIS_URL",
    "worker": "start the worker",
    "beat": "start beat, exactly one",
    "jobs": "a periodic job has missed its time: see that worker and beat run",
    "messages": "messages are late: look at /intern/oppsett/meldinger/",
}


class Command(BaseCommand):
    """See the module."""

    help = "Says in words what is wrong with the configuration. Ends with 1 when something is."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each finding. Raises CommandError when there is any."""
        found = [*_settings(), *_stores(), *_files(), *_around()]
        for line in found:
            self.stdout.write(f"- {line}")
        if found:
            raise CommandError(f"{len(found)} to mend")
        self.stdout.write("All is well.")


def _settings() -> Iterator[str]:
    for fault in checks.run_checks(include_deployment_checks=settings.PRODUCTION):
        if fault.level >= checks.WARNING:
            yield f"{fault.msg} {fault.hint or ''}".strip()


def _stores() -> Iterator[str]:
    report = health.report(now=timezone.now())
    yield from (f"{name}: {REMEDIES.get(name, 'not ready')}" for name, is_well in report.items() if not is_well)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            level = cursor.fetchone()[0]
        if level != "read committed":
            yield f"PostgreSQL isolates by {level}; set default_transaction_isolation = 'read committed'"
        if settings.PRODUCTION and retention.last_run() is None:
            yield "nothing has ever been forgotten: run manage.py retention, and see that beat runs"
    except DatabaseError:
        return  # said above


def _files() -> Iterator[str]:
    try:
        backup_keys.recipient()
    except backup.BackupFailed as reason:
        yield str(reason)
    folder = Path(settings.PIO_ERASURE_LEDGER).parent
    if not os.access(folder, os.W_OK):
        yield f"the ledger of erasures cannot be written in {folder}: nobody can be erased; set PIO_ERASURE_LEDGER"
    if not Path(settings.STATIC_ROOT).exists() and settings.PRODUCTION:
        yield f"there are no static files in {settings.STATIC_ROOT}: run manage.py collectstatic"


def _around() -> Iterator[str]:
    """Servers, disks and the mail server; what does not answer at all is said by `_stores` already."""
    parts = [diagnosis.database, diagnosis.redis_server, diagnosis.replica_server, diagnosis.disks]
    for find in [*parts, diagnosis.mail_server, *map(import_string, settings.DOCTOR)]:
        try:
            yield from list(find())
        except (DatabaseError, redis.RedisError):
            continue
