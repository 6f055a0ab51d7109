"""What the outbox forgets before its rows go: the time of day. The rules stand in the models' `Privacy`.

A sent row that kept its second would tell when somebody was on the telephone with us (product.md, helpline log).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, F, Func, Value

if TYPE_CHECKING:
    from pio.messaging.models import OutboxMessage
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


def days_only(row: OutboxMessage, changes: Mapping[str, Any]) -> dict[str, datetime]:
    """The times of a row that is about to be changed, cut to the day in Norway as `coarsen` does; by field."""
    times: dict[str, datetime | None] = {name: changes.get(name, getattr(row, name)) for name in TIMES}
    return {name: _midnight(moment) for name, moment in times.items() if moment is not None}


def _midnight(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(OSLO)).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
