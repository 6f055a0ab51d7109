"""The nightly tasks of the experience platform."""

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from pio.core import health
from platform_stories.services.publishing import publish_due as publish
from platform_stories.services.scrubbing import scrub as write_anew


@shared_task(name="platform_stories.tasks.publish_due")
def publish_due() -> None:
    """Put approved quotes on the wall whose day has come."""
    now = timezone.now()
    publish(now=now)
    health.record("platform_stories.tasks.publish_due", now=now)


@shared_task(
    name="platform_stories.tasks.scrub", autoretry_for=(OperationalError,), default_retry_delay=60, max_retries=60
)
def scrub() -> None:
    """Leave nothing of what was erased in the files of the database; a table in use is tried again each minute."""
    write_anew()
    health.record("platform_stories.tasks.scrub", now=timezone.now())
