"""What a meeting takes in the time engine: the room, and the hours of those who lead it, so that nothing collides.

An adviser who leads a group cannot be booked while it meets. A deputy who stands in gives the leader's hours free.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import GroupMeeting
from pio.core.errors import Refusal
from pio.scheduling import services as scheduling
from pio.scheduling.models import Reservation, Resource
from pio.scheduling.needs import Span

PURPOSE = "group_meeting"


class RoomOrLeaderTaken(Refusal):
    """The group's room or one who leads is busy at that time; nothing was changed."""


def needed(meeting: GroupMeeting) -> tuple[UUID, ...]:
    """The room, and the resources of those who lead this meeting: who is not an adviser has none."""
    group, people = meeting.group, set(meeting.group.leaders.values_list("pk", flat=True))
    people -= {meeting.away_id}
    people |= {meeting.stand_in_id} - {None}
    hours = Resource.objects.advisers().filter(user__in=people).values_list("pk", flat=True)
    return tuple(sorted({*hours, *([group.room_id] if group.room_id else [])}))


def take(meeting: GroupMeeting, *, now: datetime) -> None:
    """Let the meeting take all that it needs, in place of what it has; all or nothing.

    Raises:
        RoomOrLeaderTaken
    """
    _become(meeting, needed(meeting), now=now)


def take_what_is_free(meeting: GroupMeeting, *, now: datetime) -> None:
    """As `take`, but a room or leader that is busy is left out; the group's page says what is missing."""
    free: list[UUID] = []
    for resource in needed(meeting):
        try:
            with transaction.atomic():
                _become(meeting, [*free, resource], now=now)
        except RoomOrLeaderTaken:
            continue
        free.append(resource)
    if not free:
        give_back(meeting, now=now)


def give_back(meeting: GroupMeeting, *, now: datetime) -> None:
    """Room and leaders are free again."""
    _become(meeting, (), now=now)


def describe(reservations: Sequence[UUID]) -> dict[UUID, str]:
    """What a leader's calendar calls these reservations."""
    return dict.fromkeys(reservations, _("Gruppemøte"))


def _become(meeting: GroupMeeting, resources: Sequence[UUID], *, now: datetime) -> None:
    held = [*meeting.leader_times.order_by("pk").values_list("pk", flat=True)]
    held += [meeting.room_time_id] if meeting.room_time_id else []
    made: list[Reservation] = []
    if resources:
        span = Span(tuple(resources), meeting.starts_at, meeting.ends_at)
        try:
            (made,) = scheduling.move_spans([(span, held)], purpose=PURPOSE, now=now)
        except scheduling.SlotTaken as busy:
            raise RoomOrLeaderTaken(_("Rommet eller en som leder, er opptatt på det tidspunktet.")) from busy
    elif held:
        scheduling.release(held, now=now)
    room = next((row for row in made if row.resource_id == meeting.group.room_id), None)
    meeting.room_time = room
    GroupMeeting.objects.filter(pk=meeting.pk).update(room_time=room)
    meeting.leader_times.set([row for row in made if row is not room])
