"""Who came to a meeting: members are preset as present; each cell is saved by itself and carries a version.

Somebody who waits may come on trial, which is never a presence of a member. Two leaders' phones merge cell by cell: a
mark made on top of an older version than ours is not taken silently, the newer mark stands and is told back
(`CellChanged`). After 14 days a mark is amended with a reason, not changed.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from groups.enums import LOCKED_AFTER_DAYS, GroupPlace
from groups.models import GroupAttendance, GroupEntry, GroupMeeting
from groups.services.queue import QUEUE
from pio.core.errors import Refusal
from pio.waitlist.enums import LIVE, PlaceState

PRESENT, ONLINE, EXCUSED, ABSENT, TRIAL = "present", "online", "excused", "absent", "trial"
CODES = (PRESENT, ONLINE, EXCUSED, ABSENT, TRIAL)


class NotNow(Refusal):
    """The day of the meeting has not come, or it was cancelled."""


class Locked(Refusal):
    """The meeting is more than 14 days ago."""


class NotOnTheList(Refusal):
    """The person has no place in the group."""


class CellChanged(Refusal):
    """Somebody else has changed this cell meanwhile; `cell` is how it stands."""

    def __init__(self, message: str, cell: GroupAttendance) -> None:
        super().__init__(message)
        self.cell = cell


def is_locked(meeting: GroupMeeting, *, now: datetime) -> bool:
    """Marked no more, only amended."""
    return localdate(now) > localdate(meeting.starts_at) + timedelta(days=LOCKED_AFTER_DAYS)


def check_open(meeting: GroupMeeting, *, now: datetime) -> None:
    """Say no when attendance cannot be marked now.

    Raises:
        NotNow, Locked
    """
    if meeting.is_cancelled:
        raise NotNow(_("Møtet er avlyst."))
    if localdate(meeting.starts_at) > localdate(now):
        raise NotNow(_("Oppmøte føres fra den dagen møtet er."))
    if is_locked(meeting, now=now):
        raise Locked(_("Møtet er over 14 dager gammelt. Rett med en grunn i stedet."))


def preset_of(meeting: GroupMeeting) -> str:
    """What every member is marked as to begin with."""
    return ONLINE if meeting.group.place == GroupPlace.DIGITAL else PRESENT


@transaction.atomic
def begin(meeting: GroupMeeting, *, now: datetime) -> None:
    """Mark every member as present, once; cells that exist stay as they are.

    Raises:
        NotNow, Locked
    """
    check_open(meeting, now=now)
    locked = GroupMeeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    preset = preset_of(meeting)
    members = QUEUE.entries(locked.group_id).confirmed().only("pk")
    cells = [GroupAttendance(meeting=locked, entry=entry, attendance=preset) for entry in members]
    GroupAttendance.objects.bulk_create(cells, ignore_conflicts=True)
    if locked.marked_date is None:
        GroupMeeting.objects.filter(pk=locked.pk).update(marked_date=localdate(now))


@transaction.atomic
def mark(
    meeting: GroupMeeting, entry: GroupEntry, *, attendance: str, version: int | None = None, now: datetime
) -> GroupAttendance:
    """Set one cell; the same again changes nothing.

    Args:
        version: of the cell when it was seen; None = whatever it is.

    Raises:
        NotNow, Locked, NotOnTheList; CellChanged when another device changed it since.
    """
    if attendance not in CODES or not _belongs(meeting, entry, attendance):
        raise NotOnTheList(_("Personen står ikke på listen. Last siden på nytt."))
    begin(meeting, now=now)
    cell, _is_new = GroupAttendance.objects.select_for_update(no_key=True).get_or_create(
        meeting=meeting, entry=entry, defaults={"attendance": attendance}
    )
    if cell.attendance == attendance:
        return cell
    if version is not None and cell.version > version:
        raise CellChanged(_("En annen har ført denne imens. Se om den er riktig."), cell)
    cell.attendance, cell.version = attendance, cell.version + 1
    cell.save(update_fields=["attendance", "version"])
    return cell


@transaction.atomic
def amend(meeting: GroupMeeting, entry: GroupEntry, *, attendance: str, reason: str, now: datetime) -> None:
    """Correct a mark after the lock; day and reason stay with it.

    Raises:
        NotOnTheList: there is no such mark, or a guest would become a member who was present.
    """
    cell = GroupAttendance.objects.select_for_update(no_key=True).filter(meeting=meeting, entry=entry).first()
    if cell is None or attendance not in CODES or not _belongs(meeting, entry, attendance):
        raise NotOnTheList(_("Det er ikke ført noe for denne personen."))
    cell.attendance, cell.version = attendance, cell.version + 1
    cell.amended_reason, cell.amended_date = reason, localdate(now)
    cell.save(update_fields=["attendance", "version", "amended_reason", "amended_date"])


@transaction.atomic
def one_more(meeting: GroupMeeting, *, now: datetime) -> None:
    """Somebody came who is not on the list.

    Raises:
        NotNow, Locked
    """
    begin(meeting, now=now)
    GroupMeeting.objects.filter(pk=meeting.pk).update(head_count=F("head_count") + 1)


@transaction.atomic
def finish(meeting: GroupMeeting, *, heads: int, note: str, now: datetime) -> None:
    """The list is done: how many more came, and the leaders' note, which is wiped after 30 days.

    Raises:
        NotNow, Locked
    """
    begin(meeting, now=now)
    current = GroupMeeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    current.head_count, current.note = heads, note or None
    current.save(update_fields=["head_count", "note"])


def is_guest(meeting: GroupMeeting, entry: GroupEntry) -> bool:
    """Whether the person had no place yet on the day: they come on trial, which is never a presence of a member."""
    return entry.placed_date is None or entry.placed_date > localdate(meeting.starts_at)


def _belongs(meeting: GroupMeeting, entry: GroupEntry, attendance: str) -> bool:
    if entry.group_id != meeting.group_id:
        return False
    has_cell = GroupAttendance.objects.filter(meeting=meeting, entry=entry)
    if is_guest(meeting, entry) and attendance in (PRESENT, ONLINE):
        return has_cell.filter(attendance__in=(PRESENT, ONLINE)).exists()
    on_trial = attendance == TRIAL and entry.state in LIVE
    return entry.state == PlaceState.CONFIRMED or on_trial or has_cell.exists()
