"""Two telephones mark who came to a group, in whatever order: nothing is lost, nothing is changed after the lock."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from groups.enums import LOCKED_AFTER_DAYS
from groups.models import GroupAttendance, GroupMeeting
from groups.services import attendance
from stats.indicators.groups import group_attendances
from stats.periods import Period
from tests.conftest import NOW
from tests.groups.factories import meeting, member, support_group, waiting
from tests.machines.world import World, run

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PEOPLE = st.integers(0, 4)
PHONES = st.integers(0, 1)
CODES = st.sampled_from(attendance.CODES)
CAME = {"present", "online", "trial"}


class Marking(World):
    """A meeting today, three members, two who wait, two telephones that each have seen a version of every cell."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.meeting = meeting(support_group(NOW, capacity=9), NOW)
        group = self.meeting.group
        self.people = [member(group, number, NOW - timedelta(weeks=9)) for number in range(3)]
        self.people += [waiting(group, number, NOW) for number in (3, 4)]
        self.cells: dict[int, tuple[str, int]] = {}
        self.heads = 0
        self.seen: list[dict[int, int]] = [{}, {}]

    def is_locked(self) -> bool:
        return localdate(self.now) > localdate(NOW) + timedelta(days=LOCKED_AFTER_DAYS)

    def begun(self) -> None:
        """Members are preset, once."""
        for who in range(3):
            self.cells.setdefault(who, ("present", 0))

    @rule(phone=PHONES)
    def looks(self, phone: int) -> None:
        self.seen[phone] = {who: version for who, (_code, version) in self.cells.items()}

    @rule()
    def begins(self) -> None:
        try:
            attendance.begin(self.meeting, now=self.now)
        except attendance.Locked:
            assert self.is_locked()
        else:
            self.begun()

    @rule(phone=PHONES, who=PEOPLE, code=CODES)
    def marks(self, phone: int, who: int, code: str) -> None:
        version = self.seen[phone].get(who, 0)
        try:
            cell = attendance.mark(self.meeting, self.people[who], attendance=code, version=version, now=self.now)
        except attendance.Locked:
            assert self.is_locked()
        except attendance.NotOnTheList:
            assert who > 2
            assert code in {"present", "online"} or (code != "trial" and who not in self.cells)
        except attendance.CellChanged as refusal:
            standing = self.cells[who]
            assert standing[1] > version
            assert (refusal.cell.attendance, refusal.cell.version) == standing
            self.seen[phone][who] = refusal.cell.version
            self.begun()
        else:
            assert not self.is_locked()
            self.begun()
            old = self.cells.get(who, (code, 0))
            assert old[0] == code or old[1] <= version, "a mark nobody had seen was written over"
            self.cells[who] = old if old[0] == code else (code, old[1] + 1)
            self.seen[phone][who] = cell.version

    @rule(who=PEOPLE, code=CODES)
    def is_amended(self, who: int, code: str) -> None:
        try:
            attendance.amend(self.meeting, self.people[who], attendance=code, reason="Husket feil", now=self.now)
        except attendance.NotOnTheList:
            assert who not in self.cells or (who > 2 and code in {"present", "online"})
        else:
            assert who <= 2 or code not in {"present", "online"}, "a guest became a member who was present"
            self.cells[who] = (code, self.cells[who][1] + 1)

    @rule()
    def one_more_comes(self) -> None:
        try:
            attendance.one_more(self.meeting, now=self.now)
        except attendance.Locked:
            assert self.is_locked()
        else:
            self.begun()
            self.heads += 1

    @rule(heads=st.integers(0, 9))
    def is_finished(self, heads: int) -> None:
        try:
            attendance.finish(self.meeting, heads=heads, note="", now=self.now)
        except attendance.Locked:
            assert self.is_locked()
        else:
            self.begun()
            self.heads = heads

    @rule(days=st.sampled_from([1, 7, 14]))
    def days_go(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def every_mark_stands_as_it_was_made(self) -> None:
        rows = GroupAttendance.objects.filter(meeting=self.meeting).select_related("entry")
        keys = {entry.pk: who for who, entry in enumerate(self.people)}
        assert {keys[row.entry_id]: (row.attendance, row.version) for row in rows} == self.cells
        assert GroupMeeting.objects.get(pk=self.meeting.pk).head_count == self.heads

    @invariant()
    def the_figure_counts_who_came(self) -> None:
        came = sum(code in CAME for code, _version in self.cells.values())
        year = Period.year(NOW.year)
        assert sum(flow.total(year) for flow in group_attendances()) == came + self.heads


def test_p19_marks_are_neither_lost_nor_changed_after_the_lock() -> None:
    run(Marking)
