"""Forgetting on time (P08): which rows each rule of the registry finds due on a day, and the nightly run.

A row is due on the day after its period has passed, by the calendar of Oslo. A legal hold on the row, or on one that
the model names in `Privacy.held_with`, keeps it back; it is counted, never silently skipped.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import structlog
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from pio.core import emptying
from pio.core.models import RetentionPeriod, RetentionRun, live_hold
from pio.core.privacy import Declaration, Retention, declarations

log = structlog.get_logger(__name__)


class RetentionFailedError(Exception):
    """At least one rule failed; the others ran, and the heartbeat rows say which."""


@dataclass(frozen=True)
class Period:
    """How long: days or months, one of them None."""

    days: int | None
    months: int | None


@dataclass(frozen=True)
class Outcome:
    """What one rule does on a day: the rows due, and the rows due but under a legal hold."""

    rule: Retention
    model: type[models.Model]
    period: Period
    due: int
    held_back: int
    failed: bool = False


def rules() -> Iterator[tuple[Declaration, Retention]]:
    """Every rule of every model, in the order of the apps."""
    for declared in declarations():
        for rule in declared.retention:
            yield declared, rule


def period_of(rule: Retention) -> Period:
    """The period that holds: the centre's own, else the one in the code."""
    own = RetentionPeriod.objects.filter(rule=rule.name).first()
    return Period(own.days, own.months) if own else Period(rule.days, rule.months)


def first_day_kept(today: date, period: Period) -> date:
    """Rows that began before this day are due: the first day whose period has not passed before `today`."""
    if period.months is None:
        return today - timedelta(days=period.days or 0)
    month = today.year * 12 + today.month - 1 - period.months
    year, month = divmod(month, 12)
    if today.day <= calendar.monthrange(year, month + 1)[1]:
        return date(year, month + 1, today.day)
    return date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)


def _since_is_moment(model: type[models.Model], path: str) -> bool:
    """Whether the look-up ends in a datetime (rather than a date)."""
    field: Any = None
    for part in path.split("__"):
        field = model._meta.get_field(part)
        model = field.related_model or model
    return isinstance(field, models.DateTimeField)


def due_rows(declared: Declaration, rule: Retention, *, today: date, period: Period) -> models.QuerySet[Any]:
    """The rows that the rule forgets on that day, holds not yet taken off."""
    edge: date | datetime = first_day_kept(today, period)
    if _since_is_moment(declared.model, rule.since):
        edge = datetime.combine(edge, time.min, tzinfo=timezone.get_default_timezone())
    rows = declared.model._base_manager.filter(rule.where, **{f"{rule.since}__lt": edge})
    if rule.action == "wipe" and not rule.by:
        rows = rows.filter(emptying.not_yet_empty(declared.model, rule.fields or declared.erase))
    return rows


def held(declared: Declaration) -> Q:
    """Rows under a legal hold, their own or that of a row they belong to."""
    own = isinstance(declared.model._meta.pk, models.UUIDField)  # history events are numbered, and held with their row
    condition = Q(pk__in=live_hold(declared.model)) if own else Q(pk__in=[])
    for path in declared.held_with:
        model: Any = declared.model
        for part in path.split("__"):
            model = model._meta.get_field(part).related_model
        condition |= Q(**{f"{path}__in": live_hold(model)})
    return condition


def forget(*, now: datetime, dry_run: bool = False) -> list[Outcome]:
    """Run every rule. A rule that fails is written down and does not stop the others.

    Args:
        dry_run: count only; nothing is written.

    Raises:
        RetentionFailedError: after all rules have had their turn.
    """
    today = timezone.localdate(now)
    outcomes = [_run(declared, rule, now=now, today=today, dry_run=dry_run) for declared, rule in rules()]
    if failed := [each.rule.name for each in outcomes if each.failed]:
        raise RetentionFailedError(", ".join(failed))
    return outcomes


def _run(declared: Declaration, rule: Retention, *, now: datetime, today: date, dry_run: bool) -> Outcome:
    period = period_of(rule)
    run = RetentionRun(started_at=now, rule=rule.name)
    try:
        with transaction.atomic():
            rows = due_rows(declared, rule, today=today, period=period)
            run.held_back = rows.filter(held(declared)).count()
            keys = list(rows.exclude(held(declared)).values_list("pk", flat=True))
            run.forgotten = len(keys) if dry_run else _forget(declared, rule, keys, now=now)
    except Exception as error:  # noqa: BLE001 – one rule's fault must not stop the others
        log.error("retention_failed", rule=rule.name, error=type(error).__name__)  # noqa: TRY400 – no rows in the log
        run.failed = True
    if not dry_run:
        run.finished_at = timezone.now()
        run.save(force_insert=True)
    return Outcome(rule, declared.model, period, run.forgotten, run.held_back, run.failed)


def _forget(declared: Declaration, rule: Retention, keys: list[Any], *, now: datetime) -> int:
    if not keys:
        return 0
    rows = declared.model._base_manager.filter(pk__in=keys)
    if rule.by:
        return int(import_string(rule.by)(rows, now=now) or 0)
    if rule.action == "delete":
        emptying.tell(declared.model, keys, now=now)
        rows.delete()
    else:
        emptying.empty(declared.model, keys, rule.fields or declared.erase, now=now)
    return len(keys)


def last_run() -> datetime | None:
    """When the forgetting last finished without a fault; None when it never has. For `/readyz` and the set-up page."""
    return RetentionRun.objects.filter(failed=False).aggregate(latest=models.Max("finished_at"))["latest"]
