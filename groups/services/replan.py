"""The coming meetings follow the group's rule again: they move, go, or are added, and the members get one message."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from groups.models import GroupMeeting, SupportGroup
from groups.selectors.replan import Change, changes
from groups.services import times
from groups.services.queue import QUEUE, send
from pio.accounts.models import User
from pio.audit import history
from pio.core.public import empty_page_cache

TOLD_WITHIN = timedelta(days=7)


@transaction.atomic
def replan(group: SupportGroup, *, by: User, now: datetime) -> int:
    """Let the coming meetings follow the rule; returns how many changed. Nothing to change tells nobody.

    A room or a leader that is busy on the new day is left out, and the group's page says so.
    """
    locked = QUEUE.lock(group.pk)
    found = changes(locked, now=now)
    with history.acting(by, "groups.replan"):
        for change in found:
            if change.meeting is not None:
                times.give_back(change.meeting, now=now)
        gone = [change.meeting.pk for change in found if change.meeting and change.starts_at is None]
        GroupMeeting.objects.filter(pk__in=gone).delete()
        for meeting in [_put(locked, change) for change in found if change.starts_at is not None]:
            times.take_what_is_free(meeting, now=now)
    if found:
        empty_page_cache()
        for entry in QUEUE.entries(locked.pk).confirmed():
            send(entry, "replanned", now=now, offset=f"{now:%Y%m%d%H%M}", not_after=now + TOLD_WITHIN)
    return len(found)


def _put(group: SupportGroup, change: Change) -> GroupMeeting:
    """Move the meeting of the change, or make it."""
    values = {"starts_at": change.starts_at, "ends_at": change.ends_at}
    if change.meeting is None:
        made: GroupMeeting = GroupMeeting.objects.create(group=group, **values)
        return made
    GroupMeeting.objects.filter(pk=change.meeting.pk).update(**values, sequence=F("sequence") + 1)
    moved: GroupMeeting = GroupMeeting.objects.select_related("group").get(pk=change.meeting.pk)
    return moved
