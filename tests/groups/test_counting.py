"""The counter under all three rules: corrections, cancelled meetings, trial visits, a return after a pause."""

from datetime import timedelta

import pytest

from groups.enums import LeftBecause, LimitCounts
from groups.models import GroupAttendance, GroupEntry
from groups.selectors import members
from groups.services import attendance, offers
from groups.services.entries import leave
from groups.services.meetings import look_after
from pio.messaging.models import OutboxMessage
from tests.groups.factories import meeting, member, support_group, waiting

pytestmark = pytest.mark.django_db
RULES = [(LimitCounts.ATTENDED, 2), (LimitCounts.ATTENDED_OR_UNEXCUSED, 3), (LimitCounts.OFFERED, 5)]


def used(entry: GroupEntry, now) -> int:
    return members.counters(entry.group, [entry], now=now)[entry].used


def mark_all(group, entry, codes, now):
    """One meeting a week, the last one today; None = not marked."""
    for number, code in enumerate(reversed(codes)):
        held = meeting(group, now - timedelta(weeks=number))
        if code:
            GroupAttendance.objects.create(meeting=held, entry=entry, attendance=code)


@pytest.mark.parametrize(("rule", "expected"), RULES)
def test_rules(now, rule, expected):
    group = support_group(now, limit_counts=rule)
    entry = member(group, 1, now - timedelta(weeks=20))
    mark_all(group, entry, ["trial", "present", "excused", "absent", "online", None], now)
    assert used(entry, now) == expected


@pytest.mark.parametrize("rule", LimitCounts.values)
def test_cancelled_meetings_count_for_nobody(now, rule):
    group = support_group(now, limit_counts=rule)
    entry = member(group, 1, now - timedelta(weeks=20))
    GroupAttendance.objects.create(meeting=meeting(group, now, is_cancelled=True), entry=entry, attendance="present")
    assert used(entry, now) == 0


@pytest.mark.parametrize(
    ("rule", "before", "after"), [("attended", 1, 0), ("attended_or_unexcused", 1, 0), ("offered", 1, 1)]
)
def test_correction_changes_the_counter(now, rule, before, after):
    group = support_group(now, limit_counts=rule)
    entry = member(group, 1, now)
    held = meeting(group, now)
    attendance.begin(held, now=now)
    assert used(entry, now) == before
    attendance.mark(held, entry, attendance="excused", now=now)
    assert used(entry, now) == after


@pytest.mark.parametrize(("because", "expected"), [(LeftBecause.OWN_WISH, (3, 4, 4)), (LeftBecause.LIMIT, (1, 1, 1))])
def test_return_after_a_pause_counts_on_and_after_the_limit_begins_anew(now, because, expected):
    found = []
    for number, rule in enumerate(LimitCounts.values):
        group = support_group(now, limit_counts=rule, slug=f"g{number}")
        first = member(group, number, now - timedelta(weeks=20))
        mark_all(group, first, ["present", "present", "absent"], now - timedelta(weeks=5))
        leave(first, because=because, now=now - timedelta(weeks=4))
        back = member(group, number, now - timedelta(weeks=1))
        held = meeting(group, now)
        GroupAttendance.objects.create(meeting=held, entry=back, attendance="present")
        found.append(used(back, now))
    assert tuple(found) == expected


def test_member_is_told_at_eight_and_the_place_is_freed_at_ten(now):
    group = support_group(now, limit_counts=LimitCounts.ATTENDED)
    entry = member(group, 1, now - timedelta(weeks=40))
    mark_all(group, entry, ["present"] * 8, now - timedelta(weeks=2))
    look_after(group, now=now - timedelta(weeks=1))
    look_after(group, now=now - timedelta(weeks=1))
    assert OutboxMessage.objects.about(entry.pk).filter(part="soon").count() == 1
    for moment in (now - timedelta(days=2), now - timedelta(hours=1)):
        GroupAttendance.objects.create(meeting=meeting(group, moment), entry=entry, attendance="present")
    look_after(group, now=now)
    assert GroupEntry.objects.get(pk=entry.pk).state == "confirmed"  # the day after the last meeting, not the same day
    look_after(group, now=now + timedelta(days=1))
    left = GroupEntry.objects.get(pk=entry.pk)
    assert (left.state, left.left_because) == ("withdrawn", "limit")
    assert OutboxMessage.objects.about(entry.pk).filter(part="limit").count() == 1


def test_exception_with_a_reason_keeps_the_place(now):
    group = support_group(now, meeting_limit=2)
    entry = member(group, 1, now - timedelta(weeks=40))
    mark_all(group, entry, ["present"] * 2, now - timedelta(weeks=2))
    offers.allow_more(entry, extra=2, reason="Midt i en vanskelig tid")
    look_after(group, now=now)
    kept = GroupEntry.objects.select_related("group").get(pk=entry.pk)
    counter = members.counters(group, [kept], now=now)[kept]
    assert (kept.state, counter.used, counter.limit, counter.left) == ("confirmed", 2, 4, 2)


def test_without_a_limit_nothing_is_counted_down(now):
    group = support_group(now, kind="closed", meeting_limit=None)
    entry = member(group, 1, now - timedelta(weeks=40))
    mark_all(group, entry, ["present"] * 12, now)
    counter = members.counters(group, [entry], now=now)[entry]
    assert (counter.used, counter.left, counter.is_near, counter.is_used_up) == (12, None, False, False)


def test_somebody_elses_marks_do_not_count(now):
    group = support_group(now)
    entry, other = member(group, 1, now - timedelta(weeks=20)), waiting(group, 2, now)
    mark_all(group, other, ["present"] * 3, now)
    assert used(entry, now) == 0


@pytest.mark.parametrize("rule", LimitCounts.values)
def test_what_was_marked_before_the_place_counts_for_nothing(now, rule):
    """A visit on trial, and a guest who did not come, leave the counter at 0 when they become members."""
    group = support_group(now, limit_counts=rule)
    entry = member(group, 1, now)
    for weeks, code in ((1, "trial"), (2, "absent"), (3, "excused")):
        held = meeting(group, now - timedelta(weeks=weeks))
        GroupAttendance.objects.create(meeting=held, entry=entry, attendance=code)
    assert used(entry, now) == 0


@pytest.mark.parametrize(
    ("codes", "expected"),
    [(["present"] * 4, 6), (["present", "absent"] * 2, 16), (["excused"] * 4, 40), (["absent"] * 2, 10)],
)
def test_meetings_to_go_at_the_pace_so_far(now, codes, expected):
    """4 of 4: six more. 2 of 4: eight are sixteen. Never came: the slowest pace. Two meetings: none yet."""
    group = support_group(now)
    entry = member(group, 1, now - timedelta(weeks=20))
    mark_all(group, entry, codes, now)
    assert members.counters(group, [entry], now=now)[entry].meetings_to_go == expected
