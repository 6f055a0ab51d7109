"""Legal holds: a row that must not be forgotten while a lawful reason stands."""

from datetime import datetime
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from pio.core.errors import Refusal
from pio.core.models import LegalHold


class HoldWithoutReason(Refusal):
    """A hold needs a reason."""


def place_hold(row: models.Model, *, by: UUID, reason: str, now: datetime) -> LegalHold:
    """Hold a row; a second hold of a held row is the first one. Raises HoldWithoutReason."""
    if not reason.strip():
        raise HoldWithoutReason(_("Skriv hvorfor dette ikke kan slettes."))
    hold, _created = LegalHold.objects.get_or_create(
        model=row._meta.label,
        row=row.pk,
        ended_at=None,
        defaults={"reason": reason.strip(), "placed_by": by, "placed_at": now},
    )
    return hold


def end_hold(row: models.Model, *, now: datetime) -> int:
    """End the hold of a row; the next night's forgetting finds it again. Returns how many ended (0 or 1)."""
    return LegalHold.objects.filter(model=row._meta.label, row=row.pk, ended_at=None).update(ended_at=now)
