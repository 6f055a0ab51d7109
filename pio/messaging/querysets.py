"""Which outbox rows may be taken, which are late, and which wait for a person."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef

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
        """Without rows that must wait: an earlier version's message to the same person goes first.

        So a CANCEL cannot overtake its REQUEST, also while the REQUEST is retried or postponed. What is due later than
        this row (a reminder of the old time) does not hold it back.
        """
        earlier = self.model.objects.filter(
            target=OuterRef("target"),
            channel=OuterRef("channel"),
            person=OuterRef("person"),
            state__in=LIVE_STATES,
            target_version__lt=OuterRef("target_version"),
            send_after__lte=OuterRef("send_after"),
        )
        return self.filter(~Exists(earlier))

    def about(self, target: UUID) -> Self:
        """Every message about one thing."""
        return self.filter(target=target)

    def for_staff(self) -> Self:
        """What a person must decide: failed for good, or uncertain after the one re-send; oldest first."""
        return self.filter(state__in=(MessageState.FAILED, MessageState.UNCERTAIN)).order_by("send_after", "pk")
