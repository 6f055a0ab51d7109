"""Boring groups, meetings and people."""

from datetime import datetime, time, timedelta

from django.utils.timezone import localdate

from groups.enums import GroupStatus
from groups.models import GroupEntry, GroupMeeting, SupportGroup
from groups.services.entries import Interest, show_interest
from groups.services.queue import QUEUE
from pio.waitlist.enums import PlaceState


def support_group(now: datetime, *, leaders: tuple[object, ...] = (), **fields: object) -> SupportGroup:
    """A running slow-open group on Tuesdays with two places."""
    values = {
        "slug": f"gruppe-{SupportGroup.objects.count() + 1}", "name": "Gruppe i testene", "kind": "slow_open",
        "audience": "parents", "summary": "For dem i testene.", "status": GroupStatus.OPEN, "capacity": 2,
        "start_wall": time(11), "end_wall": time(13), "first_date": localdate(now) - timedelta(weeks=52),
    } | fields  # fmt: skip
    made = SupportGroup.objects.create(**values)
    made.leaders.set(leaders)
    return made


def meeting(group: SupportGroup, starts_at: datetime, **fields: object) -> GroupMeeting:
    """Two hours from `starts_at`."""
    ends_at = starts_at + timedelta(hours=2)
    return GroupMeeting.objects.create(group=group, starts_at=starts_at, ends_at=ends_at, **fields)


def waiting(group: SupportGroup, number: int, now: datetime, *, talked: bool = True, **fields: object) -> GroupEntry:
    """Somebody on the waiting list, with a pre-talk unless told otherwise."""
    data = Interest(**({"email": f"person{number}@example.org", "name": f"Person {number}"} | fields))
    entry = show_interest(group.pk, data, now=now)[1]
    if talked:
        GroupEntry.objects.filter(pk=entry.pk).update(pre_talk_date=localdate(now))
    return GroupEntry.objects.select_related("group").get(pk=entry.pk)


def member(group: SupportGroup, number: int, now: datetime, **fields: object) -> GroupEntry:
    """Somebody with a place since `now`, however many have one."""
    entry = waiting(group, number, now)
    values = {"state": PlaceState.CONFIRMED, "placed_date": localdate(now)} | fields
    QUEUE.entries(group.pk).filter(pk=entry.pk).update(**values)
    return GroupEntry.objects.select_related("group").get(pk=entry.pk)
