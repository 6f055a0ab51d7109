"""What the forgetting will do in the next days, rule by rule, and the centre's own periods.

Rules: a period may be made shorter, never longer than the one in the code, since the pages for visitors promise that
one; only the rules named in `ADJUSTABLE` may be changed at all. The others keep traces that must not be cut short (who
opened a case), a service that was promised (the receipt of an experience), or a safeguard of days.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import models, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from pio.core import retention
from pio.core.errors import Refusal
from pio.core.models import LegalHold, RetentionChange, RetentionPeriod, RetentionRun
from pio.core.privacy import Declaration, Retention
from pio.core.retention import Period

WEEK, MONTH = 7, 30  # days ahead
ADJUSTABLE = frozenset(
    {
        "accounts.idle", "advising.message", "advising.note", "courses.notice", "groups.contact", "groups.note",
        "groups.self_run_contact", "helpline.code_word", "helpline.note", "messaging.outbox",
        "scheduling.absence_reason", "stories.redacted",
    }
)  # fmt: skip


class PeriodRefused(Refusal):
    """The period is longer than promised, shorter than one, or may not be changed."""


@dataclass(frozen=True)
class Line:
    """One rule: its period, what is due today and in the coming days (held rows aside), and its last run."""

    rule: Retention
    model: type[models.Model]
    period: Period
    is_own: bool
    due_today: int
    due_week: int
    due_month: int
    held_back: int
    last: RetentionRun | None

    @property
    def is_adjustable(self) -> bool:
        """Whether the centre may set another period."""
        return self.rule.name in ADJUSTABLE


def outlook(*, now: datetime) -> list[Line]:
    """Every rule with its numbers: one query each, and two for periods and runs."""
    today = timezone.localdate(now)
    own = {row.rule: Period(row.days, row.months) for row in RetentionPeriod.objects.all()}
    runs = RetentionRun.objects.order_by("rule", "-started_at").distinct("rule")
    last = {run.rule: run for run in runs}
    return [
        _line(declared, rule, own.get(rule.name), last.get(rule.name), today=today)
        for declared, rule in retention.rules()
    ]


def _line(
    declared: Declaration, rule: Retention, own: Period | None, last: RetentionRun | None, *, today: date
) -> Line:
    period = own or Period(rule.days, rule.months)
    held = Q(pk__in=retention.due_rows(declared, rule, today=today, period=period).filter(retention.held(declared)))
    rows = {
        days: retention.due_rows(declared, rule, today=today + timedelta(days=days), period=period).values("pk")
        for days in (0, WEEK, MONTH)
    }
    found = declared.model._base_manager.filter(pk__in=rows[MONTH]).aggregate(
        today=Count("pk", filter=Q(pk__in=rows[0]) & ~held, distinct=True),
        week=Count("pk", filter=Q(pk__in=rows[WEEK]) & ~held, distinct=True),
        month=Count("pk", filter=~held, distinct=True),
        held=Count("pk", filter=held, distinct=True),
    )
    due = (found["today"], found["week"], found["month"])
    return Line(rule, declared.model, period, own is not None, *due, found["held"], last)


def find_rule(name: str) -> Retention | None:
    """The rule of that name, or None."""
    return next((rule for _declared, rule in retention.rules() if rule.name == name), None)


def live_holds() -> list[LegalHold]:
    """The legal holds that stand, oldest first. Their reasons are for those who placed them."""
    return list(LegalHold.objects.filter(ended_at=None).defer("reason").order_by("placed_at", "pk"))


def changes() -> list[RetentionChange]:
    """The last fifty changes of periods, newest first."""
    return list(RetentionChange.objects.order_by("-made_at", "pk")[:50])


def set_period(rule: Retention, number: int, *, by: UUID, now: datetime) -> None:
    """Set the period of a rule, in the unit of its default; the default itself takes the own period away.

    Raises:
        PeriodRefused
    """
    most = rule.months or rule.days or 0
    if rule.name not in ADJUSTABLE:
        raise PeriodRefused(_("Denne fristen kan ikke endres."))
    if not 1 <= number <= most:
        words = _("Velg et tall fra 1 til %(most)s. Lengre har vi lovet at vi ikke lagrer det.")
        raise PeriodRefused(words % {"most": most})
    with transaction.atomic():
        row = RetentionPeriod.objects.select_for_update().filter(rule=rule.name).first()
        before = (row.months or row.days or most) if row else most
        if number == before:
            return
        values = {"months": number if rule.months else None, "days": None if rule.months else number}
        if number == most:
            RetentionPeriod.objects.filter(rule=rule.name).delete()
        else:
            RetentionPeriod.objects.update_or_create(rule=rule.name, defaults=values)
        RetentionChange.objects.create(rule=rule.name, before=before, after=number, made_by=by, made_at=now)
