"""Chainable reads of groups, meetings and intake stops."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from groups.enums import GroupStatus
from pio.waitlist.enums import TAKES_PLACE, PlaceState


class GroupQuerySet(models.QuerySet[Any]):
    """Led groups."""

    def public(self) -> Self:
        """What visitors may read."""
        return self.filter(status=GroupStatus.OPEN)

    def with_places(self) -> Self:
        """Adds `taken` (places nobody else can have) and `waiting` (people in the queue)."""
        return self.annotate(
            taken=Coalesce(Sum("entries__party_size", filter=Q(entries__state__in=TAKES_PLACE)), 0),
            waiting=Count("entries", filter=Q(entries__state=PlaceState.WAITING)),
        )

    def led_by(self, user: Any) -> Self:
        """Those that this person leads or stands in for."""
        return self.filter(Q(leaders=user) | Q(deputies=user)).distinct()


class MeetingQuerySet(models.QuerySet[Any]):
    """Meetings."""

    def taking_place(self) -> Self:
        """Not cancelled."""
        return self.filter(is_cancelled=False)

    def upcoming(self, *, now: datetime) -> Self:
        """Not ended, the soonest first."""
        return self.taking_place().filter(ends_at__gt=now).order_by("starts_at")


class IntakeStopQuerySet(models.QuerySet[Any]):
    """Intake stops."""

    def on(self, day: date) -> Self:
        """Those that hold on a day."""
        return self.filter(Q(ends_date__isnull=True) | Q(ends_date__gte=day), starts_date__lte=day)
