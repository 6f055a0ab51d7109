"""Is the outbox keeping up? For /readyz and the metrics."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Min

from pio.core.metrics_page import Gauge
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


def gauges(now: datetime) -> Iterator[Gauge]:
    """For `/metrics`: how late the outbox is, and how many rows are in each state."""
    late = oldest_due_lateness(now).total_seconds()
    yield Gauge("pio_outbox_oldest_due_seconds", "How long the oldest message that could go has waited.", late)
    rows = OutboxMessage.objects.order_by().values_list("state", "channel").annotate(rows=Count("pk"))
    for state, channel, number in sorted(rows):
        labels = {"state": state, "channel": channel}
        yield Gauge("pio_outbox_messages", "Messages of the last 60 days by state and channel.", number, labels)


def findings() -> Iterator[str]:
    """For `manage.py doctor`: messages that wait for a person's decision."""
    if waiting := OutboxMessage.objects.for_staff().count():
        yield f"{waiting} messages wait for a person: decide about them at /intern/oppsett/meldinger/"
