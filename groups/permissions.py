"""Fetch and authorise at once: what nobody may see is 404.

A leader sees the groups they lead or stand in for, and who is in them; the manager sees all groups. The register of
self-run groups and the intake stops are shared.
"""

from datetime import datetime
from uuid import UUID

from groups.models import GroupEntry, GroupMeeting, IntakeStop, SelfRunGroup, SelfRunMeeting, SupportGroup
from groups.querysets import GroupQuerySet
from groups.selectors.public import Read, find_group
from groups.services import rooms
from groups.services.entries import token_hash
from pio.accounts.enums import Role
from pio.accounts.models import User
from pio.core.errors import or_404


def read_public_group(slug: str, *, now: datetime) -> Read:
    """A running group as it was read, with the intake stops of the day.

    Raises:
        Http404: no such group, a draft, or one that has ended.
    """
    return or_404(find_group(slug, now=now))


def access_entry(token: str) -> GroupEntry:
    """The entry that a link belongs to.

    Raises:
        Http404: no such link, or its contact has been forgotten.
    """
    found: GroupEntry | None = GroupEntry.objects.select_related("group").filter(token_hash=token_hash(token)).first()
    return or_404(found)


def groups_of(user: User) -> GroupQuerySet:
    """The led groups whose people this user may see."""
    groups: GroupQuerySet = SupportGroup.objects.all()
    return groups if Role.MANAGER in user.roles else groups.led_by(user)


def access_group(user: User, slug: str) -> SupportGroup:
    """A group this user leads, with its counts.

    Raises:
        Http404
    """
    found: SupportGroup | None = (
        SupportGroup.objects.filter(pk__in=groups_of(user)).with_places().filter(slug=slug).first()
    )
    return or_404(found)


def access_meeting(user: User, pk: UUID) -> GroupMeeting:
    """A meeting of a group this user leads.

    Raises:
        Http404
    """
    found: GroupMeeting | None = (
        GroupMeeting.objects.select_related("group").filter(group__in=groups_of(user), pk=pk).first()
    )
    return or_404(found)


def access_person(user: User, pk: UUID) -> GroupEntry:
    """Somebody on the list of a group this user leads.

    Raises:
        Http404
    """
    rows = GroupEntry.objects.select_related("group", "pre_talk_by")
    found: GroupEntry | None = rows.filter(group__in=groups_of(user), pk=pk).first()
    return or_404(found)


def access_stop(pk: UUID) -> IntakeStop:
    """An intake stop.

    Raises:
        Http404
    """
    found: IntakeStop | None = IntakeStop.objects.filter(pk=pk).first()
    return or_404(found)


def access_self_run(pk: UUID) -> SelfRunGroup:
    """A group of the register.

    Raises:
        Http404
    """
    return or_404(SelfRunGroup.objects.filter(pk=pk).first())


def access_self_run_link(token: str) -> SelfRunGroup:
    """The self-run group that a link belongs to.

    Raises:
        Http404: no such link, or the group has ended.
    """
    return or_404(SelfRunGroup.objects.filter(token_hash=token_hash(token), ended_date=None).first())


def access_self_run_meeting(signed: str) -> SelfRunMeeting:
    """The meeting of a self-run group that a signed link belongs to.

    Raises:
        Http404: not our signature, the group has ended or its contact is forgotten, or the meeting was cancelled.
    """
    rows = SelfRunMeeting.objects.select_related("group").filter(
        is_cancelled=False, group__ended_date=None, group__token_hash__isnull=False
    )
    pk = rooms.unsigned(signed)
    return or_404(rows.filter(pk=pk).first() if pk else None)


def access_self_run_room(token: str, pk: UUID) -> SelfRunMeeting:
    """A room that the group behind a link has booked.

    Raises:
        Http404
    """
    return or_404(access_self_run_link(token).meetings.filter(pk=pk).first())
