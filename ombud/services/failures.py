"""Failures of the system: evidence without a name, from an office's overrun deadline or a long wait by one click, and
from a contact with an office. The row knows neither case nor client; what was reported is not reported again.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud.enums import DeadlineOf, FailureKind
from ombud.models import Assignment, Case, ContactEntry, Deadline, Office, SystemFailure
from pio.core.errors import Refusal

LONG_WAIT = timedelta(days=30)
"""After a month without an answer a wait is long: the office owed a preliminary answer (forvaltningsloven § 11 a)."""


class NothingFailed(Refusal):
    """It is no office's, is not overrun, or was reported before."""


def report_overrun(deadline: Deadline, *, by: object, now: datetime) -> SystemFailure:
    """Report an office's overrun deadline as evidence, once. Raises NothingFailed."""
    today = timezone.localdate(now)
    with transaction.atomic():
        row = Deadline.objects.select_for_update(of=("self",)).select_related("case", "office").get(pk=deadline.pk)
        over = (min(row.closed_date or today, today) - row.due_date).days
        if row.whose != DeadlineOf.OFFICE or row.office is None or over <= 0 or row.reported_date is not None:
            raise _nothing()
        row.reported_date = today
        row.save(update_fields=["reported_date"])
        return _evidence(row.office, FailureKind.NO_REPLY, row.case, today, over=over)


def report_wait(assignment: Assignment, *, by: object, now: datetime) -> SystemFailure:
    """Report that an office has let the client wait for more than a month, once a wait. Raises NothingFailed."""
    today = timezone.localdate(now)
    with transaction.atomic():
        rows = Assignment.objects.select_for_update(of=("self",)).select_related("case", "waiting_on")
        row = rows.get(pk=assignment.pk)
        if row.waiting_on is None or not is_long_wait(row, today=today) or row.wait_reported_date is not None:
            raise _nothing()
        row.wait_reported_date = today
        row.save(update_fields=["wait_reported_date"])
        over = (today - (row.waiting_since or today) - LONG_WAIT).days
        return _evidence(row.waiting_on, FailureKind.LONG_WAIT, row.case, today, over=over)


def is_long_wait(row: Assignment, *, today: date) -> bool:
    """Whether the assignment has waited for an office for more than a month."""
    return row.waiting_on_id is not None and row.waiting_since is not None and today - row.waiting_since > LONG_WAIT


def report_contact(entry: ContactEntry, *, kind: str, by: object, now: datetime) -> SystemFailure:
    """Report how an office failed in a contact (a code of `FailureKind`), once. Raises NothingFailed."""
    today = timezone.localdate(now)
    with transaction.atomic():
        row = ContactEntry.objects.select_for_update(of=("self",)).select_related("case", "office").get(pk=entry.pk)
        if row.office is None or row.reported_date is not None:
            raise _nothing()
        row.reported_date = today
        row.save(update_fields=["reported_date"])
        return _evidence(row.office, FailureKind(kind), row.case, today)


def _evidence(office: Office, kind: FailureKind, case: Case, today: date, *, over: int | None = None) -> SystemFailure:
    return SystemFailure.objects.create(
        office=office, kind=kind, municipality=case.municipality, month=today.replace(day=1), days_over=over
    )


def _nothing() -> NothingFailed:
    return NothingFailed(_("Her er det ikke noe nytt å melde."))
