"""Time that somebody else takes between a look and the lock after it: another is chosen, or the refusal says so."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from pio.scheduling import services
from pio.scheduling.enums import ReservationStatus
from pio.scheduling.models import Reservation
from tests.meanwhile import meanwhile
from tests.scheduling.factories import ReservationFactory
from tests.scheduling.test_booking import HOUR, MONDAY_TEN, NOW, adviser, answer, ids, live, submit, wish

pytestmark = pytest.mark.django_db
LOCK = "FOR NO KEY UPDATE"


@contextmanager
def before_each_lock(act: Callable[[], object], *, times: int) -> Iterator[list[str]]:
    """Let `act` happen before each of the first `times` locks; all locks are listed."""
    locks: list[str] = []

    def pass_on(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if LOCK in sql:
            locks.append(sql)
            if len(locks) <= times:
                act()
        return execute(sql, *rest)

    with connection.execute_wrapper(pass_on):
        yield locks


def test_the_next_adviser_is_taken_when_the_best_is_taken_at_the_last_moment() -> None:
    first, second = sorted((adviser(name="Anne"), adviser(name="Per")), key=lambda each: each.id)

    def take() -> None:
        ReservationFactory(resource=first, period=(MONDAY_TEN, MONDAY_TEN + HOUR))

    with before_each_lock(take, times=1) as locks:
        (held,) = services.hold(wish(first, second), now=NOW)
    assert (held.resource, len(locks)) == (second, 2)


@pytest.mark.parametrize(("times", "gets_it", "locks"), [(2, True, 3), (3, True, 4), (4, False, 4)])
def test_what_is_taken_and_let_go_again_and_again_is_tried_once_for_each_adviser(
    times: int, gets_it: bool, locks: int
) -> None:
    """Each try is taken back whole, and with it what was taken before its lock: the time looks free every time."""
    both = adviser(name="Anne"), adviser(name="Per")

    def take() -> None:
        for each in both:
            ReservationFactory(resource=each, period=(MONDAY_TEN, MONDAY_TEN + HOUR))

    with before_each_lock(take, times=times) as tried:
        if gets_it:
            assert len(services.hold(wish(*both), now=NOW)) == 1
        else:
            with pytest.raises(services.SlotTaken):
                services.hold(wish(*both), now=NOW)
    assert (len(tried), len(live())) == (locks, int(gets_it))


def test_nobody_is_waited_for_when_all_are_taken_meanwhile() -> None:
    both = adviser(name="Anne"), adviser(name="Per")

    def take() -> None:
        for each in both:
            ReservationFactory(resource=each, period=(MONDAY_TEN, MONDAY_TEN + HOUR))

    with (
        meanwhile(take, after='FROM "scheduling_resource"', before="SAVEPOINT"),
        before_each_lock(lambda: None, times=0) as locks,
        pytest.raises(services.SlotTaken),
    ):
        services.hold(wish(*both), now=NOW)
    assert len(locks) == 2


def test_a_hold_that_is_taken_between_the_look_and_the_lock_is_refused_with_other_times() -> None:
    one = adviser()
    held = services.hold(wish(one), now=NOW)

    def take() -> None:
        Reservation.objects.filter(id__in=ids(held)).update(status=ReservationStatus.CANCELLED)
        ReservationFactory(resource=one, period=(MONDAY_TEN, MONDAY_TEN + HOUR))

    with meanwhile(take, before=LOCK), pytest.raises(services.HoldExpired) as refused:
        services.confirm(ids(held), wish=wish(one), submit=submit(), write=answer, now=NOW)
    assert len(refused.value.nearest) == 3
    assert [status for _name, _start, status in live()] == ["held"]
    services.confirm(ids(held), wish=wish(one), submit=submit(), write=answer, now=NOW + timedelta(minutes=1))
    assert [status for _name, _start, status in live()] == ["booked"]
