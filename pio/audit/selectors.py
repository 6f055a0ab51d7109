"""Reading the log of reads: "Hvem har åpnet saken min", and whether break-glass is open."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Count, Max, Min
from django.db.models.functions import TruncDate

from pio.audit.models import BreakGlass, ReadEntry
from pio.audit.services.break_glass import VERB_ENDS
from pio.core.words import OSLO

DAYS_PAGE = 50


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


@dataclass(frozen=True)
class ReadingDay:
    """What one person opened of a record on one day: how often, from when to when, and the reasons they gave."""

    name: str
    day: date
    times: int
    first: datetime
    last: datetime
    reasons: list[str]


@dataclass(frozen=True)
class ReadingPage:
    """A page of the days, the latest first; `older` is where the next page begins, 0 on the last."""

    rows: list[ReadingDay]
    older: int


def reading_days(subject: models.Model, *, before: int = 0, most: int | None = DAYS_PAGE) -> ReadingPage:
    """The readings of a record, one line for each person and day; three queries whatever their number.

    The log itself has a row for each reading and stays as it is.

    Args:
        before: `older` of the page before; 0 for the first.
        most: lines on a page; None for all.
    """
    readings = ReadEntry.objects.filter(chain__subject_type=subject._meta.label, chain__subject=subject.pk)
    days = readings.annotate(day=TruncDate("at", tzinfo=OSLO)).order_by().values("reader", "day")
    groups = days.annotate(times=Count("pk"), first=Min("at"), last=Max("at"), end=Max("number")).order_by("-end")
    rest = groups.filter(end__lt=before) if before else groups
    found = list(rest if most is None else rest[: most + 1])
    shown = found[:most]
    people = get_user_model()._default_manager.in_bulk({each["reader"] for each in shown})
    reasons = _reasons(readings, shown)
    rows = [
        ReadingDay(
            _name(people.get(each["reader"])), each["day"], each["times"], each["first"], each["last"],
            reasons.get((each["reader"], each["day"]), []),
        )
        for each in shown
    ]  # fmt: skip
    return ReadingPage(rows, shown[-1]["end"] if len(found) > len(shown) else 0)


def _reasons(readings: models.QuerySet[ReadEntry], shown: list[Any]) -> dict[tuple[Any, date], list[str]]:
    """The reasons that were given on the shown days, each once."""
    if not shown:
        return {}
    given = readings.filter(
        at__gte=min(each["first"] for each in shown), at__lte=max(each["last"] for each in shown),
        reader__in={each["reader"] for each in shown}, reason__isnull=False,
    )  # fmt: skip
    found: dict[tuple[Any, date], list[str]] = {}
    for entry in given.order_by("number"):
        reasons = found.setdefault((entry.reader, entry.at.astimezone(OSLO).date()), [])
        if entry.reason and entry.reason not in reasons:
            reasons.append(entry.reason)
    return found


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
