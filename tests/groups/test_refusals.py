"""What cannot be done with groups any more, and what a second press changes: nothing."""

import re
from datetime import timedelta
from functools import partial

import pytest
from django.utils.timezone import localdate

from groups.models import GroupAttendance, SelfRunGroup
from groups.selectors.staff import self_run_rows
from groups.services import attendance, entries, groups, meetings, offers, rooms, self_run
from groups.services.meetings import MeetingOver
from groups.services.queue import QUEUE
from pio.messaging import dispatch
from pio.messaging import services as outbox
from pio.messaging.models import OutboxMessage
from pio.scheduling import describers
from pio.scheduling.models import Reservation
from pio.waitlist import services as waitlist
from pio.waitlist.enums import PlaceState
from tests.groups.factories import meeting, member, support_group, waiting
from tests.groups.test_rooms import book
from tests.scheduling.factories import RoomFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(login, at, now):
    at(now)
    return login("group_leader")


@pytest.fixture
def self_run_group(now):
    return self_run.register(self_run.Register("Kafégruppa", "parents", contact_email="k@example.org"), now=now)


def parts(target) -> list[str]:
    return sorted(OutboxMessage.objects.about(target.pk).values_list("part", flat=True))


def test_a_mark_that_was_never_set_is_not_corrected(now):
    group = support_group(now)
    where, entry = meeting(group, now - timedelta(days=20)), member(group, 1, now - timedelta(weeks=9))
    with pytest.raises(attendance.NotOnTheList):
        attendance.amend(where, entry, attendance="absent", reason="Var syk", now=now)
    assert GroupAttendance.objects.count() == 0


def test_a_member_of_another_group_is_not_on_the_list(now):
    where, stranger = meeting(support_group(now), now), member(support_group(now), 1, now - timedelta(weeks=9))
    with pytest.raises(attendance.NotOnTheList):
        attendance.mark(where, stranger, attendance="present", now=now)


def test_a_draft_takes_nobody_in(now):
    with pytest.raises(entries.IntakeClosed):
        waiting(support_group(now, status="draft"), 1, now)


def test_leaving_twice_is_leaving_once(now):
    entry = member(support_group(now), 1, now)
    for _time in range(2):
        entries.leave(entry, now=now)
    entry.refresh_from_db()
    assert (entry.state, entry.left_because) == ("withdrawn", "own_wish")
    assert parts(entry).count("left") == 1


def test_an_ended_group_is_not_opened_again(leader, now):
    group = support_group(now, status="ended")
    with pytest.raises(groups.NotAllowedNow):
        groups.open_group(group, by=leader.user, now=now)
    group.refresh_from_db()
    assert group.status == "ended"


def test_a_meeting_that_has_been_is_neither_moved_nor_cancelled(leader, now):
    held = meeting(support_group(now), now - timedelta(days=2))
    with pytest.raises(MeetingOver):
        meetings.cancel(held, by=leader.user, now=now)
    held.refresh_from_db()
    assert held.is_cancelled is False


def test_who_is_near_the_limit_is_told_once_and_others_are_not(now):
    group = support_group(now, meeting_limit=3, capacity=3)
    near, fresh = (member(group, number, now - timedelta(weeks=40)) for number in (1, 2))
    for weeks in (1, 2):
        held = meeting(group, now - timedelta(weeks=weeks))
        GroupAttendance.objects.create(meeting=held, entry=near, attendance="present")
    for _time in range(2):
        meetings.look_after(group, now=now)
    assert (parts(near).count("soon"), parts(fresh).count("soon")) == (1, 0)


def test_who_is_taken_off_is_told_and_the_place_is_free(now):
    entry = member(support_group(now), 1, now)
    offers.remove(entry, now=now)
    entry.refresh_from_db()
    assert (entry.state, parts(entry).count("left")) == ("removed", 1)


def test_only_members_get_more_meetings_and_greetings(now):
    entry = waiting(support_group(now), 1, now)
    offers.allow_more(entry, extra=2, reason="Midt i en vanskelig tid")
    offers.greet(entry, now=now)
    entry.refresh_from_db()
    assert (entry.extra_meetings, parts(entry)) == (0, ["waiting"])


def test_a_kind_message_goes_once_in_two_weeks(now):
    entry = member(support_group(now), 1, now)
    for _time in range(2):
        offers.greet(entry, now=now)
    assert parts(entry).count("missed") == 1


def test_a_room_given_back_twice_is_given_back_once(self_run_group, leader, now):
    RoomFactory()
    booked = book(self_run_group, now)
    assert set(describers.describe(Reservation.objects.all()).values()) == {"Selvstyrt gruppe"}
    for _time in range(2):
        rooms.cancel(booked, now=now)
    booked.refresh_from_db()
    assert (booked.is_cancelled, booked.room_time, Reservation.objects.get().status) == (True, None, "cancelled")


def test_a_booking_whose_time_is_gone_from_the_calendar_can_be_cancelled(self_run_group, leader, now):
    RoomFactory()
    booked = book(self_run_group, now)
    Reservation.objects.all().delete()
    rooms.cancel(booked, now=now)
    booked.refresh_from_db()
    assert (booked.is_cancelled, booked.room_time) == (True, None)


def test_a_group_that_nobody_can_reach_is_sent_nothing(self_run_group, now):
    silent = self_run.register(self_run.Register("Turlaget", "all"), now=now)
    asked = self_run.ask(now=now + timedelta(days=400))
    dispatch.send_due(now=now + timedelta(days=400))
    assert (asked, parts(silent), parts(self_run_group)) == (1, [], ["confirm", "link"])
    days = dict(SelfRunGroup.objects.values_list("name", "asked_date"))
    assert days == {"Turlaget": None, "Kafégruppa": localdate(now + timedelta(days=400))}


def test_a_question_that_was_refused_is_not_asked_and_is_put_again_three_weeks_later(self_run_group, leader, now):
    register_as = partial(self_run.Register, "Kafégruppa", "parents")
    self_run.change(self_run_group, register_as(contact_email="ingen adresse"))
    put = []
    for day in (365, 366, 385, 386, 407):
        put.append(self_run.ask(now=now + timedelta(days=day)))
        dispatch.send_due(now=now + timedelta(days=day))
    questions = OutboxMessage.objects.filter(part="confirm")
    assert (put, sorted(questions.values_list("state", flat=True))) == ([1, 0, 0, 1, 1], ["failed"] * 3)
    at_last = now + timedelta(days=410)
    assert SelfRunGroup.objects.get().asked_date is None
    assert [(row.is_silent, row.is_asked) for row in self_run_rows(now=at_last)] == [(True, False)]
    self_run.change(self_run_group, register_as(contact_email="k@example.org"))
    outbox.retry(questions.order_by("-send_after")[0], by=leader.user, now=at_last)
    dispatch.send_due(now=at_last)
    assert SelfRunGroup.objects.get().asked_date == localdate(at_last)
    assert [(row.is_silent, row.is_asked) for row in self_run_rows(now=at_last)] == [(True, True)]


def test_a_question_that_waits_is_dropped_when_they_answer_first(self_run_group, now):
    later = now + timedelta(days=400)
    self_run.ask(now=later)
    self_run.confirm(self_run_group, now=later)
    dispatch.send_due(now=later)
    assert OutboxMessage.objects.get(part="confirm").reason == "changed"
    assert SelfRunGroup.objects.get().asked_date is None


def test_the_register_says_who_was_asked_and_who_did_not_get_the_question(leader, now):
    for name, asked in (("Spurt", localdate(now)), ("Ikke spurt", None)):
        made = self_run.register(self_run.Register(name, "all"), now=now)
        longest_ago = localdate(now) - timedelta(days=500)
        SelfRunGroup.objects.filter(pk=made.pk).update(
            registered_date=longest_ago, confirmed_date=longest_ago, asked_date=asked
        )
    html = leader.get("/intern/grupper/selvstyrte/").content.decode()
    said = re.findall(r"Har ikke svart|Fikk ikke spørsmålet", html)
    assert said == ["Fikk ikke spørsmålet", "Har ikke svart"]


def test_the_register_is_corrected_without_emptying_what_must_be_there(self_run_group):
    data = self_run.Register("Kafeen", "all", contact_phone="+4791234567", since_year=2020)
    self_run.change(self_run_group, data)
    row = SelfRunGroup.objects.get()
    assert (row.name, row.audience, row.since_year, row.contact_email, row.contact_phone) == (
        "Kafeen", "all", 2020, None, "+4791234567"
    )  # fmt: skip


def test_a_visit_is_asked_for_until_it_has_been(self_run_group, now):
    self_run.report(self_run_group, day=localdate(now), heads=4, new=9, wants_visit=True, now=now)
    assert list(SelfRunGroup.objects.values_list("wants_visit", flat=True)) == [True]
    assert self_run_group.reports.get().new_count == 4
    self_run.visited(self_run_group)
    assert list(SelfRunGroup.objects.values_list("wants_visit", flat=True)) == [False]


def test_a_meeting_to_come_is_not_reported(self_run_group, now):
    with pytest.raises(self_run.NotYet):
        self_run.report(
            self_run_group, day=localdate(now) + timedelta(days=1), heads=4, new=0, wants_visit=False, now=now
        )
    assert self_run_group.reports.count() == 0


def test_a_place_is_offered_once_and_only_to_who_waits(now):
    group = support_group(now)
    first, second = waiting(group, 1, now), member(group, 2, now)
    assert [waitlist.offer(QUEUE, first.pk, now=now).state for _time in range(2)] == ["offered", "offered"]
    with pytest.raises(waitlist.OfferGone):
        waitlist.offer(QUEUE, second.pk, now=now)
    assert parts(first).count("offered") == 1


def test_what_is_taken_back_or_left_twice_changes_nothing_the_second_time(now):
    group = support_group(now, capacity=1)
    entry = waiting(group, 1, now)
    waitlist.offer(QUEUE, entry.pk, now=now)
    assert [waitlist.take_back(QUEUE, entry.pk, now=now).state for _time in range(2)] == ["waiting", "waiting"]
    assert [waitlist.leave(QUEUE, entry.pk, now=now).state for _time in range(2)] == ["withdrawn", "withdrawn"]
    waitlist.leave(QUEUE, entry.pk, state=PlaceState.REMOVED, now=now)
    entry.refresh_from_db()
    assert (entry.state, parts(entry).count("left")) == ("withdrawn", 1)


def test_a_group_without_a_limit_frees_nobodys_place(now):
    group = support_group(now, kind="closed", meeting_limit=None)
    entry = member(group, 1, now - timedelta(weeks=40))
    meetings.look_after(group, now=now)
    entry.refresh_from_db()
    assert entry.state == "confirmed"
