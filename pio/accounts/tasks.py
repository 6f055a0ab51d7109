"""What the worker does for accounts."""

from celery import shared_task
from django.utils import timezone

from pio.accounts import idle


@shared_task
def warn_idle() -> None:
    """Warn the owners of idle accounts; once a day."""
    idle.warn_idle(now=timezone.now())
