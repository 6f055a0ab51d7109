"""Chainable questions about resources and what is taken."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from pio.scheduling.enums import BUSY, ReservationStatus, ResourceKind


class ResourceQuerySet(models.QuerySet[Any]):
    """Advisers and rooms."""

    def advisers(self) -> Self:
        """Advisers in use."""
        return self.filter(kind=ResourceKind.ADVISER, active=True)

    def rooms(self, *, seats: int = 0) -> Self:
        """Rooms in use with at least `seats` places (a room without a known capacity counts as large enough)."""
        rooms = self.filter(kind=ResourceKind.ROOM, active=True)
        return rooms.filter(Q(capacity=None) | Q(capacity__gte=seats))


class ReservationQuerySet(models.QuerySet[Any]):
    """What is taken."""

    def busy(self, *, now: datetime) -> Self:
        """Those that keep others out at `now`: booked, blocked, and holds that have not run out."""
        return self.filter(status__in=BUSY).exclude(status=ReservationStatus.HELD, hold_expires_at__lte=now)

    def overlapping(self, start: datetime, end: datetime) -> Self:
        """Those that share any instant with [start, end)."""
        return self.filter(period__overlap=(start, end))
