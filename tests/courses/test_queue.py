"""The waiting-list engine with courses as its user: who gets a place, in which order, and for how long."""

from datetime import timedelta

import pytest

from courses.models import Offering, Registration
from courses.services.queue import QUEUE
from courses.services.registrations import (
    PartyDoesNotFit,
    RegistrationClosed,
    accept_offer,
    change_party,
    decline_offer,
    sign_up,
    withdraw,
)
from courses.tasks import sweep_offers
from pio.waitlist import services as waitlist
from pio.waitlist.enums import PlaceState
from tests.courses.factories import offering, person

pytestmark = pytest.mark.django_db


def fill(course: Offering, count: int, now, **fields) -> list[Registration]:
    first = Registration.objects.count() + 1
    return [sign_up(course.pk, person(n, **fields), now=now)[1] for n in range(first, first + count)]


def states(course: Offering) -> list[str]:
    return list(course.registrations.order_by("queue_number").values_list("state", flat=True))


def test_first_come_get_the_places_and_the_rest_wait_in_order(now):
    course = offering(now, capacity=2)
    fill(course, 4, now)
    assert states(course) == ["confirmed", "confirmed", "waiting", "waiting"]
    assert list(course.registrations.values_list("queue_number", flat=True)) == [1, 2, 3, 4]


def test_place_that_comes_free_is_offered_to_the_first_in_the_queue(now):
    course = offering(now, capacity=1)
    first, *_others = fill(course, 3, now)
    withdraw(first, now=now)
    assert states(course) == ["withdrawn", "offered", "waiting"]


def test_newcomer_never_passes_the_queue(now):
    course = offering(now, capacity=2)
    fill(course, 1, now)
    pair = sign_up(course.pk, person(50, party_size=2), now=now)[1]
    answer, newcomer = sign_up(course.pk, person(51), now=now)
    assert (pair.state, newcomer.state, answer.number) == ("waiting", "waiting", 2)


def test_larger_party_is_overtaken_at_most_twice(now):
    course = offering(now, capacity=2)
    have = fill(course, 2, now)
    pair = sign_up(course.pk, person(50, party_size=2), now=now)[1]
    singles = fill(course, 4, now)
    withdraw(have[0], now=now)
    assert Registration.objects.get(pk=singles[0].pk).state == "offered"
    accepted = accept_offer(Registration.objects.get(pk=singles[0].pk), now=now)
    withdraw(accepted, now=now)
    assert Registration.objects.get(pk=singles[1].pk).state == "offered"
    assert Registration.objects.get(pk=pair.pk).overtaken == 2
    decline_offer(Registration.objects.get(pk=singles[1].pk), now=now)
    assert Registration.objects.get(pk=singles[2].pk).state == "waiting"
    withdraw(Registration.objects.get(pk=have[1].pk), now=now)
    assert Registration.objects.get(pk=pair.pk).state == "offered"
    assert len(Registration.objects.get(pk=pair.pk).passed_on) == 2


def test_expired_offer_keeps_the_place_in_the_queue_once(now):
    course = offering(now, capacity=1, days_ahead=60)
    first, _second, third = fill(course, 3, now)
    withdraw(first, now=now)
    later = now + timedelta(days=7)
    waitlist.sweep(QUEUE, now=later)
    assert states(course) == ["withdrawn", "waiting", "offered"]
    decline_offer(Registration.objects.get(pk=third.pk), now=later)
    assert states(course) == ["withdrawn", "offered", "declined"]
    waitlist.sweep(QUEUE, now=later + timedelta(days=7))
    assert states(course) == ["withdrawn", "expired", "declined"]


def test_accept_after_the_end_is_refused_with_a_minute_of_grace(now):
    course = offering(now, capacity=1)
    first, second = fill(course, 2, now)
    withdraw(first, now=now)
    offered = Registration.objects.get(pk=second.pk)
    with pytest.raises(waitlist.OfferGone):
        waitlist.accept(QUEUE, offered.pk, now=now, clock=lambda: offered.offer_expires_at + timedelta(seconds=60))
    kept = waitlist.accept(QUEUE, offered.pk, now=now, clock=lambda: offered.offer_expires_at + timedelta(seconds=59))
    assert kept.state == PlaceState.CONFIRMED


def test_accepting_twice_is_accepting_once(now):
    course = offering(now, capacity=1)
    first, second = fill(course, 2, now)
    withdraw(first, now=now)
    accept_offer(Registration.objects.get(pk=second.pk), now=now)
    again = accept_offer(Registration.objects.get(pk=second.pk), now=now)
    assert (again.state, again.version) == ("confirmed", 2)


def test_capacity_below_the_enrolled_is_refused_with_who_they_are(now):
    course = offering(now, capacity=3)
    fill(course, 3, now)
    with pytest.raises(waitlist.CapacityBelowEnrolled) as refusal:
        waitlist.set_capacity(QUEUE, course.pk, capacity=2, now=now)
    assert len(refusal.value.entries) == 3


def test_more_capacity_is_offered_in_order(now):
    course = offering(now, capacity=1)
    fill(course, 4, now)
    waitlist.set_capacity(QUEUE, course.pk, capacity=3, now=now)
    assert states(course) == ["confirmed", "offered", "offered", "waiting"]


def test_party_larger_than_the_offering_is_refused(now):
    course = offering(now, capacity=2)
    with pytest.raises(waitlist.PartyTooLarge):
        sign_up(course.pk, person(1, party_size=3), now=now)


def test_same_contact_twice_is_one_registration_and_the_answer_of_a_new_one(now):
    course = offering(now, capacity=2)
    first, kept = sign_up(course.pk, person(1), now=now)
    answer, same = sign_up(course.pk, person(1, email="PERSON1@example.org"), now=now)
    assert (same.pk, answer) == (kept.pk, first)
    fill(course, 1, now)
    assert sign_up(course.pk, person(1), now=now)[0].number == 1


def test_smaller_party_frees_a_place_for_the_queue(now):
    course = offering(now, capacity=2)
    pair = sign_up(course.pk, person(1, party_size=2), now=now)[1]
    waiting = sign_up(course.pk, person(2), now=now)[1]
    change_party(pair, party_size=1, now=now)
    assert Registration.objects.get(pk=waiting.pk).state == "offered"


def test_larger_party_needs_a_free_place(now):
    course = offering(now, capacity=2)
    one, _other = fill(course, 2, now)
    with pytest.raises(PartyDoesNotFit):
        change_party(one, party_size=2, now=now)


@pytest.mark.parametrize(
    ("fields", "moment"),
    [
        ({"status": "draft"}, 0),
        ({"status": "cancelled"}, 0),
        ({"takes_registrations": False}, 0),
        ({}, 15),
    ],
)
def test_sign_up_is_refused_when_not_open(now, fields, moment):
    course = offering(now, **fields)
    with pytest.raises(RegistrationClosed):
        sign_up(course.pk, person(1), now=now + timedelta(days=moment))


def test_sign_up_obeys_opening_and_deadline_but_staff_may_later(now):
    course = offering(
        now, registration_opens_at=now + timedelta(days=1), registration_closes_at=now + timedelta(days=2)
    )
    for moment in (now, now + timedelta(days=3)):
        with pytest.raises(RegistrationClosed):
            sign_up(course.pk, person(1), now=moment)
    assert sign_up(course.pk, person(1, source="staff"), now=now + timedelta(days=3))[1].state == "confirmed"


def test_sweep_leaves_the_queues_of_what_is_over_alone(now, at):
    over, coming = offering(now, capacity=1, days_ahead=1), offering(now, capacity=1, days_ahead=9)
    for course in (over, coming):
        fill(course, 2, now)
    at(now + timedelta(days=3))
    assert sweep_offers() == 0
    Registration.objects.filter(offering=over, state="confirmed").update(state="withdrawn", left_date=now.date())
    Registration.objects.filter(offering=coming, state="confirmed").update(state="withdrawn", left_date=now.date())
    assert sweep_offers() == 1
    assert (states(over), states(coming)) == (["withdrawn", "waiting"], ["withdrawn", "offered"])
