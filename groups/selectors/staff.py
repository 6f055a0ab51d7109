"""What the staff's pages show: my groups, one group, the register of self-run groups, waiting days, days of stop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.timezone import localdate

from groups import matching
from groups.counting import Counter
from groups.enums import PRESENT, GroupStatus
from groups.models import GroupEntry, GroupMeeting, IntakeStop, SelfRunGroup, SupportGroup
from groups.permissions import groups_of
from groups.selectors import members
from groups.selectors.public import rhythm, stop_of
from pio.accounts.models import User
from pio.core import choices
from pio.scheduling.models import Resource
from pio.waitlist.enums import PlaceState

TARGET_DAYS = 60
"""Somebody who has waited longer stands out on the list."""
UNANSWERED_AFTER = timedelta(days=365 + 42)
ENOUGH = 0.5


@dataclass(frozen=True)
class GroupRow:
    """One group on the list."""

    group: SupportGroup
    rhythm: str
    stop: IntakeStop | None
    following: GroupMeeting | None
    unmarked: GroupMeeting | None


@dataclass(frozen=True)
class Member:
    """Somebody who has a place."""

    entry: GroupEntry
    name: str
    counter: Counter
    is_away: bool


@dataclass(frozen=True)
class Waiting:
    """Somebody on the waiting list. `hints` are the reasons to think twice before an offer."""

    entry: GroupEntry
    number: int
    name: str
    days: int
    is_late: bool
    criteria: str
    hints: tuple[str, ...]


def group_rows(user: User, *, now: datetime) -> list[GroupRow]:
    """The groups this user leads: running first, then drafts and the ended; five queries."""
    groups = list(SupportGroup.objects.filter(pk__in=groups_of(user)).with_places().order_by("name"))
    groups.sort(key=lambda group: (group.status == GroupStatus.ENDED, group.status == GroupStatus.DRAFT))
    stops = list(IntakeStop.objects.on(localdate(now)))
    following, unmarked = _next(groups, now=now), _unmarked(groups, now=now)
    return [
        GroupRow(group, rhythm(group), stop_of(group, stops), following.get(group.pk), unmarked.get(group.pk))
        for group in groups
    ]


def _next(groups: Sequence[SupportGroup], *, now: datetime) -> dict[Any, GroupMeeting]:
    found: dict[Any, GroupMeeting] = {}
    for meeting in GroupMeeting.objects.upcoming(now=now).filter(group__in=groups):
        found.setdefault(meeting.group_id, meeting)
    return found


def _unmarked(groups: Sequence[SupportGroup], *, now: datetime) -> dict[Any, GroupMeeting]:
    rows = GroupMeeting.objects.taking_place().filter(
        group__in=groups, marked_date=None, ends_at__lte=now, ends_at__gt=now - timedelta(days=14)
    )
    return {meeting.group_id: meeting for meeting in rows.order_by("-starts_at")}


def member_list(group: SupportGroup, *, now: datetime) -> list[Member]:
    """Everybody who has a place, with the counter; six queries."""
    entries = list(GroupEntry.objects.filter(group=group).confirmed().order_by("queue_number"))
    far, away = members.counters(group, entries, now=now), members.away_twice(group, now=now)
    return [Member(entry, members.name_of(entry), far[entry], entry.pk in away) for entry in entries]


def waiting_list(group: SupportGroup, *, now: datetime) -> list[Waiting]:
    """Those who wait or have an offer, in order of joining, with what does not fit; one query."""
    rows = GroupEntry.objects.live().filter(group=group).select_related("pre_talk_by").order_by("queue_number")
    everybody, today, shown = list(rows), localdate(now), []
    together = [entry for entry in everybody if entry.state == PlaceState.CONFIRMED]
    for number, entry in enumerate([entry for entry in everybody if entry not in together], 1):
        days = (today - entry.joined_date).days
        hints = tuple(hint.text for hint in matching.hints(entry, group, together))
        told = ", ".join(matching.criteria(entry))
        shown.append(Waiting(entry, number, members.name_of(entry), days, days > TARGET_DAYS, told, hints))
        together = [*together, entry]
    return shown


def seat_soon(group: SupportGroup, rows: Sequence[Member], *, now: datetime) -> date | None:
    """When a seat will likely come free: the meeting by which the first member is done, at the pace each has come."""
    to_go = [row.counter.meetings_to_go for row in rows if row.counter.meetings_to_go is not None]
    if not to_go:
        return None
    soonest = max(min(to_go), 1)
    coming = list(group.meetings.upcoming(now=now).values_list("starts_at", flat=True)[:soonest])
    return localdate(coming[-1]) if len(coming) == soonest else None


def meetings_of(group: SupportGroup, *, now: datetime) -> tuple[list[Any], list[Any]]:
    """The next meetings (`is_short` = a leader's time could not be kept), and the latest held ones; three queries."""
    advisers = set(Resource.objects.advisers().filter(user__led_groups=group).values_list("user_id", flat=True))
    planned = group.meetings.select_related("stand_in").annotate(kept=Count("leader_times"))
    coming = list(planned.filter(ends_at__gt=now).order_by("starts_at")[:8])
    for meeting in coming:
        meeting.is_short = meeting.kept < len(advisers - {meeting.away_id})
    came = Count("attendances", filter=Q(attendances__attendance__in=PRESENT))
    held = group.meetings.filter(ends_at__lte=now).annotate(came=came)
    return coming, list(held.order_by("-starts_at")[:8])


@dataclass(frozen=True)
class RegisterRow:
    """One self-run group on the list."""

    group: SelfRunGroup
    audience: str
    held: int
    is_silent: bool
    is_asked: bool


def self_run_rows(*, now: datetime) -> list[RegisterRow]:
    """The register: those that want a visit or have not answered, or could not be asked, first; one query."""
    today = localdate(now)
    this_year = Q(reports__was_held=True, reports__meeting_date__year=today.year)
    groups = SelfRunGroup.objects.filter(ended_date=None).annotate(held=Count("reports", filter=this_year))
    rows = [
        RegisterRow(
            group, choices.label("group_audience", group.audience), group.held,
            group.confirmed_date is None or group.confirmed_date <= today - UNANSWERED_AFTER,
            group.asked_since_answer is not None,
        )
        for group in groups.order_by("name")
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (not row.group.wants_visit, not row.is_silent, row.group.name))


def waiting_days(group: SupportGroup) -> tuple[int, int] | None:
    """Median and 90th percentile of the days from joining to a place, of those who got one; None below five."""
    pairs = GroupEntry.objects.filter(group=group, placed_date__isnull=False).values_list("joined_date", "placed_date")
    days = sorted((placed - joined).days for joined, placed in pairs)
    if len(days) < 5:
        return None
    return days[int((len(days) - 1) * ENOUGH)], days[int((len(days) - 1) * 0.9)]
