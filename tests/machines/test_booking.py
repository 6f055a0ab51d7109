"""Advice sessions held, booked, moved and cancelled in whatever order: the time, the room and the messages agree."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from advising.enums.sessions import Channel, SessionOrigin
from advising.models import AdviceSession
from advising.selectors.session_times import staffing, wish_for
from advising.services import sessions
from advising.terms import PURPOSE, need
from pio.messaging.models import OutboxMessage
from pio.scheduling import selectors
from pio.scheduling import services as scheduling
from pio.scheduling.enums import BUSY, ReservationStatus
from pio.scheduling.models import Reservation
from pio.scheduling.needs import Span, Submit
from tests.advising.factories.sessions import an_order, open_adviser, open_room
from tests.conftest import NOW
from tests.machines.world import World, run

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
THURSDAY = datetime(2026, 11, 26, 9, 0, tzinfo=NOW.tzinfo)
STARTS = st.builds(
    lambda day, half: THURSDAY + timedelta(days=day, minutes=30 * half), st.integers(0, 1), st.integers(-1, 6)
)
CHANNELS = st.sampled_from([Channel.VIDEO, Channel.IN_PERSON])
NUMBERS = st.integers(0, 5)
MOST_A_DAY = 3


class Booking(World):
    """Two advisers (one takes three visits a day at most), one room, and people who change their minds."""

    @initialize()
    def opens(self) -> None:
        self.now = NOW
        self.advisers = [open_adviser("Anne Holm"), open_adviser("Kari Lie")]
        self.advisers[0].max_per_day = MOST_A_DAY
        self.advisers[0].save()
        self.room = open_room()
        self.holds: list[tuple] = []
        self.booked: list[tuple] = []
        self.live = 0
        self.refused: list[tuple] = []

    def wish(self, channel: str, start: datetime, adviser: int | None = None):
        chosen = None if adviser is None else self.advisers[adviser].pk
        return wish_for(staffing(), channel, start, adviser=chosen)

    def free(self, channel: str, *, ignore=()) -> set[datetime]:
        staff = staffing()
        found = selectors.free_times(
            list(staff.advisers.values()), THURSDAY - timedelta(hours=9), THURSDAY + timedelta(days=2),
            need=need(channel), now=self.now, rooms=staff.rooms_for(channel),
        )  # fmt: skip
        return {each.start for each in found}

    def session(self, number: int) -> AdviceSession:
        return AdviceSession.objects.get(pk=self.booked[number % len(self.booked)][0])

    def is_found(self, refusal: scheduling.SlotTaken, channel: str) -> None:
        """What is told as free instead is free."""
        assert {each.start for each in refusal.nearest} <= self.free(channel) or not refusal.nearest

    @rule(channel=CHANNELS, start=STARTS, adviser=st.sampled_from([None, 0, 1]))
    def holds_a_time(self, channel: str, start: datetime, adviser: int | None) -> None:
        wish, free = self.wish(channel, start, adviser), start in self.free(channel)
        try:
            held = scheduling.hold(wish, now=self.now)
        except scheduling.SlotTaken as refusal:
            assert not free or adviser is not None, "what was shown as free was refused"
            self.is_found(refusal, channel) if adviser is None else None
        else:
            assert free, "what was not shown as free was given"
            self.holds.append((wish, [each.pk for each in held]))

    @precondition(lambda self: self.holds)
    @rule(number=NUMBERS)
    def books_what_is_held(self, number: int) -> None:
        wish, ids = self.holds.pop(number % len(self.holds))
        submit = Submit(f"held-{len(self.booked)}-{self.now:%d%H%M}-{ids[0]}", {"n": 1})
        was_held = Reservation.objects.filter(pk__in=ids, status="held", hold_expires_at__gt=self.now).count()
        order = an_order(channel=wish.need.channel)
        try:
            found = sessions.book_held(order, reservation_ids=ids, wish=wish, submit=submit, now=self.now)
        except scheduling.SlotTaken:
            assert was_held < len(ids), "a hold that stood was refused"
        else:
            assert not found.replayed
            self.booked.append((found.session.pk, submit, wish, ids))
            self.live += 1

    @precondition(lambda self: self.booked)
    @rule(number=NUMBERS, same=st.booleans())
    def sends_the_same_form_again(self, number: int, same: bool) -> None:
        key, submit, wish, ids = self.booked[number % len(self.booked)]
        again = submit if same else Submit(submit.key, {"n": 2})
        order = an_order(channel=wish.need.channel)
        try:
            found = sessions.book_held(order, reservation_ids=ids, wish=wish, submit=again, now=self.now)
        except scheduling.SubmitChanged:
            assert not same
        else:
            assert same
            assert (found.session.pk, found.replayed) == (key, True)

    @precondition(lambda self: self.booked)
    @rule(number=NUMBERS, channel=CHANNELS, start=STARTS)
    def is_moved(self, number: int, channel: str, start: datetime) -> None:
        before = self.session(number)
        try:
            moved = sessions.move_session(before, wish=self.wish(channel, start), by=None, now=self.now)
        except (sessions.SessionClosed, sessions.SessionBegun):
            assert not before.is_live or before.starts_at <= self.now
        except scheduling.SlotTaken:
            after = self.session(number)
            assert (after.starts_at, after.sequence) == (before.starts_at, before.sequence)
        else:
            assert before.is_live
            assert (moved.starts_at, moved.channel, moved.sequence) == (start, channel, before.sequence + 1)

    @precondition(lambda self: self.booked)
    @rule(number=NUMBERS, by_us=st.booleans())
    def is_cancelled(self, number: int, by_us: bool) -> None:
        before = self.session(number)
        try:
            if by_us:
                sessions.cancel_by_us(before, by=before.adviser, now=self.now)
            else:
                sessions.cancel_by_relative(before, now=self.now)
        except (sessions.SessionClosed, sessions.SessionBegun):
            assert not before.is_live or before.starts_at <= self.now
        else:
            assert before.is_live
            self.live -= 1

    @rule(start=STARTS, adviser=st.integers(0, 1))
    def a_course_takes_room_and_host(self, start: datetime, adviser: int) -> None:
        span = Span((self.advisers[adviser].pk, self.room.pk), start, start + timedelta(hours=2))
        try:
            scheduling.reserve([span], purpose="course", now=self.now)
        except scheduling.SlotTaken as refusal:
            self.refused.append((list(refusal.taken), [span]))

    @rule(minutes=st.sampled_from([5, 11, 60, 1440]))
    def time_goes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(adviser=st.integers(0, 1), start=STARTS)
    def staff_book_somebody_who_stands_here(self, adviser: int, start: datetime) -> None:
        wish = wish_for(staffing(), Channel.VIDEO, start, adviser=self.advisers[adviser].pk, obey_rules=False)
        submit = Submit(f"staff-{len(self.booked)}-{start:%d%H%M}-{adviser}-{self.now:%d%H%M}", {"n": 1})
        order = an_order(origin=SessionOrigin.STAFF)
        try:
            found = sessions.book_time(order, wish=wish, submit=submit, by=self.advisers[adviser].user, now=self.now)
        except scheduling.SlotTaken:
            return
        if not found.replayed:
            self.booked.append((found.session.pk, submit, wish, []))
            self.live += 1

    @invariant()
    def a_refusal_tells_what_was_in_the_way(self) -> None:
        assert [pair for pair in getattr(self, "refused", ()) if pair[0] != pair[1]] == []

    @invariant()
    def no_two_have_the_same_resource_at_once(self) -> None:
        rows = list(Reservation.objects.filter(status__in=BUSY).order_by("resource_id", "period"))
        for one, other in pairwise(rows):
            assert one.resource_id != other.resource_id or one.period.upper <= other.period.lower

    @invariant()
    def every_session_has_all_its_time_and_nobody_else_has_it(self) -> None:
        rows = AdviceSession.objects.select_related("adviser_time__resource", "room_time")
        live = [each for each in rows if each.is_live]
        assert len(live) == getattr(self, "live", 0), "a session came or went that nobody asked for"
        used = [pk for each in live for pk in sessions.reservation_ids(each)]
        booked = Reservation.objects.filter(status=ReservationStatus.BOOKED, purpose=PURPOSE)
        assert sorted(used) == sorted(booked.values_list("pk", flat=True)), "time is taken for nothing, or twice"
        for each in live:
            time = each.adviser_time
            assert time.resource.user_id == each.adviser_id
            assert time.period.lower <= each.starts_at < each.ends_at <= time.period.upper
            assert (each.room_time is not None) == (each.channel == Channel.IN_PERSON)

    @invariant()
    def what_waits_to_be_sent_is_about_how_it_stands(self) -> None:
        for each in AdviceSession.objects.all():
            waiting = OutboxMessage.objects.filter(target=each.pk, state="pending").exclude(part="cancelled")
            versions = set(waiting.values_list("target_version", flat=True))
            assert versions <= ({each.sequence} if each.is_live else set()), "somebody is reminded of what is not"


def test_p19_time_rooms_and_messages_agree_whatever_happens() -> None:
    run(Booking)
