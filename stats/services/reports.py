"""Verbs of saved reports: save, delete, and tell the receivers on the fifth of the month.

The message holds a link and the report's name, never a number; the link opens for those who sign in and may read it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pio.accounts.models import User
from pio.core.errors import Refusal, broken_constraint
from pio.messaging import services as messaging
from pio.messaging.enums import Channel
from stats.models import SavedReport
from stats.models.reports import PeriodRule, Schedule
from stats.permissions import may_receive

REPORT = "figures_report"
SEND_DAY = 5
MONTHS_OF = {
    Schedule.MONTHLY: range(1, 13), Schedule.QUARTERLY: range(1, 13, 3), Schedule.YEARLY: range(1, 2),
}  # fmt: skip


class NameTaken(Refusal):
    """Another report has the name."""

    def __init__(self) -> None:
        super().__init__(_("En annen rapport heter det. Velg et annet navn."))


@dataclass(frozen=True, kw_only=True)
class ReportChoices:
    """What a report is made of; months only when the rule is fixed."""

    name: str
    keys: tuple[str, ...]
    rule: PeriodRule
    first_month: date | None = None
    last_month: date | None = None
    by_month: bool = False
    for_board: bool = False
    schedule: Schedule = Schedule.NEVER
    receivers: tuple[User, ...] = ()


@transaction.atomic
def save_report(chosen: ReportChoices, *, report: SavedReport | None = None, by: User, now: datetime) -> SavedReport:
    """Make a report, or change one.

    Raises:
        NameTaken.
    """
    today = timezone.localdate(now)
    saved = report or SavedReport(made_date=today, made_by=by)
    for name in ("name", "rule", "first_month", "last_month", "by_month", "for_board", "schedule"):
        setattr(saved, name, getattr(chosen, name))
    saved.keys = list(chosen.keys)
    saved.next_date = next_date(chosen.schedule, after=today)
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as error:
        if "name" in broken_constraint(error):
            raise NameTaken from error
        raise
    saved.receivers.set(chosen.receivers)
    return saved


@transaction.atomic
def delete_report(report: SavedReport, *, now: datetime) -> None:
    """Delete a report; links that were sent lead nowhere, and none is sent any more."""
    messaging.cancel_for(report.pk, kinds=(REPORT,), now=now)
    report.delete()


def next_date(schedule: str, *, after: date) -> date | None:
    """The next fifth of a month on which links go out; None when they never do."""
    months = MONTHS_OF.get(Schedule(schedule))
    if months is None:
        return None
    days = (date(year, month, SEND_DAY) for year in (after.year, after.year + 1) for month in months)
    return next(day for day in days if day > after)


def send_due(*, now: datetime) -> int:
    """Put the links that are due into the outbox, each once; returns how many reports were due."""
    today = timezone.localdate(now)
    due = list(SavedReport.objects.filter(next_date__lte=today).order_by("pk").values_list("pk", flat=True))
    return sum(_send(pk, today=today, now=now) for pk in due)


@transaction.atomic
def _send(pk: UUID, *, today: date, now: datetime) -> bool:
    rows = SavedReport.objects.select_for_update(skip_locked=True)
    report = rows.filter(pk=pk, next_date__lte=today).first()
    if report is None or report.next_date is None:
        return False
    for user in _receivers(report):
        messaging.enqueue(
            kind=REPORT, target=report.pk, version=report.next_date.toordinal(), channel=Channel.EMAIL,
            person=user.pk.hex, language=user.language, send_after=now, now=now,
        )  # fmt: skip
    report.next_date = next_date(report.schedule, after=today)
    report.save(update_fields=["next_date"])
    return True


def _receivers(report: SavedReport) -> Iterable[User]:
    return [user for user in report.receivers.order_by("pk") if may_receive(user, report)]
