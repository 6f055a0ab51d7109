"""Periodic work of core: the heartbeat and the nightly forgetting."""

from celery import shared_task
from django.utils import timezone

from pio.core import health, retention


@shared_task
def forget() -> None:
    """Forget what is due; the beat calls it each night. Its heartbeat are the `RetentionRun` rows."""
    retention.forget(now=timezone.now())


@shared_task(name="pio.core.tasks.heartbeat")
def heartbeat() -> None:
    """Beat sends this every ten seconds: who carries it out proves that beat and worker live."""
    now = timezone.now()
    health.record("beat", now=now)
    health.record("worker", now=now)
