"""Chainable reads of drafts: whose, and which are worth showing."""

from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Q


class DraftQuerySet(models.QuerySet[Any]):
    """Drafts of one person or of many."""

    def of(self, owner: UUID) -> Self:
        """Those of one person; nobody ever sees another's."""
        return self.filter(owner_id=owner)

    def with_words(self) -> Self:
        """Those in which something has been changed, the latest first."""
        return self.filter(is_empty=False).order_by("-saved_at", "id")

    def living(self, now: datetime) -> Self:
        """Those that have not expired: empty ones live for 24 hours."""
        return self.filter(Q(is_empty=False) | Q(saved_at__gte=now - timedelta(hours=24)))
