"""A new rule and the meetings that are set up: seen before it is done, one message each, what a leader moved stays."""

from datetime import date, time, timedelta

import pytest
from django.utils.timezone import localdate, localtime

from groups.models import GroupMeeting, SupportGroup
from groups.selectors.busy import busy_names
from groups.selectors.replan import changes
from groups.services import groups, meetings, times
from groups.services.replan import replan
from pio.accounts.models import User
from pio.messaging.models import OutboxMessage
from pio.scheduling.needs import Span
from pio.scheduling.services import reserve
from tests.conftest import NOW
from tests.groups.factories import member, support_group, waiting
from tests.scheduling.factories import AdviserFactory, RoomFactory

pytestmark = pytest.mark.django_db
FIELDS = (
    "name", "slug", "kind", "audience", "summary", "place", "weekday", "start_wall", "end_wall", "every_weeks",
    "first_date", "capacity", "least_to_run", "meeting_limit", "limit_counts", "spoken_language", "municipality",
)  # fmt: skip


@pytest.fixture
def by():
    return User.objects.create(email="leder@eksempel.example", name="Leder", roles=["group_leader"])


@pytest.fixture
def group(now, by):
    """Every second Tuesday from 1 December; the meetings of Christmas and week 8 are skipped by the rule."""
    made = support_group(now, first_date=date(2026, 12, 1), capacity=9, leaders=[by])
    meetings.plan(made, now=now)
    return made


def planned(group):
    return [f"{localtime(each.starts_at):%d.%m. %H:%M}" for each in group.meetings.order_by("starts_at")]


def change(group, by, now, **values):
    values = {"weekday": 1, "first_date": group.first_date, "capacity": group.capacity, "leaders": [by]} | values
    return groups.save_group(group, values, by=by, now=now)


def test_nothing_to_move_while_the_rule_stands(group, now, by):
    assert planned(group) == [
        "01.12. 11:00", "15.12. 11:00", "12.01. 11:00", "26.01. 11:00", "09.02. 11:00", "09.03. 11:00"
    ]  # fmt: skip
    assert changes(group, now=now) == []
    assert replan(group, by=by, now=now) == 0
    assert OutboxMessage.objects.count() == 0


def test_new_weekday_keeps_the_weeks_and_moves_each_meeting(group, now, by):
    person = member(group, 1, now)
    waiting(group, 2, now)
    saved = change(group, by, now, weekday=3)
    assert saved.first_date == date(2026, 12, 3)
    seen = [(localdate(each.meeting.starts_at).day, localdate(each.starts_at).day) for each in changes(saved, now=now)]
    assert seen == [(1, 3), (15, 17), (12, 14), (26, 28), (9, 11), (9, 11)]
    assert planned(group)[0] == "01.12. 11:00"  # nothing has moved before the button is pressed
    assert replan(saved, by=by, now=now) == 6
    assert planned(group) == [
        "03.12. 11:00", "17.12. 11:00", "14.01. 11:00", "28.01. 11:00", "11.02. 11:00", "11.03. 11:00"
    ]  # fmt: skip
    told = OutboxMessage.objects.filter(part="replanned")
    assert list(told.values_list("target", flat=True)) == [person.pk]
    assert changes(saved, now=now) == []


def test_new_time_of_day_moves_and_every_week_adds_between(group, now, by):
    saved = change(group, by, now, start_wall=group.start_wall.replace(hour=12), every_weeks=1)
    found = changes(saved, now=now)
    assert [localdate(each.starts_at).day for each in found if each.meeting is None] == [8, 5, 19, 2, 16, 2]
    assert sum(each.meeting is not None for each in found) == 6
    replan(saved, by=by, now=now)
    assert planned(group)[:4] == ["01.12. 12:00", "08.12. 12:00", "15.12. 12:00", "05.01. 12:00"]


def test_every_fourth_week_lets_meetings_go(group, now, by):
    saved = change(group, by, now, every_weeks=4)
    gone = [localdate(each.meeting.starts_at) for each in changes(saved, now=now) if each.starts_at is None]
    replan(saved, by=by, now=now)
    assert gone == [date(2026, 12, 15), date(2027, 1, 12), date(2027, 2, 9), date(2027, 3, 9)]
    assert planned(group) == ["01.12. 11:00", "26.01. 11:00"]


def test_what_a_leader_moved_or_cancelled_stays(group, now, by):
    first, second, third = group.meetings.order_by("starts_at")[:3]
    meetings.move(first, day=date(2026, 12, 2), start=group.start_wall, end=group.end_wall, by=by, now=now)
    meetings.cancel(second, by=by, now=now)
    saved = change(group, by, now, weekday=3)
    assert [each.meeting for each in changes(saved, now=now)][:1] == [third]
    replan(saved, by=by, now=now)
    assert planned(group)[:3] == ["02.12. 11:00", "15.12. 11:00", "14.01. 11:00"]
    assert list(group.meetings.filter(is_cancelled=True)) == [second]


def test_room_moves_along_and_two_rules_in_a_row_work(group, now, by):
    room = RoomFactory(name="Storstua")
    saved = change(group, by, now, room=room)
    for weekday in (3, 2):
        saved = change(saved, by, now, weekday=weekday, first_date=saved.first_date)
        assert replan(saved, by=by, now=now) == 6
    for each in GroupMeeting.objects.select_related("room_time"):
        assert each.room_time.period.lower <= each.starts_at < each.ends_at <= each.room_time.period.upper
    assert room.reservations.filter(status="booked").count() == 6


def test_leader_sees_what_moves_and_who_is_told_before_it_is_done(at, group, now, login):
    at(NOW)
    leader = login("group_leader")
    group.leaders.add(leader.user)
    member(group, 1, now)
    values = {name: getattr(group, name) for name in FIELDS} | {"weekday": 3, "leaders": [leader.user.pk]}
    answer = leader.post(f"/intern/grupper/{group.slug}/endre/", values)
    path = f"/intern/grupper/{group.slug}/plan/"
    assert (answer.status_code, answer.headers["Location"]) == (302, path)
    assert "Se hva som blir flyttet" in leader.get(f"/intern/grupper/{group.slug}/").content.decode()
    page = leader.get(path).content.decode()
    for text in (
        "1.12.", '3.12.</b> <b class="nb">kl. 11.00–13.00</b>', "1 medlem får den", "Møtene har fått nye tider.",
        "Det neste er torsdag 3. desember kl. 11.00",
    ):  # fmt: skip
        assert text in page, text
    assert planned(group)[0] == "01.12. 11:00"
    assert leader.post(path).headers["Location"] == f"/intern/grupper/{group.slug}/"
    assert planned(group)[0] == "03.12. 11:00"
    assert "Det er ikke noe å flytte." in leader.get(path).content.decode()
    assert login("group_leader").get(path).status_code == 404


def test_told_when_the_next_meeting_is(group, now, by):
    from pio.messaging import kinds

    person = member(group, 1, now)
    replan(change(group, by, now, weekday=3), by=by, now=now)
    row = OutboxMessage.objects.get(target=person.pk, part="replanned")
    message = kinds.find(row.kind).compose(row, now + timedelta(minutes=1))
    assert "Det neste er torsdag 3. desember kl. 11.00–13.00." in message.body.replace("\u2060", "")


def test_what_is_taken_then_is_named_before_and_left_out_after(at, group, now, login, django_assert_num_queries):
    at(NOW)
    leader = login("group_leader")
    adviser = AdviserFactory(user=leader.user, name="Grete")
    group.leaders.set([leader.user])
    room = RoomFactory(name="Storstua")
    saved = change(group, leader.user, now, room=room, leaders=[leader.user])
    assert replan(saved, by=leader.user, now=now) == 0
    for meeting in saved.meetings.all():
        times.take(meeting, now=now)
    saved = change(saved, leader.user, now, room=room, leaders=[leader.user], start_wall=time(12), end_wall=time(14))
    first, second, third, *others = changes(saved, now=now)
    reserve([Span((room.pk,), first.starts_at + timedelta(minutes=90), first.ends_at)], purpose="x", now=now)
    reserve(
        [Span((room.pk, adviser.pk), second.starts_at + timedelta(minutes=90), second.ends_at)], purpose="x", now=now
    )
    reserve([Span((room.pk,), third.ends_at, third.ends_at + timedelta(hours=1))], purpose="x", now=now)
    fresh, again = SupportGroup.objects.get(pk=saved.pk), SupportGroup.objects.get(pk=saved.pk)
    with django_assert_num_queries(5):
        busy = busy_names(fresh, [first, second, third, *others], now=now)
    assert busy == {
        first.starts_at: ["Storstua"], second.starts_at: ["Storstua", "Grete"],
        **{each.starts_at: [] for each in (third, *others)},
    }  # fmt: skip
    with django_assert_num_queries(5):
        busy_names(again, [first], now=now)
    page = leader.get(f"/intern/grupper/{saved.slug}/plan/").content.decode()
    assert (page.count("Opptatt da:"), page.count("Opptatt da: Storstua, Grete")) == (2, 1)
    assert page.count("2 møter får ikke rommet eller en leder.") == 1
    replan(saved, by=leader.user, now=now)
    meetings_now = saved.meetings.order_by("starts_at")
    assert [bool(each.room_time_id) for each in meetings_now][:3] == [False, False, True]
    assert [each.leader_times.count() for each in meetings_now][:3] == [1, 0, 1]
