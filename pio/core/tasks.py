"""Periodic work of core: the nightly forgetting."""

from celery import shared_task
from django.utils import timezone

from pio.core import retention


@shared_task
def forget() -> None:
    """Forget what is due; the beat calls it each night. Its heartbeat are the `RetentionRun` rows."""
    retention.forget(now=timezone.now())
