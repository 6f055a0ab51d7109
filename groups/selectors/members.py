"""Members with their counters, and the attendance list of one meeting."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.counting import Counter, Held, earlier, offered, used
from groups.models import GroupAttendance, GroupEntry, GroupMeeting, SupportGroup
from groups.services import attendance
from pio.core import choices
from pio.waitlist.enums import LIVE, TAKES_PLACE, PlaceState

CYCLE = ("absent", "excused")
AWAY_TWICE = 2


@dataclass(frozen=True)
class Cell:
    """One line of the attendance list."""

    entry: GroupEntry
    name: str
    code: str
    label: str
    cycle: tuple[str, ...]
    version: int
    counter: Counter
    remark: str
    amended: str

    @property
    def following(self) -> str:
        """What one tap makes of it."""
        place = self.cycle.index(self.code) + 1 if self.code in self.cycle else 0
        return self.cycle[place % len(self.cycle)]


@dataclass(frozen=True)
class Sheet:
    """The attendance list of one meeting, and who waits and may come on trial."""

    cells: list[Cell]
    guests: list[tuple[GroupEntry, str]]


def name_of(entry: GroupEntry) -> str:
    """What the person wants to be called, else the number in the queue."""
    return entry.name or _("Nummer %(n)s") % {"n": entry.queue_number}


def others_than(entry: GroupEntry) -> list[GroupEntry]:
    """Those with whom somebody would be together: who has a place or an offer, and who stands before them."""
    rows = GroupEntry.objects.live().filter(group=entry.group_id).exclude(pk=entry.pk)
    return list(rows.filter(Q(state__in=TAKES_PLACE) | Q(queue_number__lt=entry.queue_number)))


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
        found[entry] = Counter(
            sum(used(group.limit_counts, meetings, stay) for stay in stays), limit,
            sum(offered(meetings, stay) for stay in stays),
        )  # fmt: skip
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


def attendance_list(meeting: GroupMeeting, *, now: datetime) -> Sheet:
    """Everybody who has a place or a mark, in order of joining; members without a mark are preset as present."""
    group = meeting.group
    cells = {cell.entry_id: cell for cell in meeting.attendances.all()}
    everybody = GroupEntry.objects.filter(group=group).order_by("queue_number")
    known = list(everybody.filter(state__in=LIVE) | everybody.filter(pk__in=cells))
    is_running = not attendance.is_locked(meeting, now=now)
    shown = [
        entry for entry in known if entry.pk in cells or (is_running and entry.state == PlaceState.CONFIRMED)
    ]  # fmt: skip
    far, away = counters(group, shown, now=max(now, meeting.starts_at)), away_twice(group, now=now)
    seen_before = set(
        GroupAttendance.objects.filter(entry__in=shown).exclude(meeting=meeting).values_list("entry_id", flat=True)
    )
    made = [
        _cell(meeting, entry, cells.get(entry.pk),
              (far[entry], remark_of(far[entry], is_new=entry.pk not in seen_before, away=entry.pk in away)))
        for entry in shown
    ]  # fmt: skip
    waiting = [(entry, name_of(entry)) for entry in known if entry not in shown and entry.state != PlaceState.CONFIRMED]
    return Sheet(made, waiting)


def _cell(meeting: GroupMeeting, entry: GroupEntry, cell: GroupAttendance | None, told: tuple[Counter, str]) -> Cell:
    preset = attendance.preset_of(meeting)
    code = cell.attendance if cell else preset
    on_trial = attendance.is_guest(meeting, entry) and code != preset
    amended = cell.amended_reason or "" if cell and cell.amended_date else ""
    cycle = (attendance.TRIAL if on_trial else preset, *CYCLE)
    return Cell(
        entry, name_of(entry), code, choices.label("attendance", code), cycle, cell.version if cell else 0, told[0],
        "" if on_trial else told[1], amended,
    )  # fmt: skip
