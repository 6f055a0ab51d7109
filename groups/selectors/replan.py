"""What would become of the coming meetings if they followed the group's rule: which move, which go, which are added.

Today's meeting, and one that a leader has moved or cancelled, stays as it is and stands for the day of the rule that is
nearest to it (`docs/decisions/0241-meetings-follow-a-new-rule-after-a-preview.md`).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from groups import schedule
from groups.enums import GroupStatus
from groups.models import GroupMeeting, SupportGroup

NEAR = (timedelta(hours=20), timedelta(days=4))
"""A planned time takes a meeting of the same day first, then of the same week, then within one round of the rule."""


@dataclass(frozen=True)
class Change:
    """One meeting that does not follow the rule. Without `meeting` it is added, without `starts_at` it goes."""

    meeting: GroupMeeting | None
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def order(self) -> datetime:
        """When it is to be, or was."""
        return self.starts_at or self.meeting.starts_at  # type: ignore[union-attr]  # one of the two is there


@dataclass(frozen=True)
class Comparison:
    """How the meetings to come stand to the rule: what would change, and what is missing after the last of them."""

    changes: list[Change]
    missing: list[tuple[datetime, datetime]]


def changes(group: SupportGroup, *, now: datetime) -> list[Change]:
    """What does not follow the rule, in order of time."""
    return compare(group, now=now).changes


def compare(group: SupportGroup, *, now: datetime) -> Comparison:
    """The meetings from now on against the rule; two queries. A group that does not run has nothing."""
    if group.status != GroupStatus.OPEN:
        return Comparison([], [])
    there = list(group.meetings.filter(starts_at__gt=now).order_by("starts_at"))
    last, reach = there[-1].starts_at if there else now, timedelta(weeks=group.every_weeks)
    planned = _planned(group, until=max(schedule.horizon(now), localdate(last) + reach), now=now)
    found = _exact(there, planned, now)
    for meeting in there:
        if is_fixed(meeting, now=now):
            _claim(meeting, planned, reach)
    free = [each for each in there if not is_fixed(each, now=now)]
    for within in (*NEAR, reach):
        found += _moved(free, planned, min(within, reach))
    found += [Change(each) for each in free]
    found += [Change(None, *span) for span in sorted(planned.items()) if span[0] < last]
    horizon = schedule.horizon(now)
    missing = [span for span in sorted(planned.items()) if span[0] > last and localdate(span[0]) <= horizon]
    return Comparison(sorted(found, key=lambda change: change.order), missing)


def next_meeting(group: SupportGroup, found: list[Change], *, now: datetime) -> tuple[datetime, datetime] | None:
    """When the group meets next once the changes are made; one query."""
    changed = [change.meeting.pk for change in found if change.meeting]
    stays = group.meetings.upcoming(now=now).exclude(pk__in=changed).values_list("starts_at", "ends_at")[:1]
    spans = [*stays, *((change.starts_at, change.ends_at) for change in found if change.starts_at and change.ends_at)]
    return min(spans, default=None)


def is_fixed(meeting: GroupMeeting, *, now: datetime) -> bool:
    """Moved or cancelled by a leader, or today: the rule does not touch it."""
    return meeting.is_cancelled or meeting.moved_by_hand or localdate(meeting.starts_at) == localdate(now)


def _planned(group: SupportGroup, *, until: date, now: datetime) -> dict[datetime, datetime]:
    """When the group meets from now on by its rule: start and end."""
    days = schedule.days(group, start=max(localdate(now), group.first_date), until=until)
    spans = {schedule.instant(day, group.start_wall): schedule.instant(day, group.end_wall) for day in days}
    return {starts_at: ends_at for starts_at, ends_at in spans.items() if starts_at > now}


def _exact(there: list[GroupMeeting], planned: dict[datetime, datetime], now: datetime) -> list[Change]:
    """Take what starts as planned out of both; what ends at another time is a change."""
    found = []
    for meeting in [each for each in there if each.starts_at in planned]:
        ends_at = planned.pop(meeting.starts_at)
        if meeting.ends_at != ends_at and not is_fixed(meeting, now=now):
            found.append(Change(meeting, meeting.starts_at, ends_at))
        there.remove(meeting)
    return found


def _moved(free: list[GroupMeeting], planned: dict[datetime, datetime], within: timedelta) -> list[Change]:
    """Give each planned time its nearest meeting that is less than `within` away; both are taken out."""
    found = []
    for starts_at in sorted(planned):
        nearest = min(free, key=lambda each: abs(each.starts_at - starts_at), default=None)
        if nearest is not None and abs(nearest.starts_at - starts_at) < within:
            free.remove(nearest)
            found.append(Change(nearest, starts_at, planned.pop(starts_at)))
    return found


def _claim(meeting: GroupMeeting, planned: dict[datetime, datetime], reach: timedelta) -> None:
    """Take the planned day that a fixed meeting stands for out of the plan."""
    nearest = min(planned, key=lambda starts_at: abs(starts_at - meeting.starts_at), default=None)
    if nearest is not None and abs(nearest - meeting.starts_at) < reach:
        del planned[nearest]
