"""Meetings by rule; a single one moved or cancelled; members are told; places of those at the limit are freed.

A meeting takes its room and the hours of its leaders in the time engine (`services/times.py`).
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from groups import schedule
from groups.enums import LeftBecause
from groups.models import GroupMeeting, SupportGroup
from groups.selectors import members
from groups.selectors.replan import compare
from groups.services import times
from groups.services.entries import leave
from groups.services.queue import QUEUE, intake_stop, send
from pio.accounts.models import User
from pio.audit import history
from pio.core.errors import Refusal
from pio.core.public import empty_page_cache
from pio.waitlist import services as waitlist

FREED_AFTER = timedelta(hours=24)


class MeetingOver(Refusal):
    """What has been held is neither moved nor cancelled."""


@transaction.atomic
def plan(group: SupportGroup, *, now: datetime) -> int:
    """Make the meetings of the coming weeks that are missing; returns how many. A moved one is not made again.

    A meeting whose room or leader is busy is made without; the group's page says so.
    """
    made = [
        GroupMeeting.objects.create(group_id=group.pk, starts_at=starts_at, ends_at=ends_at)
        for starts_at, ends_at in compare(QUEUE.lock(group.pk), now=now).missing
    ]
    for meeting in made:
        times.take_what_is_free(meeting, now=now)
    if made:
        empty_page_cache()
    return len(made)


@transaction.atomic
def move(meeting: GroupMeeting, *, day: date, start: time, end: time, by: User, now: datetime) -> None:
    """Move one meeting; the members are told.

    Raises:
        MeetingOver, groups.services.times.RoomOrLeaderTaken
    """
    current = _lock(meeting, now=now)
    current.starts_at, current.ends_at = schedule.instant(day, start), schedule.instant(day, end)
    current.sequence, current.moved_by_hand = current.sequence + 1, True
    with history.acting(by, "groups.move_meeting"):
        current.save(update_fields=["starts_at", "ends_at", "sequence", "moved_by_hand"])
        times.take(current, now=now)
    _tell(current, "moved", now=now)


@transaction.atomic
def cancel(meeting: GroupMeeting, *, by: User, now: datetime) -> None:
    """Cancel one meeting: room and leaders are free again, the members are told. It counts for nobody.

    Raises:
        MeetingOver
    """
    current = _lock(meeting, now=now)
    current.is_cancelled, current.sequence = True, current.sequence + 1
    with history.acting(by, "groups.cancel_meeting"):
        current.save(update_fields=["is_cancelled", "sequence"])
        times.give_back(current, now=now)
    _tell(current, "cancelled", now=now)


@transaction.atomic
def stand_in(meeting: GroupMeeting, *, deputy: User | None, away: User | None, by: User, now: datetime) -> None:
    """A deputy leads one meeting in place of a leader; without both it is as by rule again.

    Raises:
        MeetingOver; groups.services.times.RoomOrLeaderTaken: the deputy is busy.
    """
    current = _lock(meeting, now=now)
    current.stand_in, current.away = deputy, away
    with history.acting(by, "groups.stand_in"):
        current.save(update_fields=["stand_in", "away"])
        times.take(current, now=now)


def retake(group: SupportGroup, *, now: datetime) -> None:
    """The group has another room or other leaders: its meetings to come take their time instead."""
    for meeting in group.meetings.upcoming(now=now).filter(starts_at__gt=now).select_related("group"):
        times.take_what_is_free(meeting, now=now)


@transaction.atomic
def look_after(group: SupportGroup, *, now: datetime) -> None:
    """What time brings: offers run out or are taken back under a stop, members near the limit are told, and the place
    of one who has had all meetings is freed a day after the last of them. Called every five minutes.
    """
    locked = QUEUE.lock(group.pk)
    if intake_stop(locked, now=now) is not None:
        for entry in QUEUE.entries(locked.pk).offered():
            waitlist.take_back(QUEUE, entry.pk, now=now)
    waitlist.promote_locked(QUEUE, locked, now)
    if locked.meeting_limit is None:
        return
    confirmed = list(QUEUE.entries(locked.pk).confirmed())
    for entry, counter in members.counters(locked, confirmed, now=now - FREED_AFTER).items():
        if counter.is_used_up:
            leave(entry, because=LeftBecause.LIMIT, now=now)
        elif counter.is_near:
            send(entry, "soon", now=now, offset=f"limit{counter.limit}", not_after=now + timedelta(days=1))


def _lock(meeting: GroupMeeting, *, now: datetime) -> GroupMeeting:
    QUEUE.lock(meeting.group_id)
    current: GroupMeeting = GroupMeeting.objects.select_related("group").get(pk=meeting.pk)
    if current.is_cancelled or current.ends_at <= now:
        raise MeetingOver(_("Møtet er holdt eller avlyst, og kan ikke endres."))
    return current


def _tell(meeting: GroupMeeting, what: str, *, now: datetime) -> None:
    empty_page_cache()
    for entry in QUEUE.entries(meeting.group_id).confirmed():
        send(entry, f"{what}:{meeting.pk}", now=now, offset=str(meeting.sequence), not_after=meeting.ends_at)
