"""Meetings by rule: every second week, holidays and school holidays skipped; one moved or cancelled with messages."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils.timezone import localdate

from groups import schedule
from groups.models import GroupMeeting
from groups.services import meetings
from pio.accounts.models import User
from pio.messaging.models import OutboxMessage
from tests.conftest import OSLO
from tests.groups.factories import meeting, member, support_group, waiting
from tests.scheduling.factories import RoomFactory


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 2, 17), True), (date(2026, 2, 24), False), (date(2027, 3, 23), True), (date(2027, 3, 16), False),
        (date(2026, 6, 23), True), (date(2026, 8, 17), False), (date(2026, 9, 29), True), (date(2026, 12, 22), True),
        (date(2027, 1, 5), False),
    ],
)  # fmt: skip
def test_school_holidays(day, expected):
    assert schedule.is_school_holiday(day) is expected


@pytest.mark.parametrize(
    ("year", "expected"), [(2026, date(2026, 4, 5)), (2027, date(2027, 3, 28)), (2038, date(2038, 4, 25))]
)
def test_easter(year, expected):
    assert schedule.easter(year) == expected


@pytest.mark.django_db
def test_every_second_week_without_holidays(now):
    group = support_group(now, first_date=date(2026, 11, 24))
    found = schedule.days(group, start=date(2026, 11, 25), until=date(2027, 3, 2))
    assert found == [
        date(2026, 12, 8), date(2027, 1, 5), date(2027, 1, 19), date(2027, 2, 2), date(2027, 2, 16), date(2027, 3, 2),
    ]  # fmt: skip


@pytest.mark.django_db
def test_planning_twice_is_planning_once_and_keeps_wall_time(now):
    group = support_group(now)
    made = meetings.plan(group, now=now)
    assert made == group.meetings.count()
    assert meetings.plan(group, now=now) == 0
    assert {one.starts_at.astimezone(OSLO).time() for one in group.meetings.all()} == {time(11)}


@pytest.mark.django_db
def test_room_is_taken_once_and_given_back(now):
    room = RoomFactory()
    first, second = support_group(now, room=room), support_group(now, room=room)
    meetings.plan(first, now=now)
    meetings.plan(second, now=now)
    assert first.meetings.filter(room_time=None).count() == 0
    assert second.meetings.exclude(room_time=None).count() == 0
    by = User.objects.create(email="leder@example.org", name="Leder", roles=["group_leader"], created_on=now.date())
    free, wanting = first.meetings.order_by("starts_at")[0], second.meetings.order_by("starts_at")[0]
    meetings.cancel(free, by=by, now=now)
    start = free.starts_at.astimezone(OSLO)
    meetings.move(wanting, day=start.date(), start=time(11), end=time(12), by=by, now=now)
    assert GroupMeeting.objects.get(pk=wanting.pk).room_time.status == "booked"


@pytest.mark.django_db
def test_move_and_cancel_tell_the_members_only(now):
    group = support_group(now)
    has_place, waits = member(group, 1, now), waiting(group, 2, now)
    one = meeting(group, now + timedelta(days=7))
    by = User.objects.create(email="leder@example.org", name="Leder", roles=["group_leader"], created_on=now.date())
    meetings.move(one, day=localdate(now) + timedelta(days=8), start=time(12), end=time(13), by=by, now=now)
    moved = GroupMeeting.objects.get(pk=one.pk)
    assert moved.starts_at == datetime(2026, 12, 2, 12, tzinfo=OSLO)
    meetings.cancel(moved, by=by, now=now)
    told = OutboxMessage.objects.about(has_place.pk).filter(part__contains=":").values_list("part", flat=True)
    assert sorted(told) == [f"cancelled:{one.pk}", f"moved:{one.pk}"]
    assert OutboxMessage.objects.about(waits.pk).filter(part__contains=":").count() == 0
    with pytest.raises(meetings.MeetingOver):
        meetings.cancel(GroupMeeting.objects.get(pk=one.pk), by=by, now=now)
