"""Deadlines: their day by the rule that held when they began, and what moving and closing them needs.

An end on a Saturday, Sunday or public holiday moves to the next working day (domstolloven § 149). Only public
holidays count, not the centre's own closed days: an office does not wait for us.
"""

import calendar
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud.enums import DeadlineOf, DeadlineUnit
from ombud.models import Assignment, Case, Deadline, DeadlineRule, Document, Office
from ombud.services.assignments import CaseClosed
from ombud.services.cases import ChangedMeanwhile, lock_case
from ombud.services.reminders import remind
from pio.audit import history
from pio.core.errors import Refusal
from pio.messaging import services as messaging
from pio.scheduling.working_days import add_working_days


class ProofMissing(Refusal):
    """A deadline is closed by proof or by a reason in words."""


class DeadlineClosed(Refusal):
    """It was closed before."""


class DueBeforeStart(Refusal):
    """The day lies before the day the deadline runs from."""


@dataclass(frozen=True)
class Plan:
    """What is to be remembered. With a rule the day is computed; else `due_date` says it. `key` is the row's own."""

    trigger_date: date
    rule: DeadlineRule | None = None
    due_date: date | None = None
    title: str = ""
    whose: str = DeadlineOf.US
    office: Office | None = None
    assignment: Assignment | None = None
    key: UUID = field(default_factory=uuid4)


def due_date_of(rule: DeadlineRule, trigger: date) -> date:
    """The last day of a deadline that runs from `trigger` under `rule`."""
    if rule.unit == DeadlineUnit.WORKING_DAYS:
        return add_working_days(trigger, rule.amount)
    if rule.unit == DeadlineUnit.MONTHS:
        end = _months_after(trigger, rule.amount)
    else:
        end = trigger + timedelta(weeks=rule.amount) if rule.unit == DeadlineUnit.WEEKS else trigger + timedelta(
            days=rule.amount
        )  # fmt: skip
    return add_working_days(end, 0)


def _months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last day: 31 January plus one is 28 or 29 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def set_deadline(case: Case, *, plan: Plan, by: object, now: datetime) -> Deadline:
    """Remember a deadline, with its reminders. The same key a second time gives the deadline that is there.

    Raises:
        DueBeforeStart, CaseClosed
    """
    due = due_date_of(plan.rule, plan.trigger_date) if plan.rule else plan.due_date
    if due is None or due < plan.trigger_date:
        raise DueBeforeStart(_("Fristen må ligge etter dagen den regnes fra."))
    with transaction.atomic(), history.acting(by, "ombud.deadline"):
        locked = lock_case(case.pk)
        if not locked.is_live:
            raise CaseClosed(_("Saken er avsluttet."))
        if found := case.deadlines.filter(pk=plan.key).first():
            return found
        row = Deadline.objects.create(
            id=plan.key, case=case, rule=plan.rule, title=plan.title or None, office=plan.office,
            assignment=plan.assignment, trigger_date=plan.trigger_date, due_date=due,
            whose=plan.rule.whose if plan.rule else plan.whose,
        )  # fmt: skip
        remind(row, locked, now=now)
    return row


def move_deadline(
    deadline: Deadline, *, due_date: date, reason: str, version: int | None = None, by: object, now: datetime
) -> Deadline:
    """Give a deadline another day, with a reason; the reminders follow.

    Args:
        version: the deadline's `sequence` when the page was opened; None does not ask.

    Raises:
        ProofMissing, DeadlineClosed, DueBeforeStart
        ChangedMeanwhile: another has moved it since.
    """
    if not reason.strip():
        raise ProofMissing(_("Skriv hvorfor fristen flyttes."))
    with transaction.atomic(), history.acting(by, "ombud.deadline"):
        row = _open_row(deadline)
        if version is not None and row.sequence != version:
            theirs = {"due_date": row.due_date, "reason": row.moved_reason}
            raise ChangedMeanwhile(_("Noen andre har flyttet fristen mens du skrev."), theirs, row.sequence)
        if due_date < row.trigger_date:
            raise DueBeforeStart(_("Fristen må ligge etter dagen den regnes fra."))
        row.due_date, row.moved_reason, row.sequence = due_date, reason, row.sequence + 1
        row.save(update_fields=["due_date", "moved_reason", "sequence"])
        messaging.cancel_for(row.pk, now=now)
        remind(row, row.case, now=now)
    return row


def close_deadline(
    deadline: Deadline, *, is_kept: bool, reason: str = "", proof: Document | None = None, by: object, now: datetime
) -> Deadline:
    """Close a deadline with a document that proves it, or with a reason.

    Raises:
        ProofMissing, DeadlineClosed
    """
    if proof is None and not reason.strip():
        raise ProofMissing(_("Legg ved en kvittering, eller skriv hvordan fristen ble løst."))
    with transaction.atomic(), history.acting(by, "ombud.deadline"):
        row = _open_row(deadline)
        row.closed_date, row.is_kept, row.has_ground = timezone.localdate(now), is_kept, True
        row.closed_reason, row.proof = reason or None, proof
        row.save(update_fields=["closed_date", "is_kept", "has_ground", "closed_reason", "proof"])
        messaging.cancel_for(row.pk, now=now)
    return row


def _open_row(deadline: Deadline) -> Deadline:
    row = Deadline.objects.select_for_update().get(pk=deadline.pk)
    if row.closed_date is not None:
        raise DeadlineClosed(_("Fristen er allerede lukket."))
    return row
