"""A resource's hours as staff read them: the week by day, exceptions to come, closed days to come."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from pio.core import choices, words
from pio.scheduling.enums import ExceptionKind, ResourceKind, Weekday
from pio.scheduling.models import AvailabilityException, AvailabilityRule, Closure, Resource

CHANNELS = "advice_channel"
CLOSURES_AHEAD = timedelta(days=90)


@dataclass(frozen=True)
class Day:
    """One day of the week and its openings."""

    name: str
    rules: list["Line"]


@dataclass(frozen=True)
class Line:
    """One opening or exception in words."""

    id: UUID
    time: str
    text: str


@dataclass(frozen=True)
class Away:
    """One exception in words; `is_open` for extra hours."""

    id: UUID
    is_open: bool
    days: str
    time: str
    reason: str


@dataclass(frozen=True)
class Hours:
    """All that the page of a resource shows."""

    days: list[Day]
    exceptions: list["Away"]
    closures: list[Closure]


@dataclass(frozen=True)
class Row:
    """One resource in the overview."""

    resource: Resource
    week: str
    away: str


def clock_span(start: time, end: time) -> str:
    """`09.00–15.00`, in English `09:00–15:00`."""
    pattern = "%H:%M" if (translation.get_language() or "").startswith("en") else "%H.%M"
    return f"{start.strftime(pattern)}{words.JOINER}–{words.JOINER}{end.strftime(pattern)}"


def words_of(rule: AvailabilityRule) -> str:
    """`Mandag 09.00–15.00. Oppmøte, Video. Fra 1. januar 2026`."""
    parts = [f"{words.capitalised(str(rule.get_weekday_display()))} {clock_span(rule.start_wall, rule.end_wall)}"]
    return ". ".join([*parts, *_details(rule)])


def days_of(exception: AvailabilityException) -> str:
    """`Borte 24. november–26. november, 09.00–12.00`."""
    days = words.day_and_month(exception.from_date)
    if exception.to_date != exception.from_date:
        days += f"–{words.day_and_month(exception.to_date)}"
    if exception.start_wall is not None and exception.end_wall is not None:
        days += f", {clock_span(exception.start_wall, exception.end_wall)}"
    return f"{exception.get_kind_display()} {days}"


def hours_of(resource: Resource, *, today: date) -> Hours:
    """The hours of one resource from today on; three queries."""
    by_day: dict[int, list[Line]] = defaultdict(list)
    for rule in _current(AvailabilityRule.objects.filter(resource=resource), today):
        line = Line(rule.id, clock_span(rule.start_wall, rule.end_wall), ". ".join(_details(rule)))
        by_day[rule.weekday].append(line)
    return Hours(
        days=[Day(words.capitalised(str(day.label)), by_day.get(day.value, [])) for day in Weekday],
        exceptions=[_away(each) for each in resource.exceptions.filter(to_date__gte=today)],
        closures=list(Closure.objects.filter(date__range=(today, today + CLOSURES_AHEAD), open_anyway=False)),
    )


def _away(exception: AvailabilityException) -> Away:
    days = words.capitalised(words.day(exception.from_date))
    if exception.to_date != exception.from_date:
        days += f" – {words.day(exception.to_date)}"
    start, end = exception.start_wall, exception.end_wall
    return Away(
        id=exception.id,
        is_open=exception.kind == ExceptionKind.OPEN,
        days=days,
        time=clock_span(start, end) if start is not None and end is not None else "",
        reason=str(exception.reason_private or ""),
    )


def overview(resources: Sequence[Resource], *, today: date) -> list[Row]:
    """Every resource with its week and its next absence in few words; two queries."""
    ids = [resource.id for resource in resources]
    weekdays: dict[UUID, set[int]] = defaultdict(set)
    for rule in _current(AvailabilityRule.objects.filter(resource__in=ids), today):
        weekdays[rule.resource_id].add(rule.weekday)
    away: dict[UUID, AvailabilityException] = {}
    for exception in AvailabilityException.objects.filter(resource__in=ids, to_date__gte=today).order_by("from_date"):
        away.setdefault(exception.resource_id, exception)
    return [
        Row(each, _week(each, weekdays[each.id]), days_of(away[each.id]) if each.id in away else "")
        for each in resources
    ]


def _current(rules: QuerySet[AvailabilityRule], today: date) -> QuerySet[AvailabilityRule]:
    return rules.filter(Q(valid_to=None) | Q(valid_to__gte=today))


def _week(resource: Resource, weekdays: set[int]) -> str:
    if weekdays:
        return ", ".join(str(Weekday(day).label) for day in sorted(weekdays))
    return _("Alltid ledig") if resource.kind == ResourceKind.ROOM else _("Ingen faste tider")


def _details(rule: AvailabilityRule) -> list[str]:
    """What else there is to say of a weekly opening: how, where, from and until when."""
    details = []
    if rule.channels:
        details.append(", ".join(choices.label(CHANNELS, code) for code in rule.channels))
    if rule.place:
        details.append(rule.place)
    details.append(_("Fra %(day)s") % {"day": f"{words.day_and_month(rule.valid_from)} {rule.valid_from.year}"})
    if rule.valid_to:
        details.append(_("Til %(day)s") % {"day": f"{words.day_and_month(rule.valid_to)} {rule.valid_to.year}"})
    return details
