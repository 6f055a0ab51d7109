"""Which outbox rows may be taken, which are late, and which wait for a person."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from pio.messaging.enums import LIVE_STATES, MessageState

if TYPE_CHECKING:
    from pio.messaging.models import OutboxMessage  # noqa: F401


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    """Reads of the outbox."""

    def live(self) -> Self:
        """Not yet in a final state."""
        return self.filter(state__in=LIVE_STATES)

    def due(self, *, now: datetime) -> Self:
        """Pending and due, or held under a lease that has run out; oldest first."""
        return self.live().filter(next_attempt_at__lte=now).order_by("next_attempt_at", "pk")

    def unblocked(self) -> Self:
        """Without rows that must wait: what was due earlier about the same thing to the same person goes first.

        So a CANCEL cannot overtake its REQUEST, also while the REQUEST is retried or postponed; of two that were due
        at the same moment the lower version goes first. What is due later (a reminder) holds nothing back.
        """
        earlier = self.model.objects.filter(
            Q(send_after__lt=OuterRef("send_after"))
            | Q(send_after=OuterRef("send_after"), target_version__lt=OuterRef("target_version")),
            target=OuterRef("target"),
            channel=OuterRef("channel"),
            person=OuterRef("person"),
            state__in=LIVE_STATES,
        )
        return self.filter(~Exists(earlier))

    def about(self, target: UUID) -> Self:
        """Every message about one thing."""
        return self.filter(target=target)

    def for_staff(self) -> Self:
        """What a person must decide: failed for good, or uncertain after the one re-send; oldest first."""
        return self.filter(state__in=(MessageState.FAILED, MessageState.UNCERTAIN)).order_by("send_after", "pk")
