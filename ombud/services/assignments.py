"""Verbs on assignments: they begin in the client's words, and the client can end them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud.enums import ENDED, AssignmentStatus, Side
from ombud.models import Assignment, Case, Office
from ombud.services.cases import lock_case
from pio.audit import history
from pio.core.errors import Refusal


class WordsMissing(Refusal):
    """Nothing begins without the client's own words."""


class AssignmentEnded(Refusal):
    """It was done or given up already."""


class CaseClosed(Refusal):
    """The case is closed; nothing new is written in it."""


@dataclass(frozen=True)
class Progress:
    """How far an assignment has come. `waiting_on` and `result` are needed for the statuses that carry them."""

    status: str
    next_step: str = ""
    waiting_on: Office | None = None
    result: str = ""
    rating: int | None = None


def open_assignment(
    case: Case, *, words: str, category: str, side: str = Side.CLIENT, next_step: str = "", by: object, now: datetime
) -> Assignment:
    """Begin an assignment.

    Raises:
        WordsMissing, CaseClosed
    """
    if not words.strip():
        raise WordsMissing(_("Skriv hva klienten vil, med klientens egne ord."))
    today = timezone.localdate(now)
    with transaction.atomic(), history.acting(by, "ombud.assignment"):
        if not lock_case(case.pk).is_live:
            raise CaseClosed(_("Saken er avsluttet."))
        return Assignment.objects.create(
            case=case, words=words, category=category, opened_by=side, opened_date=today, next_step=next_step,
            confirmed_date=today if side == Side.CLIENT else None,
        )  # fmt: skip


def move_assignment(
    assignment: Assignment, *, progress: Progress, side: str = Side.OMBUD, by: object, now: datetime
) -> Assignment:
    """Move an assignment on, or end it. Waiting keeps its first day while the office stays the same.

    Raises:
        AssignmentEnded
    """
    today = timezone.localdate(now)
    with transaction.atomic(), history.acting(by, "ombud.assignment"):
        row = Assignment.objects.select_for_update().get(pk=assignment.pk)
        if row.status in ENDED:
            raise AssignmentEnded(_("Oppdraget er allerede avsluttet."))
        waits = progress.status == AssignmentStatus.WAITING
        since = row.waiting_since if row.waiting_on_id == getattr(progress.waiting_on, "pk", None) else None
        row.waiting_on, row.waiting_since = (progress.waiting_on, since or today) if waits else (None, None)
        row.status, row.next_step = progress.status, progress.next_step
        if progress.status in ENDED:
            row.closed_date, row.closed_by = today, side
            row.result, row.rating = progress.result, progress.rating
        row.save()
    return row


def confirm_assignment(assignment: Assignment, *, now: datetime) -> None:
    """The client says that this is what they want."""
    with transaction.atomic(), history.acting(None, "ombud.confirm"):
        row = Assignment.objects.select_for_update().get(pk=assignment.pk)
        row.confirmed_date = timezone.localdate(now)
        row.save(update_fields=["confirmed_date"])
