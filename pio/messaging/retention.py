"""What the outbox forgets before its rows go: the time of day. The rules stand in the models' `Privacy`.

A sent row that kept its second would tell when somebody was on the telephone with us (product.md, helpline log).
"""

from datetime import datetime

from django.db.models import DateTimeField, F, Func, Value

from pio.messaging.querysets import OutboxQuerySet

TIMES = (
    "send_after",
    "next_attempt_at",
    "not_after",
    "handed_over_at",
    "sent_at",
    "closed_at",
)
OSLO = "Europe/Oslo"


def coarsen(rows: OutboxQuerySet, *, now: datetime) -> int:
    """Cut the times of closed rows to the day in Norway; what is cut already is left alone.

    Returns:
        Number of rows changed.
    """
    return rows.exclude(closed_at=_day("closed_at")).update(**{name: _day(name) for name in TIMES})


def _day(name: str) -> Func:
    """Midnight in Oslo. Not Django's `Trunc`: its wall time would be stored as if it were UTC."""
    return Func(Value("day"), F(name), Value(OSLO), function="date_trunc", output_field=DateTimeField())
