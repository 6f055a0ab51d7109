"""Is the outbox keeping up? For /readyz and the metrics."""

from datetime import datetime, timedelta

from django.db.models import Min

from pio.messaging.models import OutboxMessage

LATE = timedelta(minutes=5)


def oldest_due_lateness(now: datetime) -> timedelta:
    """How long the oldest row that could be sent has waited past its moment; zero when nothing is due."""
    oldest = (
        OutboxMessage.objects.due(now=now).unblocked().order_by().aggregate(oldest=Min("next_attempt_at"))["oldest"]
    )
    return max(now - oldest, timedelta()) if oldest else timedelta()


def is_late(now: datetime) -> bool:
    """Whether /readyz must be red (booking.md: over five minutes)."""
    return oldest_due_lateness(now) > LATE
