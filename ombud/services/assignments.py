"""Verbs on assignments: they begin in the client's words, and the client can end them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud.enums import ENDED, AssignmentStatus, Side
from ombud.models import Assignment, Case, Office
from ombud.services.cases import ChangedMeanwhile, lock_case
from pio.audit import history
from pio.core.errors import Refusal


class WordsMissing(Refusal):
    """Nothing begins without the client's own words."""


class AssignmentEnded(Refusal):
    """It was done or given up already."""


class CaseClosed(Refusal):
    """The case is closed; nothing new is written in it."""


@dataclass(frozen=True)
class Wish:
    """What the client wants: own words first, when it is reached, then the category."""

    words: str
    category: str
    goal: str = ""
    side: str = Side.CLIENT
    next_step: str = ""


@dataclass(frozen=True)
class Progress:
    """How far an assignment has come. Statuses that carry them need `waiting_on`, `result`; `goal` None stays."""

    status: str
    next_step: str = ""
    goal: str | None = None
    waiting_on: Office | None = None
    result: str = ""
    rating: int | None = None


def open_assignment(case: Case, *, wish: Wish, by: object, now: datetime) -> Assignment:
    """Begin an assignment. One that the client writes is confirmed by that.

    Raises:
        WordsMissing, CaseClosed
    """
    if not wish.words.strip():
        raise WordsMissing(_("Skriv hva klienten vil, med klientens egne ord."))
    today = timezone.localdate(now)
    with transaction.atomic(), history.acting(by, "ombud.assignment"):
        if not lock_case(case.pk).is_live:
            raise CaseClosed(_("Saken er avsluttet."))
        return Assignment.objects.create(
            case=case, words=wish.words, goal=wish.goal or None, category=wish.category, opened_by=wish.side,
            opened_date=today, next_step=wish.next_step, confirmed_date=today if wish.side == Side.CLIENT else None,
        )  # fmt: skip


def move_assignment(
    assignment: Assignment, *, progress: Progress, side: str = Side.OMBUD, version: int | None = None, by: object,
    now: datetime,
) -> Assignment:  # fmt: skip
    """Move an assignment on, or end it. Waiting keeps its first day while the office stays the same.

    Args:
        version: what the page was opened with; None overwrites whatever stands there.

    Raises:
        AssignmentEnded
        ChangedMeanwhile: another has saved since; nothing is written, and what stands there comes with the refusal.
    """
    today = timezone.localdate(now)
    with transaction.atomic(), history.acting(by, "ombud.assignment"):
        row = Assignment.objects.select_for_update(of=("self",)).select_related("waiting_on").get(pk=assignment.pk)
        if row.status in ENDED:
            raise AssignmentEnded(_("Oppdraget er allerede avsluttet."))
        if version is not None and row.version != version:
            raise ChangedMeanwhile(_("Noen andre har endret dette mens du skrev."), _standing(row), row.version)
        waits = progress.status == AssignmentStatus.WAITING
        since = row.waiting_since if row.waiting_on_id == getattr(progress.waiting_on, "pk", None) else None
        row.waiting_on, row.waiting_since = (progress.waiting_on, since or today) if waits else (None, None)
        row.wait_reported_date = row.wait_reported_date if waits and since else None
        row.status, row.next_step, row.version = progress.status, progress.next_step, row.version + 1
        if progress.goal is not None:
            row.goal = progress.goal
        if progress.status in ENDED:
            row.closed_date, row.closed_by = today, side
            row.result, row.rating = progress.result, progress.rating
        row.save()
    return row


def _standing(row: Assignment) -> dict[str, object]:
    """What stands in the row now, under the names of the form's fields."""
    return {
        "status": row.status, "waiting_on": row.waiting_on.slug if row.waiting_on else "",
        "goal": row.goal or "", "next_step": row.next_step or "",
    }  # fmt: skip


def confirm_assignment(assignment: Assignment, *, by: object, now: datetime) -> None:
    """The client says that this is what they want."""
    with transaction.atomic(), history.acting(by, "ombud.confirm"):
        row = Assignment.objects.select_for_update().get(pk=assignment.pk)
        row.confirmed_date = timezone.localdate(now)
        row.save(update_fields=["confirmed_date"])
