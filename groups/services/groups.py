"""Making, changing, opening and ending a led group, and the self-run group its members may go on as."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from groups.enums import TRANSITIONS, GroupStatus, LeftBecause
from groups.models import GroupEntry, SelfRunGroup, SupportGroup
from groups.services import self_run
from groups.services.entries import leave
from groups.services.meetings import plan, retake
from groups.services.queue import QUEUE
from groups.services.times import give_back
from pio.accounts.models import User
from pio.audit import history
from pio.core.errors import Refusal
from pio.core.public import empty_page_cache
from pio.waitlist import services as waitlist

MANY = ("leaders", "deputies")


class NotAllowedNow(Refusal):
    """The group is not at a stage where this can be done."""


class NobodyGoesOn(Refusal):
    """No member has said that they want to go on."""


@transaction.atomic
def save_group(group: SupportGroup | None, values: Mapping[str, Any], *, by: User, now: datetime) -> SupportGroup:
    """Make a draft, or change a group. The one who makes it leads it when no leader is named.

    Raises:
        pio.waitlist.services.CapacityBelowEnrolled: more have a place than the new number.
    """
    before = None if group is None else (group.room_id, set(group.leaders.values_list("pk", flat=True)))
    plain = {name: value for name, value in values.items() if name not in MANY}
    capacity = plain.pop("capacity")
    with history.acting(by, "groups.edit"):
        if group is None:
            saved = SupportGroup.objects.create(capacity=capacity, **plain)
        else:
            saved = waitlist.set_capacity(QUEUE, group.pk, capacity=capacity, now=now)  # type: ignore[assignment]
            for name, value in _same_weeks(saved, plain).items():
                setattr(saved, name, value)
            saved.save(update_fields=list(plain))
        saved.leaders.set(values.get("leaders") or [by])
        saved.deputies.set(values.get("deputies") or [])
    if before not in (None, (saved.room_id, set(saved.leaders.values_list("pk", flat=True)))):
        retake(saved, now=now)
    plan(saved, now=now)
    empty_page_cache()
    return saved


@transaction.atomic
def open_group(group: SupportGroup, *, by: User, now: datetime) -> None:
    """Show the group to the public and make its meetings.

    Raises:
        NotAllowedNow
    """
    _become(group, GroupStatus.OPEN, by=by, opened_date=group.opened_date or localdate(now))
    plan(group, now=now)


@transaction.atomic
def end_group(group: SupportGroup, *, by: User, now: datetime) -> None:
    """End it: its meetings to come are gone, room and leaders are free, everybody leaves and is told.

    Raises:
        NotAllowedNow
    """
    _become(group, GroupStatus.ENDED, by=by, ended_date=localdate(now))
    for meeting in (coming := group.meetings.filter(starts_at__gt=now)).select_related("group"):
        give_back(meeting, now=now)
    coming.delete()
    for entry in QUEUE.entries(group.pk).live():
        leave(entry, because=LeftBecause.ENDED, now=now)


def wish_to_go_on(entry: GroupEntry, *, wants: bool) -> None:
    """A member says whether they want to go on in a self-run group, and may be named to the others who do."""
    GroupEntry.objects.filter(pk=entry.pk).update(wants_to_go_on=wants)


@transaction.atomic
def spin_off(group: SupportGroup, data: self_run.Register, *, now: datetime) -> SelfRunGroup:
    """The members who want to go on become a self-run group; no name but the contact person's goes along.

    Raises:
        NobodyGoesOn: at least two must have said yes.
    """
    least = 2
    if group.entries.filter(wants_to_go_on=True).count() < least:
        raise NobodyGoesOn(_("Minst to medlemmer må ha sagt ja til å fortsette."))
    return self_run.register(data, spun_off_from=group, now=now)


def _same_weeks(group: SupportGroup, values: dict[str, Any]) -> dict[str, Any]:
    """A new weekday keeps the weeks: the first meeting moves inside its week, unless its date was changed as well.

    `group` is read anew under the lock; the form has changed the caller's object already.
    """
    first = values.get("first_date")
    if group.status != GroupStatus.OPEN or values.get("weekday") in (None, group.weekday) or first != group.first_date:
        return values
    return values | {"first_date": first + timedelta(days=values["weekday"] - first.weekday())}


def _become(group: SupportGroup, status: GroupStatus, *, by: User, **values: Any) -> None:
    current = QUEUE.lock(group.pk)
    if status not in TRANSITIONS[GroupStatus(current.status)]:
        raise NotAllowedNow(_("Det går ikke nå. Last siden på nytt."))
    current.status = status
    for name, value in values.items():
        setattr(current, name, value)
    with history.acting(by, f"groups.{status}"):
        current.save(update_fields=["status", *values])
    empty_page_cache()
