"""What groups put on the staff's start page: meetings today and not marked, people who wait for a pre-talk."""

from datetime import datetime, timedelta

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


def boxes(*, user: User, now: datetime) -> list[Box]:
    """My meetings, who waits for a talk, who wants a visit; at most three queries."""
    if not user.has_right("groups.see"):
        return []
    shown = [_meetings(user, now), _talks(user)]
    return [*shown, _visits()] if Role.GROUP_LEADER in user.roles else shown


def _meetings(user: User, now: datetime) -> Box:
    rows = GroupMeeting.objects.taking_place().filter(
        group__in=groups_of(user), marked_date=None, starts_at__gt=now - LOOK_BACK, starts_at__lt=now + LOOK_AHEAD
    )
    made = [_meeting(each, now) for each in rows.select_related("group").order_by("starts_at")[:MOST_ROWS]]
    return Box(_("Gruppene mine"), made, "left", reverse("groups_staff_list"), _("Alle grupper"), rank=20)


def _meeting(meeting: GroupMeeting, now: datetime) -> Row:
    is_open, today = meeting.ends_at <= now, localdate(meeting.starts_at) == localdate(now)
    time = words.clock(meeting.starts_at) if today else words.short_day(meeting.starts_at)
    more = _("Oppmøtet er ikke ført") if is_open else ""
    return Row(
        meeting.group.name, reverse("groups_meeting", args=[meeting.pk]), _("Oppmøte"), time, more, is_late=is_open,
        span=(meeting.starts_at, meeting.ends_at),
    )  # fmt: skip


def _talks(user: User) -> Box:
    rows = GroupEntry.objects.filter(group__in=groups_of(user), state=PlaceState.WAITING, pre_talk_date=None)
    made = [
        Row(name_of(each), reverse("groups_person", args=[each.pk]), _("Åpne"), words.short_day(each.joined_date),
            each.group.name)
        for each in rows.select_related("group").order_by("joined_date", "queue_number")[:MOST_ROWS]
    ]  # fmt: skip
    return Box(_("Venter på forsamtale"), made, "right", rank=30)


def _visits() -> Box:
    rows = SelfRunGroup.objects.filter(wants_visit=True, ended_date=None).order_by("name")[:MOST_ROWS]
    made = [Row(each.name, reverse("groups_self_run", args=[each.pk]), _("Åpne")) for each in rows]
    return Box(_("Selvstyrte grupper som ønsker besøk"), made, "right", rank=60)
