"""Celery only wakes the dispatcher: what is to be sent stands in PostgreSQL, so any number of fires is harmless."""

from celery import shared_task

from pio.messaging import staying


@shared_task(name="pio.messaging.tasks.send_due")
def send_due() -> None:
    """Send what is due. Started at commit and every 30 s by beat."""
    staying.send_while_it_comes()
