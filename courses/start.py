"""What courses put on the staff's start page: evenings today, presence that is not marked, queues of what is to come.

Both lists are one query: they are joined in PostgreSQL, each cut to the rows that are shown.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, DateTimeField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.enums import OfferingStatus
from courses.models import Evening, Offering
from pio.accounts.models import User
from pio.core import words
from pio.core.joining import Box, Row
from pio.waitlist.enums import PlaceState

MOST_ROWS = 6
LOOK_BACK = timedelta(days=14)
LOOK_AHEAD = timedelta(days=7)
EVENING, QUEUE = 1, 2


class _Line(NamedTuple):
    """A row of the joined lists; `pk` is the evening's or the offering's, the times are None for a queue."""

    kind: int
    pk: UUID
    offering: UUID
    title: str
    theme: str
    waiting: int
    starts_at: datetime | None
    ends_at: datetime | None


def boxes(*, user: User, now: datetime) -> list[Box]:
    """Two boxes for those who hold courses; one query."""
    if not user.has_right("courses.attendance"):
        return []
    lines = [_Line(*row) for row in _evenings(now).union(_queues(now), all=True)]
    evenings = sorted((each for each in lines if each.kind == EVENING), key=lambda each: (each.starts_at, each.pk))
    queues = sorted((each for each in lines if each.kind == QUEUE), key=lambda each: (-each.waiting, each.pk))
    empty = _("Ingen kvelder den neste uken.")
    return [
        Box(_("Kurs og arrangementer"), [_evening(each, now) for each in evenings], "left", reverse("courses_staff"),
            _("Alle kurs"), empty, rank=30),
        Box(_("Ventelister til kurs"), [_queue(each) for each in queues], "right", rank=40),
    ]  # fmt: skip


def _evenings(now: datetime) -> QuerySet[Any, Any]:
    near = Evening.objects.public().taking_place().filter(
        starts_at__gte=now - LOOK_BACK, starts_at__lt=now + LOOK_AHEAD, marked_date__isnull=True
    )  # fmt: skip
    return near.order_by("starts_at", "pk").values_list(
        Value(EVENING, output_field=IntegerField()), "pk", "offering_id", "offering__title",
        Cast(F("title"), TextField()), Value(0, output_field=IntegerField()), "starts_at", "ends_at",
    )[:MOST_ROWS]  # fmt: skip


def _queues(now: datetime) -> QuerySet[Any, Any]:
    never = Cast(Value(None), output_field=DateTimeField())
    waiting = (
        Offering.objects.to_come(now=now).filter(status=OfferingStatus.PUBLISHED)
        .filter(registrations__state=PlaceState.WAITING)
        .annotate(n=Count("registrations")).order_by("-n", "pk")
    )  # fmt: skip
    return waiting.values_list(
        Value(QUEUE, output_field=IntegerField()), "pk", F("pk"), "title",
        Cast(Value(""), TextField()), "n", never, never,
    )[:MOST_ROWS]  # fmt: skip


def _evening(line: _Line, now: datetime) -> Row:
    starts_at, ends_at = line.starts_at or now, line.ends_at or now
    is_over, is_today = ends_at <= now, localdate(starts_at) == localdate(now)
    is_due = is_over or is_today
    page = ("courses_roll", line.pk) if is_due else ("courses_staff_offering", line.offering)
    return Row(
        line.title,
        reverse(page[0], args=[page[1]]),
        _("Før oppmøte") if is_due else _("Åpne"),
        words.clock(starts_at) if is_today else words.short_day(starts_at),
        _("Oppmøtet er ikke ført") if is_over else line.theme,
        is_late=is_over,
        span=(starts_at, ends_at),
    )


def _queue(line: _Line) -> Row:
    more = ngettext("%(n)s venter på plass", "%(n)s venter på plass", line.waiting) % {"n": line.waiting}
    return Row(line.title, reverse("courses_staff_offering", args=[line.offering]), _("Åpne"), more=more)
