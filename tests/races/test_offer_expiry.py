"""An offer is accepted at the very moment when it runs out (booking.md, 9): never two holders, never a lost place."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from courses.models import Offering, Registration
from courses.services.queue import QUEUE
from courses.services.registrations import sign_up, withdraw
from pio.waitlist import services as waitlist
from pio.waitlist.clock import GRACE, database_clock
from pio.waitlist.services import Queue
from tests.courses.factories import offering, person

pytestmark = pytest.mark.django_db(transaction=True)
RACES = 1000
AROUND = 0.05  # seconds on each side of the end
LAG = 0.03  # until both threads are at the start
RIGHT = {("confirmed", "waiting"), ("waiting", "offered")}


def an_offer() -> tuple[Offering, Registration, Registration]:
    """One place: the second has the offer, the third waits."""
    now = timezone.now()
    course = offering(now, capacity=1)
    first, second, third = (sign_up(course.pk, person(number), now=now)[1] for number in (1, 2, 3))
    withdraw(first, now=now)
    return course, second, third


def again(second: Registration, third: Registration, *, ends_in: float) -> None:
    """As it was, with an offer whose grace ends in so many seconds."""
    now = timezone.now()
    ends = now + timedelta(seconds=ends_in) - GRACE
    fresh = {"version": 1, "expired_offers": 0, "placed_date": None, "left_date": None}
    Registration.objects.filter(pk=second.pk).update(state="offered", offered_at=now, offer_expires_at=ends, **fresh)
    Registration.objects.filter(pk=third.pk).update(state="waiting", offered_at=None, offer_expires_at=None, **fresh)


def race(*work: Callable[[], object]) -> None:
    """Let all begin together; each has a connection of its own."""
    together = threading.Barrier(len(work))

    def run(each: Callable[[], object]) -> None:
        together.wait()
        try:
            each()
        except waitlist.OfferGone:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(each,)) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def outcomes(races: int, *, linger: float = 0.0) -> Counter[tuple[str, str]]:
    """How the races ended: the states of the second and the third."""
    course, second, third = an_offer()
    chance, seen = random.Random(9), Counter()

    def now():
        moment = timezone.now()
        time.sleep(linger)
        return moment

    for _race in range(races):
        again(second, third, ends_in=LAG + chance.uniform(-AROUND, AROUND))
        race(
            lambda: waitlist.accept(QUEUE, second.pk, now=timezone.now(), clock=now if linger else database_clock),
            lambda: time.sleep(linger / 2) or waitlist.promote(QUEUE, course.pk, now=timezone.now()),
        )
        states = dict(Registration.objects.filter(pk__in=[second.pk, third.pk]).values_list("pk", "state"))
        if (
            states[second.pk] == "offered"
        ):  # the sweep came before the end, the answer after it: the next sweep mends it
            time.sleep(AROUND * 2)
            waitlist.promote(QUEUE, course.pk, now=timezone.now())
            states = dict(Registration.objects.filter(pk__in=[second.pk, third.pk]).values_list("pk", "state"))
        seen[states[second.pk], states[third.pk]] += 1
    return seen


def test_a_thousand_acceptances_at_the_end_of_the_offer_have_one_holder_each() -> None:
    seen = outcomes(RACES)
    assert set(seen) == RIGHT, seen
    assert seen.total() == RACES


def test_control_without_the_lock_two_have_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Queue, "lock", lambda queue, key: queue.owner._default_manager.get(pk=key))
    assert set(outcomes(60, linger=0.06)) - RIGHT != set()
