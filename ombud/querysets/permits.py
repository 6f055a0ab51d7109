"""Mandates and consents: which hold at a moment, and which end soon."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from ombud.models import Consent, Mandate  # noqa: F401  # named in the bases of the classes

EXPIRING_DAYS = 30
Row = TypeVar("Row", bound=models.Model)


class PermitQuerySet(models.QuerySet[Row]):
    """Mandates or consents."""

    def valid_at(self, moment: datetime) -> Self:
        """Those that hold at `moment`; the same rule as the trigger on the contact log."""
        day = timezone.localdate(moment)
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=moment),
            valid_from__lte=day,
        )

    def expiring(self, *, today: date) -> Self:
        """Those that still hold and end within 30 days, or ended in the last 30 and were not withdrawn."""
        month = timedelta(days=EXPIRING_DAYS)
        return self.filter(valid_to__range=(today - month, today + month), withdrawn_at__isnull=True).order_by(
            "valid_to", "id"
        )


class MandateQuerySet(PermitQuerySet["Mandate"]):
    """Mandates."""


class ConsentQuerySet(PermitQuerySet["Consent"]):
    """Consents."""
