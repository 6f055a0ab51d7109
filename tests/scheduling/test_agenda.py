"""Times that were found are kept until something that they depend on is another, and no longer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from pio.scheduling import agenda, availability, models, selectors
from pio.scheduling.intervals import OSLO
from pio.scheduling.needs import Need
from tests.scheduling.factories import (
    AdviserFactory,
    ClosureFactory,
    ExceptionFactory,
    ReservationFactory,
    RoomFactory,
    RuleFactory,
    open_all_week,
)

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 30, 0, 0, tzinfo=OSLO)
NEXT = MONDAY + timedelta(days=7)
TALK = Need(minutes=60, channel="video", notice=timedelta(), heavy=True)


def at(hour: int, day: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour)


def free(who: models.Resource, need: Need = TALK, rooms: list[models.Resource] | None = None) -> list[datetime]:
    who.refresh_from_db()
    for room in rooms or []:
        room.refresh_from_db()
    found = selectors.free_times([who], MONDAY, NEXT, need=need, now=MONDAY, rooms=rooms or [])
    return [each.start for each in found]


def set_to(**values: object) -> Callable[[models.Resource], object]:
    return lambda who: models.Resource.objects.filter(pk=who.pk).update(**values)


CHANGES: dict[str, Callable[[models.Resource], object]] = {
    "a rule": lambda who: RuleFactory(resource=who, weekday=5, channels=["video"]),
    "a rule's channels": lambda who: who.rules.update(channels=["phone"]),
    "an exception": lambda who: ExceptionFactory(resource=who, from_date=date(2026, 12, 2), to_date=date(2026, 12, 2)),
    "extra hours": lambda who: ExceptionFactory(
        resource=who, kind="open", from_date=date(2026, 12, 5), to_date=date(2026, 12, 5), start_wall=time(9),
        end_wall=time(12),
    ),
    "a closed day": lambda who: ClosureFactory(date=date(2026, 12, 1)),
    "another closed day": lambda who: models.Closure.objects.update(open_anyway=True),
    "a reservation": lambda who: ReservationFactory(resource=who, period=(at(10, 2), at(11, 2))),
    "a reservation moved": lambda who: who.reservations.filter(status="blocked").update(period=(at(9, 2), at(10, 2))),
    "a reservation gone": lambda who: who.reservations.update(status="cancelled"),
    "a reservation that is no visit": lambda who: who.reservations.update(status="blocked"),
    "the most a day": set_to(max_per_day=None),
    "the pause": set_to(recovery_minutes=60),
    "the pause after a heavy talk": set_to(heavy_recovery_minutes=90),
}  # fmt: skip


@pytest.fixture
def anne() -> models.Resource:
    """Open nine to three, one visit on Monday, which is all she has that day; Friday is closed."""
    anne: models.Resource = AdviserFactory(max_per_day=1, heavy_recovery_minutes=30)
    open_all_week(anne)
    ReservationFactory(resource=anne, period=(at(9), at(10)))
    ReservationFactory(resource=anne, period=(at(11, 1), at(12, 1)), status="blocked")
    ClosureFactory(date=date(2026, 12, 4))
    return anne


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_changes_is_seen_at_once(anne: models.Resource, change: Callable[[models.Resource], object]) -> None:
    before = free(anne)
    assert before == free(anne)
    change(anne)
    after = free(anne)
    agenda.kept_starts.cache_clear()
    assert after == free(anne)
    assert after != before


@pytest.mark.parametrize(
    "other",
    [
        replace(TALK, minutes=90),
        replace(TALK, channel="in_person"),
        replace(TALK, step_minutes=60),
        replace(TALK, before_minutes=30),
        replace(TALK, after_minutes=60),
        replace(TALK, heavy=False),
    ],
    ids=["minutes", "channel", "step", "before", "after", "heavy"],
)
def test_another_need_has_other_times(anne: models.Resource, other: Need) -> None:
    anne.rules.filter(weekday=2).update(channels=["video"])
    assert free(anne) != free(anne, other)


def test_a_room_that_is_taken_is_seen_at_once(anne: models.Resource) -> None:
    room = RoomFactory()
    before = free(anne, rooms=[room])
    ReservationFactory(resource=room, period=(at(9, 2), at(15, 2)))
    after = free(anne, rooms=[room])
    assert [each for each in before if each.date() != at(0, 2).date()] == after != before


def test_a_booking_changes_one_agenda_of_all() -> None:
    """PostgreSQL gives what keeps somebody busy in any order, and in another one as soon as a row is written."""
    advisers = [AdviserFactory() for _number in range(3)]
    for who in advisers:
        open_all_week(who)
        for hour in (13, 9, 11):
            ReservationFactory(
                resource=who, period=(at(hour), at(hour + 1)), status="held", hold_started_at=MONDAY,
                hold_expires_at=MONDAY + timedelta(minutes=10),
            )  # fmt: skip

    def looked_up() -> int:
        selectors.free_times(advisers, MONDAY, NEXT, need=TALK, now=MONDAY)
        return agenda.kept_starts.cache_info().misses

    begun = looked_up()
    assert looked_up() == begun
    for each in advisers[0].reservations.order_by("period"):
        each.status, each.hold_started_at, each.hold_expires_at = "booked", None, None
        each.save()
    assert looked_up() == begun, "the same hours are taken"
    ReservationFactory(resource=advisers[1], period=(at(9, 1), at(10, 1)))
    assert looked_up() == begun + 1


def test_what_is_asked_under_the_lock_is_not_kept(anne: models.Resource) -> None:
    kept = agenda.kept_starts.cache_info()
    found = availability.load([anne], at(12, 2), at(12, 2), now=MONDAY)
    assert found.is_free(anne, at(12, 2), TALK)
    assert agenda.kept_starts.cache_info() == kept
