"""Chainable reads of groups, meetings and intake stops."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from groups.enums import GroupStatus
from pio.waitlist.querysets import PlacesQuerySet


class GroupQuerySet(PlacesQuerySet):
    """Led groups."""

    entries = "entries"

    def public(self) -> Self:
        """What visitors may read."""
        return self.filter(status=GroupStatus.OPEN)

    def with_next_meeting(self, *, now: datetime) -> Self:
        """Adds `next_starts_at`: when the next meeting begins, None when none is planned."""
        model: Any = self.model._meta.get_field("meetings").related_model
        coming = model._default_manager.upcoming(now=now).filter(group=OuterRef("pk"))
        return self.annotate(next_starts_at=Subquery(coming.values("starts_at")[:1]))

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
