"""Work of the time engine that comes with the calendar."""

from celery import shared_task
from django.utils import timezone

from pio.scheduling import services


@shared_task
def load_closures() -> int:
    """Lay in the closed days three years ahead; runs monthly, so that a missed run does no harm."""
    year = timezone.localdate().year
    return services.load_closures(range(year, year + services.YEARS_AHEAD + 1))
