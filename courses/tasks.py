"""Work that comes with the clock: offers that ran out, and surveys."""

from celery import shared_task
from django.utils import timezone

from courses.models import Offering
from courses.services import surveys
from courses.services.queue import QUEUE
from pio.waitlist import services as waitlist


@shared_task
def sweep_offers() -> int:
    """Let offers that ran out go and offer free places to those who wait; every five minutes."""
    now = timezone.now()
    return waitlist.sweep(QUEUE, now=now, among=Offering.objects.to_come(now=now))


@shared_task
def send_surveys() -> int:
    """Send the surveys of what ended; every hour of the day, so that a missed run does no harm."""
    return surveys.send_all_due(now=timezone.now())
