"""Carrying out plans for sick days when their ten minutes are over."""

from celery import shared_task
from django.utils import timezone

from advising.services import sick_days


@shared_task
def carry_out_sick_days() -> int:
    """Move, cancel and write the messages of the plans that are due; answers how many plans."""
    return sick_days.carry_out_due(now=timezone.now())
