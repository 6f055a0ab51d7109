"""Reading the log of reads: "Hvem har åpnet saken min", and whether break-glass is open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models

from pio.audit.models import BreakGlass, ReadEntry
from pio.audit.services.break_glass import VERB_ENDS


@dataclass(frozen=True)
class Reading:
    """One reading as it is shown; the name is empty when the account is gone."""

    at: datetime
    name: str
    verb: str
    reason: str
    broke_glass: bool


def who_opened(subject: models.Model, *, limit: int = 200) -> list[Reading]:
    """The readings of a record, the latest first; 2 queries whatever their number."""
    entries = list(
        ReadEntry.objects.filter(chain__subject_type=subject._meta.label, chain__subject=subject.pk).order_by(
            "-number"
        )[:limit]
    )
    people = get_user_model()._default_manager.in_bulk({entry.reader for entry in entries})
    return [
        Reading(
            entry.at, _name(people.get(entry.reader)), entry.verb, entry.reason or "", entry.verb.endswith(VERB_ENDS)
        )
        for entry in entries
    ]


def _name(user: Any) -> str:
    return str(user.name or "") if user else ""


def open_break_glass_of(by: Any, subject: models.Model, *, now: datetime) -> BreakGlass | None:
    """The break-glass under which `by` may read `subject` now; None when there is none or it has ended."""
    return (
        BreakGlass.objects.filter(
            user=by, subject_type=subject._meta.label, subject=subject.pk, opened_at__lte=now, ends_at__gt=now
        )
        .order_by("-ends_at")
        .first()
    )


def recent_break_glass(*, since: datetime) -> models.QuerySet[BreakGlass]:
    """Every break-glass since then, the latest first, with its user; for the manager's page."""
    return BreakGlass.objects.filter(opened_at__gte=since).select_related("user").order_by("-opened_at")
