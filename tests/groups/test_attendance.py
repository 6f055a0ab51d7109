"""Marking: preset present, two devices merge by cell version, the lock after 14 days, what never counts as presence."""

from datetime import timedelta

import pytest

from groups.models import GroupAttendance, GroupMeeting
from groups.selectors import members
from groups.services import attendance
from stats.indicators.groups import group_attendances
from stats.periods import Period
from tests.groups.factories import meeting, member, support_group, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(now):
    group = support_group(now, capacity=5)
    people = [member(group, number, now - timedelta(weeks=9)) for number in (1, 2, 3)]
    return meeting(group, now), people


def marks(held_meeting) -> list[tuple[str, int]]:
    rows = GroupAttendance.objects.filter(meeting=held_meeting).order_by("entry__queue_number")
    return list(rows.values_list("attendance", "version"))


def test_everybody_is_preset_as_present(held, now):
    where, _people = held
    attendance.begin(where, now=now)
    assert marks(where) == [("present", 0)] * 3


def test_two_devices_with_different_cells_lose_nothing(held, now):
    where, (first, second, third) = held
    attendance.mark(where, first, attendance="absent", version=0, now=now)
    attendance.mark(where, second, attendance="excused", version=0, now=now)
    attendance.mark(where, third, attendance="absent", version=0, now=now)
    attendance.mark(where, first, attendance="excused", version=1, now=now)
    assert marks(where) == [("excused", 2), ("excused", 1), ("absent", 1)]


def test_mark_on_top_of_an_older_version_is_told_back(held, now):
    where, (first, *_others) = held
    attendance.mark(where, first, attendance="absent", version=0, now=now)
    with pytest.raises(attendance.CellChanged) as refusal:
        attendance.mark(where, first, attendance="excused", version=0, now=now)
    assert (refusal.value.cell.attendance, refusal.value.cell.version) == ("absent", 1)
    assert attendance.mark(where, first, attendance="excused", version=1, now=now).version == 2


def test_same_mark_sent_twice_changes_nothing(held, now):
    where, (first, *_others) = held
    for _time in range(2):
        attendance.mark(where, first, attendance="absent", version=0, now=now)
    assert marks(where)[0] == ("absent", 1)


def test_locked_after_fourteen_days_and_amended_with_a_reason(held, now):
    where, (first, *_others) = held
    attendance.mark(where, first, attendance="absent", now=now + timedelta(days=14))
    late = now + timedelta(days=15)
    with pytest.raises(attendance.Locked):
        attendance.mark(where, first, attendance="present", now=late)
    attendance.amend(where, first, attendance="present", reason="Kom sent", now=late)
    cell = GroupAttendance.objects.get(meeting=where, entry=first)
    assert (cell.attendance, cell.amended_reason, cell.amended_date) == ("present", "Kom sent", late.date())


def test_not_before_the_day_and_not_when_cancelled(held, now):
    where, (first, *_others) = held
    with pytest.raises(attendance.NotNow):
        attendance.mark(where, first, attendance="absent", now=now - timedelta(days=1))
    where.is_cancelled = True
    with pytest.raises(attendance.NotNow):
        attendance.mark(where, first, attendance="absent", now=now)


def test_stranger_is_not_marked_but_may_visit_on_trial(held, now):
    where, _people = held
    guest = waiting(where.group, 9, now)
    with pytest.raises(attendance.NotOnTheList):
        attendance.mark(where, guest, attendance="present", now=now)
    assert attendance.mark(where, guest, attendance="trial", now=now).attendance == "trial"


def test_excused_and_absent_are_no_presences(held, now):
    where, (first, second, _third) = held
    attendance.mark(where, first, attendance="absent", now=now)
    attendance.mark(where, second, attendance="excused", now=now)
    attendance.one_more(where, now=now)
    year = Period.year(now.year)
    assert sum(flow.total(year) for flow in group_attendances()) == 2


def test_finish_keeps_heads_and_note(held, now):
    where, _people = held
    attendance.finish(where, heads=4, note="Godt møte", now=now)
    saved = GroupMeeting.objects.get(pk=where.pk)
    assert (saved.head_count, saved.note, saved.marked_date) == (4, "Godt møte", now.date())


def test_guest_is_never_marked_present_and_a_place_later_changes_nothing(held, now):
    where, _people = held
    guest = waiting(where.group, 9, now)
    attendance.mark(where, guest, attendance="trial", now=now)
    with pytest.raises(attendance.NotOnTheList):
        attendance.mark(where, guest, attendance="present", now=now)
    assert attendance.mark(where, guest, attendance="absent", now=now).attendance == "absent"
    year = Period.year(now.year)
    attendance.mark(where, guest, attendance="trial", now=now)
    assert sum(flow.total(year) for flow in group_attendances()) == 4  # three members and the visit


def test_list_offers_those_who_wait_as_guests_and_turns_round_between_trial_and_away(held, now):
    where, _people = held
    guest, _other = waiting(where.group, 9, now), waiting(where.group, 8, now)
    before = members.attendance_list(where, now=now)
    assert ([len(before.cells), [name for _entry, name in before.guests]]) == [3, ["Person 9", "Person 8"]]
    attendance.mark(where, guest, attendance="trial", now=now)
    after = members.attendance_list(where, now=now)
    assert [name for _entry, name in after.guests] == ["Person 8"]
    cell = after.cells[3]
    assert (cell.code, cell.cycle, cell.following, cell.remark) == (
        "trial",
        ("trial", "absent", "excused"),
        "absent",
        "",
    )
