"""Failures of the system: evidence by one click from an overrun deadline. The row knows neither case nor client."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud.enums import DeadlineOf, FailureKind
from ombud.models import Deadline, SystemFailure
from pio.core.errors import Refusal


class NothingFailed(Refusal):
    """The deadline is not an office's, is not overrun, or was reported before."""


def report_overrun(deadline: Deadline, *, kind: str = FailureKind.NO_REPLY, by: object, now: datetime) -> SystemFailure:
    """Report an office's overrun deadline as evidence, once. Raises NothingFailed."""
    today = timezone.localdate(now)
    with transaction.atomic():
        row = Deadline.objects.select_for_update(of=("self",)).select_related("case", "office").get(pk=deadline.pk)
        over = (min(row.closed_date or today, today) - row.due_date).days
        if row.whose != DeadlineOf.OFFICE or row.office is None or over <= 0 or row.reported_date is not None:
            raise NothingFailed(_("Her er det ikke noe nytt å melde."))
        row.reported_date = today
        row.save(update_fields=["reported_date"])
        return SystemFailure.objects.create(
            office=row.office, kind=kind, municipality=row.case.municipality, month=today.replace(day=1),
            days_over=over,
        )  # fmt: skip
