"""Members with their counters, and the attendance list of one meeting."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.counting import Counter, Held, earlier, used
from groups.models import GroupAttendance, GroupEntry, GroupMeeting, SupportGroup
from groups.services import attendance
from pio.core import choices
from pio.waitlist.enums import LIVE, PlaceState

CYCLE = ("absent", "excused")
AWAY_TWICE = 2


@dataclass(frozen=True)
class Cell:
    """One line of the attendance list."""

    entry: GroupEntry
    name: str
    code: str
    label: str
    following: str
    version: int
    counter: Counter
    remark: str
    amended: str


def name_of(entry: GroupEntry) -> str:
    """What the person wants to be called, else the number in the queue."""
    return entry.name or _("Nummer %(n)s") % {"n": entry.queue_number}


def held(group: SupportGroup, *, now: datetime) -> list[Held]:
    """The meetings that have begun and were not cancelled, with their marks; two queries."""
    meetings = list(group.meetings.taking_place().filter(starts_at__lte=now).order_by("starts_at"))
    marks: dict[Any, dict[Any, str]] = defaultdict(dict)
    cells = GroupAttendance.objects.filter(meeting__group=group, meeting__starts_at__lte=now)
    for meeting, entry, code in cells.values_list("meeting_id", "entry_id", "attendance"):
        marks[meeting][entry] = code
    return [Held(localdate(meeting.starts_at), marks[meeting.pk]) for meeting in meetings]


def counters(group: SupportGroup, entries: Iterable[GroupEntry], *, now: datetime) -> dict[GroupEntry, Counter]:
    """How far each of the entries has come; three queries, whatever their number."""
    meetings = held(group, now=now)
    left = list(GroupEntry.objects.filter(group=group, left_date__isnull=False).only(
        "pk", "queue_number", "email_index", "phone_index", "placed_date", "left_date", "left_because"))  # fmt: skip
    found = {}
    for entry in entries:
        stays = [entry, *earlier(entry, left)]
        limit = None if group.meeting_limit is None else group.meeting_limit + entry.extra_meetings
        found[entry] = Counter(sum(used(group.limit_counts, meetings, stay) for stay in stays), limit)
    return found


def remark_of(counter: Counter, *, is_new: bool, away: bool) -> str:
    """What the leaders should think of."""
    if counter.is_used_up:
        return _("Siste gang i dag")
    if counter.is_near and counter.left is not None:
        return ngettext("%(n)s igjen. Snakk om veien videre", "%(n)s igjen. Snakk om veien videre", counter.left) % {
            "n": counter.left
        }
    if away:
        return _("Ikke møtt to ganger på rad")
    return _("Ny i dag") if is_new else ""


def away_twice(group: SupportGroup, *, now: datetime) -> set[Any]:
    """Entries that were absent without a word at the two latest meetings that were marked."""
    latest = group.meetings.taking_place().filter(starts_at__lte=now, marked_date__isnull=False)
    pair = list(latest.order_by("-starts_at").values_list("pk", flat=True)[:AWAY_TWICE])
    cells = GroupAttendance.objects.filter(meeting__in=pair, attendance="absent").values_list("entry_id", flat=True)
    seen = list(cells)
    return {entry for entry in seen if seen.count(entry) == AWAY_TWICE}


def attendance_list(meeting: GroupMeeting, *, now: datetime) -> list[Cell]:
    """Everybody who has a place or a mark, in order of joining; members without a mark are preset as present."""
    group, preset = meeting.group, attendance.preset_of(meeting)
    cells = {cell.entry_id: cell for cell in meeting.attendances.all()}
    everybody = GroupEntry.objects.filter(group=group).order_by("queue_number")
    is_running = not attendance.is_locked(meeting, now=now)
    shown = [
        entry for entry in everybody.filter(state__in=LIVE) | everybody.filter(pk__in=cells)
        if entry.pk in cells or (is_running and entry.state == PlaceState.CONFIRMED)
    ]  # fmt: skip
    far, away = counters(group, shown, now=max(now, meeting.starts_at)), away_twice(group, now=now)
    seen_before = set(
        GroupAttendance.objects.filter(entry__in=shown).exclude(meeting=meeting).values_list("entry_id", flat=True)
    )
    return [
        _cell(entry, cells.get(entry.pk), preset, far[entry], is_new=entry.pk not in seen_before, away=entry.pk in away)
        for entry in shown
    ]


def _cell(
    entry: GroupEntry, cell: GroupAttendance | None, preset: str, counter: Counter, *, is_new: bool, away: bool
) -> Cell:
    code = cell.attendance if cell else preset
    order = (preset, *CYCLE)
    following = order[(order.index(code) + 1) % len(order)] if code in order else preset
    amended = cell.amended_reason or "" if cell and cell.amended_date else ""
    return Cell(
        entry, name_of(entry), code, choices.label("attendance", code), following, cell.version if cell else 0,
        counter, remark_of(counter, is_new=is_new, away=away), amended,
    )  # fmt: skip
