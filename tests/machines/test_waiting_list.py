"""The waiting list of a course, whatever people do in whatever order (booking.md, "Queue and offers")."""

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from courses.models import Registration
from courses.services import registrations as services
from courses.services.queue import QUEUE
from pio.waitlist import services as waitlist
from pio.waitlist.enums import LIVE, PlaceState
from tests.conftest import NOW
from tests.courses.factories import offering, person
from tests.machines.world import World, run

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PEOPLE = st.integers(1, 7)
PARTIES = st.sampled_from([1, 1, 2, 3])


class WaitingList(World):
    """One course with three places, seven people who come and go, and a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.course = offering(NOW, capacity=3, days_ahead=60)
        self.rows: dict[int, object] = {}
        for who in (1, 2):  # a pair that has its places, and a pair that is too large for the one that is left
            self.signs_up(who=who, party=2)

    def all(self) -> list[Registration]:
        return list(self.course.registrations.order_by("queue_number"))

    def row(self, who: int) -> Registration | None:
        key = self.rows.get(who)
        return Registration.objects.get(pk=key) if key else None

    def standing(self) -> tuple[int, list[Registration]]:
        """Places that nobody has, and those who wait; offers whose time is over hold nothing."""
        rows = [each for each in self.all() if each.is_live]
        kept = [each for each in rows if each.state != PlaceState.WAITING and not self.is_over(each)]
        waiting = [each for each in rows if each.state == PlaceState.WAITING or self.is_over(each)]
        self.course.refresh_from_db()
        return self.course.capacity - sum(each.party_size for each in kept), waiting

    def is_over(self, row: Registration) -> bool:
        return row.state == PlaceState.OFFERED and row.offer_expires_at + timedelta(seconds=60) <= self.now

    @rule(who=PEOPLE, party=PARTIES)
    def signs_up(self, who: int, party: int) -> None:
        free, waiting = self.standing()
        before = self.row(who)
        try:
            answer, row = services.sign_up(self.course.pk, person(who, party_size=party), now=self.now)
        except waitlist.PartyTooLarge:
            assert party > self.course.capacity
            return
        if before is not None and before.is_live:
            assert row.pk == before.pk
            return
        self.rows[who] = row.pk
        gone = [each for each in waiting if self.is_over(each) and each.expired_offers]
        has_place = party <= free and len(waiting) == len(gone)
        assert answer.has_place == has_place, "a newcomer passed the queue, or a free place was refused"
        assert (row.state == PlaceState.CONFIRMED) == has_place

    @rule(who=PEOPLE)
    def accepts(self, who: int) -> None:
        row = self.row(who)
        if row is None:
            return
        may = row.state == PlaceState.CONFIRMED or (row.state == PlaceState.OFFERED and not self.is_over(row))
        try:
            accepted = waitlist.accept(QUEUE, row.pk, now=self.now, clock=lambda: self.now)
        except waitlist.OfferGone:
            assert not may
        else:
            assert may
            assert accepted.state == PlaceState.CONFIRMED

    @rule(who=PEOPLE, state=st.sampled_from([PlaceState.WITHDRAWN, PlaceState.REMOVED, PlaceState.DECLINED]))
    def leaves(self, who: int, state: PlaceState) -> None:
        row = self.row(who)
        if row is None or (state == PlaceState.DECLINED and row.state != PlaceState.OFFERED):
            return
        waitlist.leave(QUEUE, row.pk, state=state, now=self.now)
        assert self.row(who).state == (state if row.is_live else row.state)

    @rule(who=PEOPLE, party=PARTIES)
    def changes_party(self, who: int, party: int) -> None:
        row = self.row(who)
        if row is None or not row.is_live:
            return
        try:
            services.change_party(row, party_size=party, now=self.now)
        except services.PartyDoesNotFit:
            assert party > row.party_size or party > self.course.capacity
            assert self.row(who).party_size == row.party_size

    @rule(capacity=st.integers(1, 5))
    def capacity_is_changed(self, capacity: int) -> None:
        taken = self.course.capacity - self.standing()[0]
        try:
            waitlist.set_capacity(QUEUE, self.course.pk, capacity=capacity, now=self.now)
        except waitlist.CapacityBelowEnrolled as refusal:
            assert capacity < taken
            assert sum(each.party_size for each in refusal.entries) == taken
        else:
            assert capacity >= taken

    @rule(hours=st.sampled_from([1, 12, 24, 72]))
    def time_goes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def the_sweep_comes(self) -> None:
        """The net that hangs under every verb: after it nobody waits for a place that is free."""
        for _time in range(2):  # whose offer has just run out comes last the first time
            waitlist.sweep(QUEUE, now=self.now)
        free, waiting = self.standing()
        assert not waiting or waiting[0].party_size > free, "a free place is lost"
        assert not [each for each in self.all() if self.is_over(each)]

    @invariant()
    def never_more_than_there_are_places(self) -> None:
        self.course.refresh_from_db()
        taken = [each.party_size for each in self.all() if each.state in {PlaceState.CONFIRMED, PlaceState.OFFERED}]
        assert sum(taken) <= self.course.capacity

    @invariant()
    def nobody_is_lost_or_twice_in_the_queue(self) -> None:
        rows = self.all()
        assert [each.queue_number for each in rows] == list(range(1, len(rows) + 1))
        contacts = [bytes(each.email_index) for each in rows if each.is_live]
        assert len(contacts) == len(set(contacts))

    @invariant()
    def the_rules_of_patience_hold(self) -> None:
        for each in self.all():
            assert each.overtaken == len(each.passed_on) <= 2
            assert each.expired_offers <= (1 if each.state in LIVE else 2)
            assert (each.state == PlaceState.EXPIRED) == (each.expired_offers == 2)


def test_p19_the_waiting_list_keeps_its_rules() -> None:
    run(WaitingList)
