"""Who or what is taken when a group's meetings are to be: asked before they are moved, so that nobody is surprised."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from groups.models import GroupMeeting, SupportGroup
from groups.selectors.replan import Change
from pio.scheduling.models import Reservation, Resource


def busy_names(group: SupportGroup, found: Sequence[Change], *, now: datetime) -> dict[datetime, list[str]]:
    """By the new start of each change, the room and the leaders that are taken then; at most five queries.

    What the changed meetings hold themselves does not count, since it is given back first.
    """
    spans = [(each.meeting, each.starts_at, each.ends_at) for each in found if each.starts_at and each.ends_at]
    if not spans:
        return {}
    leaders = set(group.leaders.values_list("pk", flat=True))
    stand_ins = {meeting.stand_in_id for meeting, _start, _end in spans if meeting} - {None}
    wanted = [*([group.room] if group.room else []), *Resource.objects.advisers().filter(user__in=leaders | stand_ins)]
    taken = Reservation.objects.busy(now=now).filter(resource__in=wanted, period__endswith__gt=spans[0][1])
    busy = list(taken.exclude(pk__in=_held(found)).values_list("resource", "period"))
    names: dict[datetime, list[str]] = {}
    for meeting, start, end in spans:
        people = leaders - {meeting.away_id} | {meeting.stand_in_id} if meeting else leaders
        then = {resource for resource, period in busy if period.lower < end and start < period.upper}
        needed = [each for each in wanted if each.user_id is None or each.user_id in people]
        names[start] = [each.name for each in needed if each.pk in then]
    return names


def _held(found: Sequence[Change]) -> set[UUID]:
    """The reservations of the meetings that change."""
    meetings = [each.meeting for each in found if each.meeting]
    times = GroupMeeting.leader_times.through._default_manager.filter(groupmeeting__in=meetings)
    return {each.room_time_id for each in meetings if each.room_time_id} | set(
        times.values_list("reservation", flat=True)
    )
