"""What meetings take: the room, the hours of leaders who are advisers; a deputy in place of one; all given back."""

from datetime import date, time, timedelta

import pytest

from advising.models import AdviceSession
from groups.models import GroupMeeting
from groups.selectors import staff
from groups.services import groups, meetings
from pio.accounts.models import User
from pio.scheduling import describers
from pio.scheduling import services as scheduling
from pio.scheduling.models import Reservation, Resource
from pio.scheduling.needs import Need, Span, Submit, Wish
from tests.advising.factories.sessions import open_adviser
from tests.conftest import OSLO
from tests.groups.factories import support_group
from tests.scheduling.factories import RoomFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader() -> Resource:
    return open_adviser("Anne Holm")


@pytest.fixture
def manager(now) -> User:
    return User.objects.create(email="leder@example.org", name="Leder", roles=["manager"], created_on=now.date())


def first(group) -> GroupMeeting:
    return group.meetings.select_related("group").order_by("starts_at")[0]


def busy(resource: Resource) -> int:
    return Reservation.objects.filter(resource=resource, status="booked").count()


def test_leader_who_is_an_adviser_cannot_be_booked_while_the_group_meets(now, leader):
    group = support_group(now, leaders=[leader.user])
    meetings.plan(group, now=now)
    assert busy(leader) == group.meetings.count()
    wish = Wish(first(group).starts_at, Need(60, notice=timedelta(0)), "test", advisers=[leader.pk])
    with pytest.raises(scheduling.SlotTaken):
        scheduling.book(wish, submit=Submit("key"), write=lambda _rows: {}, now=now)
    assert AdviceSession.objects.count() == 0
    assert set(describers.describe(Reservation.objects.all()).values()) == {"Gruppemøte"}


def test_leader_without_a_calendar_and_a_deputy_take_no_hours(now, leader, manager):
    group = support_group(now, leaders=[manager])
    group.deputies.set([leader.user])
    meetings.plan(group, now=now)
    assert (busy(leader), Reservation.objects.count()) == (0, 0)


def test_meeting_whose_leader_is_busy_is_made_and_says_so(now, leader):
    group = support_group(now, leaders=[leader.user], room=RoomFactory())
    day = now.astimezone(OSLO).replace(hour=11, minute=0)
    for week in range(1, 17):
        span = Span((leader.pk,), day + timedelta(weeks=week), day + timedelta(weeks=week, hours=1))
        scheduling.reserve([span], purpose="test", now=now)
    meetings.plan(group, now=now)
    coming, _past = staff.meetings_of(group, now=now)
    assert [
        (each.is_short, each.room_time_id is None) for each in coming if each.starts_at > now + timedelta(days=1)
    ] == [(True, False)] * len([each for each in coming if each.starts_at > now + timedelta(days=1)])


def test_deputy_takes_the_hours_and_the_leader_is_free(now, leader, manager):
    deputy = open_adviser("Bo Li")
    group = support_group(now, leaders=[leader.user])
    group.deputies.set([deputy.user])
    meetings.plan(group, now=now)
    before, one = busy(leader), first(group)
    meetings.stand_in(one, deputy=deputy.user, away=leader.user, by=manager, now=now)
    assert (busy(leader), busy(deputy)) == (before - 1, 1)
    coming, _past = staff.meetings_of(group, now=now)
    assert (coming[0].stand_in, coming[0].is_short) == (deputy.user, False)
    meetings.stand_in(first(group), deputy=None, away=None, by=manager, now=now)
    assert (busy(leader), busy(deputy)) == (before, 0)


def test_busy_deputy_is_refused_and_nothing_changes(now, leader, manager):
    deputy = open_adviser("Bo Li")
    group = support_group(now, leaders=[leader.user])
    meetings.plan(group, now=now)
    one, before = first(group), busy(leader)
    scheduling.reserve([Span((deputy.pk,), one.starts_at, one.ends_at)], purpose="test", now=now)
    with pytest.raises(meetings.times.RoomOrLeaderTaken):
        meetings.stand_in(one, deputy=deputy.user, away=leader.user, by=manager, now=now)
    assert (busy(leader), first(group).stand_in_id) == (before, None)


def test_move_takes_the_leader_along_and_a_busy_one_stops_it(now, leader, manager):
    group = support_group(now, leaders=[leader.user])
    meetings.plan(group, now=now)
    one, target = first(group), date(2027, 1, 7)
    taken = Span((leader.pk,), *(one.starts_at.replace(year=2027, month=1, day=7, hour=hour) for hour in (8, 10)))
    scheduling.reserve([taken], purpose="test", now=now)
    with pytest.raises(meetings.times.RoomOrLeaderTaken):
        meetings.move(one, day=target, start=time(9), end=time(10), by=manager, now=now)
    before = busy(leader)
    meetings.move(one, day=target, start=time(13), end=time(15), by=manager, now=now)
    assert busy(leader) == before


def test_cancelled_meetings_and_an_ended_group_give_everything_back(now, leader, manager):
    group = support_group(now, leaders=[leader.user], room=(room := RoomFactory()))
    meetings.plan(group, now=now)
    before = busy(leader)
    meetings.cancel(group.meetings.filter(starts_at__gt=now).order_by("starts_at")[0], by=manager, now=now)
    assert (busy(leader), busy(room)) == (before - 1, before - 1)
    groups.end_group(group, by=manager, now=now)
    held = group.meetings.filter(starts_at__lte=now).count()
    assert (busy(leader), busy(room)) == (held, held)


def test_new_leader_takes_the_coming_meetings(now, leader, manager):
    other, group = open_adviser("Bo Li"), support_group(now, leaders=[leader.user])
    meetings.plan(group, now=now)
    before = busy(leader)
    groups.save_group(group, {"capacity": 2, "leaders": [other.user], "deputies": []}, by=manager, now=now)
    coming = group.meetings.filter(starts_at__gt=now).count()
    assert (busy(leader), busy(other)) == (before - coming, coming)
