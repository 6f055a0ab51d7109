"""What groups put on the staff's start page: meetings today and not marked, people who wait for a pre-talk.

All of it is one query: the three lists are joined in PostgreSQL, each cut to the rows that are shown.
"""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BinaryField, DateField, DateTimeField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from groups.models import GroupEntry, GroupMeeting, SelfRunGroup
from groups.permissions import groups_of
from groups.selectors.members import name_of
from pio.accounts.enums import Role
from pio.accounts.models import User
from pio.core import words
from pio.core.joining import Box, Row
from pio.waitlist.enums import PlaceState

MOST_ROWS = 6
LOOK_BACK, LOOK_AHEAD = timedelta(days=14), timedelta(days=7)
TALK, MEETING, VISIT = 1, 2, 3


class _Line(NamedTuple):
    """A row of the joined lists; what a list does not have is None."""

    kind: int
    pk: UUID
    title: str
    sealed: bytes | None
    number: int | None
    joined: date | None
    starts_at: datetime | None
    ends_at: datetime | None


def boxes(*, user: User, now: datetime) -> list[Box]:
    """My meetings, who waits for a talk, who wants a visit; one query."""
    if not user.has_right("groups.see"):
        return []
    lines = _lines(user, now)
    meetings = sorted((each for each in lines if each.kind == MEETING), key=lambda each: (each.starts_at, each.pk))
    talks = sorted((each for each in lines if each.kind == TALK), key=lambda each: (each.joined, each.number))
    visits = sorted((each for each in lines if each.kind == VISIT), key=lambda each: each.title)
    return [
        Box(_("Gruppene mine"), [_meeting(each, now) for each in meetings], "left", reverse("groups_staff_list"),
            _("Alle grupper"), rank=20),
        Box(_("Venter på forsamtale"), [_talk(each) for each in talks], "right", rank=30),
        Box(_("Selvstyrte grupper som ønsker besøk"), [_visit(each) for each in visits], "right", rank=60),
    ]  # fmt: skip


def _lines(user: User, now: datetime) -> list[_Line]:
    parts = [_meetings(user, now), *([_visits()] if Role.GROUP_LEADER in user.roles else [])]
    return [_Line(*row) for row in _talks(user, now).union(*parts, all=True)]


def _talks(user: User, now: datetime) -> QuerySet[Any, Any]:
    rows = GroupEntry.objects.filter(group__in=groups_of(user), state=PlaceState.WAITING, pre_talk_date=None)
    rows = rows.exclude(pre_talk_planned_date__gt=localdate(now)).order_by("joined_date", "queue_number")
    return _columns(
        rows, TALK, "group__name", name=F("name"), number=F("queue_number"), joined=F("joined_date")
    )  # first in the union: its columns say how the sealed name is read


def _meetings(user: User, now: datetime) -> QuerySet[Any, Any]:
    rows = GroupMeeting.objects.taking_place().filter(
        group__in=groups_of(user), marked_date=None, starts_at__gt=now - LOOK_BACK, starts_at__lt=now + LOOK_AHEAD
    )
    return _columns(
        rows.order_by("starts_at", "pk"), MEETING, "group__name", starts_at=F("starts_at"), ends_at=F("ends_at")
    )


def _visits() -> QuerySet[Any, Any]:
    rows = SelfRunGroup.objects.filter(wants_visit=True, ended_date=None).order_by("name", "pk")
    return _columns(rows, VISIT, "name")


def _columns(rows: QuerySet[Any, Any], kind: int, title: str, **has: F) -> QuerySet[Any, Any]:
    """The columns of `_Line`; those that `has` does not name are NULL of the right type."""
    absent = {
        "name": BinaryField(), "number": IntegerField(), "joined": DateField(), "starts_at": DateTimeField(),
        "ends_at": DateTimeField(),
    }  # fmt: skip
    columns = [has.get(name) or Cast(Value(None), output_field=field) for name, field in absent.items()]
    return rows.values_list(Value(kind, output_field=IntegerField()), "pk", F(title), *columns)[:MOST_ROWS]


def _meeting(line: _Line, now: datetime) -> Row:
    starts_at, ends_at = line.starts_at or now, line.ends_at or now
    is_open, today = ends_at <= now, localdate(starts_at) == localdate(now)
    time = words.clock(starts_at) if today else words.short_day(starts_at)
    more = _("Oppmøtet er ikke ført") if is_open else ""
    return Row(
        line.title, reverse("groups_meeting", args=[line.pk]), _("Oppmøte"), time, more, is_late=is_open,
        span=(starts_at, ends_at),
    )  # fmt: skip


def _talk(line: _Line) -> Row:
    person = GroupEntry(pk=line.pk, queue_number=line.number or 0)
    person.__dict__["name"] = line.sealed  # as the database has it; opened when it is read
    joined = words.short_day(line.joined) if line.joined else ""
    return Row(name_of(person), reverse("groups_person", args=[line.pk]), _("Åpne"), joined, line.title)


def _visit(line: _Line) -> Row:
    return Row(line.title, reverse("groups_self_run", args=[line.pk]), _("Åpne"))
