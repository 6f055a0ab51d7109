"""Interest, the leader's offer, passing over with a reason, and what an intake stop does to offers that are out."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from groups.models import GroupEntry, IntakeStop
from groups.services import offers
from groups.services.entries import IntakeClosed, PlaceTaken, accept_offer, decline_offer, leave
from groups.services.meetings import look_after
from groups.services.stops import Stop, StopOverlaps, end_stop, open_stop
from pio.messaging.models import OutboxMessage
from pio.waitlist import services as waitlist
from tests.groups.factories import member, support_group, waiting

pytestmark = pytest.mark.django_db


def states(group) -> list[str]:
    return list(group.entries.order_by("queue_number").values_list("state", flat=True))


def again(entry: GroupEntry) -> GroupEntry:
    return GroupEntry.objects.select_related("group").get(pk=entry.pk)


def parts(entry: GroupEntry) -> list[str]:
    return list(OutboxMessage.objects.about(entry.pk).order_by("send_after", "part").values_list("part", flat=True))


def test_second_interest_with_the_same_contact_answers_like_the_first(now):
    group = support_group(now)
    first = waiting(group, 1, now)
    assert waiting(group, 1, now).pk == first.pk
    assert group.entries.count() == 1
    assert sorted(parts(first)) == ["link", "waiting"]


def test_place_that_comes_free_is_not_offered_by_itself(now):
    group = support_group(now, capacity=1)
    has_place = member(group, 1, now)
    waiting(group, 2, now)
    leave(has_place, now=now)
    look_after(group, now=now)
    assert states(group) == ["withdrawn", "waiting"]


def test_offer_needs_a_pre_talk(now):
    group = support_group(now)
    entry = waiting(group, 1, now, talked=False)
    with pytest.raises(offers.PreTalkMissing):
        offers.offer_place(entry, now=now)
    assert offers.offer_place(waiting(group, 2, now), now=now).state == "offered"


def test_passing_over_needs_a_reason_and_keeps_the_place_in_the_queue(now):
    group = support_group(now)
    first, second = waiting(group, 1, now), waiting(group, 2, now)
    with pytest.raises(offers.ReasonNeeded):
        offers.offer_place(second, now=now)
    offers.offer_place(second, reason="To i samme familie", now=now)
    kept = again(first)
    assert (kept.state, kept.overtaken, kept.passed_over_reason, kept.queue_number) == (
        "waiting", 1, "To i samme familie", 1
    )  # fmt: skip
    assert kept.passed_on == [localdate(now)]


def test_offer_needs_a_free_place(now):
    group = support_group(now, capacity=1)
    member(group, 1, now)
    with pytest.raises(waitlist.NoPlaceFree):
        offers.offer_place(waiting(group, 2, now), now=now)


def test_offer_that_ran_out_keeps_the_place_in_the_queue_once(now):
    group = support_group(now)
    entry = offers.offer_place(waiting(group, 1, now), now=now)
    look_after(group, now=now + timedelta(days=7))
    assert again(entry).state == "waiting"
    offers.offer_place(again(entry), now=now + timedelta(days=7))
    look_after(group, now=now + timedelta(days=14))
    assert again(entry).state == "expired"


def test_accept_and_decline(now):
    group = support_group(now)
    first = offers.offer_place(waiting(group, 1, now), now=now)
    second = offers.offer_place(waiting(group, 2, now), now=now)
    assert accept_offer(first, now=now).state == "confirmed"
    assert accept_offer(first, now=now).state == "confirmed"
    decline_offer(second, now=now)
    assert states(group) == ["confirmed", "declined"]


def test_accept_when_every_place_has_a_member_is_refused(now):
    group = support_group(now, capacity=1)
    late = offers.offer_place(waiting(group, 1, now), now=now)
    member(group, 2, now)
    with pytest.raises(PlaceTaken):
        accept_offer(late, now=now)


def test_stop_takes_offers_back_and_does_not_count_as_run_out(now):
    group = support_group(now)
    entry = offers.offer_place(waiting(group, 1, now), now=now)
    open_stop(Stop(localdate(now), "Vi har full kø."), now=now)
    kept = again(entry)
    assert (kept.state, kept.expired_offers, kept.queue_number) == ("waiting", 0, 1)
    assert sorted(parts(entry)) == ["offered", "taken_back", "waiting"]


def test_offer_cannot_be_accepted_while_a_stop_lasts(now):
    group = support_group(now)
    entry = offers.offer_place(waiting(group, 1, now), now=now)
    IntakeStop.objects.create(group=group, starts_date=localdate(now), public_text="Full kø.")
    with pytest.raises(IntakeClosed, match=r"Full kø\."):
        accept_offer(entry, now=now)
    with pytest.raises(IntakeClosed):
        waiting(group, 2, now)
    with pytest.raises(IntakeClosed):
        offers.offer_place(entry, now=now)


def test_stop_of_another_group_changes_nothing(now):
    group, other = support_group(now), support_group(now)
    open_stop(Stop(localdate(now), "Full kø.", group_id=other.pk), now=now)
    assert offers.offer_place(waiting(group, 1, now), now=now).state == "offered"


def test_offer_stays_when_a_stop_begins_later_and_is_taken_back_that_day(now):
    group = support_group(now)
    entry = offers.offer_place(waiting(group, 1, now), now=now)
    open_stop(Stop(localdate(now) + timedelta(days=1), "Ferie."), now=now)
    assert again(entry).state == "offered"
    look_after(group, now=now + timedelta(days=1))
    assert again(entry).state == "waiting"


def test_stops_never_overlap(now):
    open_stop(Stop(date(2026, 12, 1), "A", ends_date=date(2026, 12, 24)), now=now)
    with pytest.raises(StopOverlaps):
        open_stop(Stop(date(2026, 12, 24), "B"), now=now)
    open_stop(Stop(date(2026, 12, 25), "B"), now=now)
    assert IntakeStop.objects.count() == 2


def test_ended_stop_takes_people_in_again(now):
    group = support_group(now)
    stop = open_stop(Stop(localdate(now) - timedelta(days=3), "Full kø."), now=now)
    end_stop(stop, now=now)
    assert waiting(group, 1, now).state == "waiting"
    stop.refresh_from_db()
    assert stop.ends_date == localdate(now) - timedelta(days=1)
