"""Hold, book, confirm, extend, move, release: what each does and each way it refuses."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from pio.accounts.models import User
from pio.scheduling import services
from pio.scheduling.enums import ExceptionKind
from pio.scheduling.intervals import OSLO
from pio.scheduling.models import Reservation, Resource, SubmitRecord
from pio.scheduling.needs import Need, Submit, Wish
from tests.accounts.factories import person
from tests.scheduling.factories import (
    AdviserFactory,
    ClosureFactory,
    ExceptionFactory,
    ReservationFactory,
    RoomFactory,
    open_all_week,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=OSLO)
MONDAY_TEN = datetime(2026, 11, 30, 10, 0, tzinfo=OSLO)
HOUR = timedelta(hours=1)
NEED = Need(minutes=60)


def adviser(**values: object) -> Resource:
    made = AdviserFactory(**values)
    open_all_week(made)
    return made


def wish(*advisers: Resource, start: datetime = MONDAY_TEN, need: Need = NEED, **values: object) -> Wish:
    return Wish(start=start, need=need, purpose="advising", advisers=tuple(each.id for each in advisers), **values)


def ids(reservations: list[Reservation]) -> list[object]:
    return [each.id for each in reservations]


def submit(**body: object) -> Submit:
    return Submit(key=str(uuid4()), body=body)


def answer(reservations: list[Reservation]) -> dict[str, str]:
    return {"reservation": str(reservations[0].id)}


def live() -> list[tuple[str, datetime, str]]:
    rows = Reservation.objects.exclude(status="cancelled").order_by("period", "resource__kind")
    return [(each.resource.name, each.period.lower.astimezone(OSLO), each.status) for each in rows]


def test_hold_keeps_the_time_for_ten_minutes() -> None:
    one = adviser(name="Anne")
    (held,) = services.hold(wish(one), now=NOW)
    assert live() == [("Anne", MONDAY_TEN, "held")]
    assert held.hold_expires_at == NOW + timedelta(minutes=10)


def test_hold_takes_recovery_and_buffers() -> None:
    one = adviser(recovery_minutes=15)
    (held,) = services.hold(wish(one, need=Need(minutes=60, before_minutes=5)), now=NOW)
    held.refresh_from_db()
    assert (held.period.lower, held.period.upper) == (MONDAY_TEN - timedelta(minutes=5), MONDAY_TEN + HOUR * 1.25)


def test_hold_of_a_taken_time_offers_the_three_nearest() -> None:
    one = adviser()
    services.hold(wish(one), now=NOW)
    with pytest.raises(services.SlotTaken) as refused:
        services.hold(wish(one), now=NOW)
    assert [each.start.astimezone(OSLO).strftime("%d %H:%M") for each in refused.value.nearest] == [
        "30 09:00",
        "30 11:00",
        "30 11:30",
    ]
    assert refused.value.message == "Tiden er dessverre ikke ledig lenger. Velg en annen tid."


def test_hold_replaces_the_earlier_hold() -> None:
    one = adviser(name="Anne")
    first = services.hold(wish(one), now=NOW)
    services.hold(wish(one, start=MONDAY_TEN + HOUR / 2), now=NOW, replaces=ids(first))
    assert live() == [("Anne", MONDAY_TEN + HOUR / 2, "held")]


def test_hold_refused_leaves_the_earlier_hold() -> None:
    one = adviser(name="Anne")
    first = services.hold(wish(one), now=NOW)
    services.hold(wish(one, start=MONDAY_TEN + 2 * HOUR), now=NOW)
    with pytest.raises(services.SlotTaken):
        services.hold(wish(one, start=MONDAY_TEN + 2 * HOUR), now=NOW, replaces=ids(first))
    assert live() == [("Anne", MONDAY_TEN, "held"), ("Anne", MONDAY_TEN + 2 * HOUR, "held")]


def test_hold_does_not_release_what_is_booked() -> None:
    one = adviser(name="Anne")
    booked = ReservationFactory(resource=one, period=(MONDAY_TEN, MONDAY_TEN + HOUR))
    services.hold(wish(one, start=MONDAY_TEN + 2 * HOUR), now=NOW, replaces=[booked.id])
    assert live() == [("Anne", MONDAY_TEN, "booked"), ("Anne", MONDAY_TEN + 2 * HOUR, "held")]


def test_expired_hold_is_free_for_the_next() -> None:
    one = adviser(name="Anne")
    services.hold(wish(one), now=NOW)
    services.hold(wish(one), now=NOW + timedelta(minutes=10))
    assert [each.status for each in Reservation.objects.order_by("hold_expires_at")] == ["cancelled", "held"]


@pytest.mark.parametrize(
    "start",
    [
        pytest.param(MONDAY_TEN - 2 * HOUR, id="before opening"),
        pytest.param(MONDAY_TEN + 5 * HOUR, id="after closing"),
        pytest.param(MONDAY_TEN + timedelta(minutes=10), id="off the grid"),
        pytest.param(NOW + HOUR, id="less than the notice"),
        pytest.param(MONDAY_TEN + timedelta(weeks=9), id="beyond the horizon"),
        pytest.param(datetime(2026, 12, 24, 10, tzinfo=OSLO), id="closed day"),
        pytest.param(datetime(2026, 12, 1, 10, tzinfo=OSLO), id="adviser away"),
    ],
)
def test_hold_outside_the_rules_is_refused(start: datetime) -> None:
    one = adviser()
    ClosureFactory()
    ExceptionFactory(resource=one, from_date=date(2026, 12, 1), to_date=date(2026, 12, 1))
    with pytest.raises(services.SlotTaken):
        services.hold(wish(one, start=start), now=NOW)
    assert live() == []


def test_staff_may_book_outside_the_rules_but_not_over_another() -> None:
    one = adviser(name="Anne")
    evening = MONDAY_TEN + timedelta(hours=8, minutes=10)
    services.book(wish(one, start=evening, obey_rules=False), submit=submit(), write=answer, now=NOW)
    with pytest.raises(services.SlotTaken):
        services.book(wish(one, start=evening + HOUR / 2, obey_rules=False), submit=submit(), write=answer, now=NOW)
    assert live() == [("Anne", evening, "booked")]


def test_day_cap_closes_the_day() -> None:
    one = adviser(max_per_day=1)
    services.hold(wish(one), now=NOW)
    with pytest.raises(services.SlotTaken) as refused:
        services.hold(wish(one, start=MONDAY_TEN + 2 * HOUR), now=NOW)
    assert {each.start.astimezone(OSLO).date() for each in refused.value.nearest} == {date(2026, 12, 1)}


def test_inactive_adviser_is_refused() -> None:
    one = adviser(active=False)
    with pytest.raises(services.SlotTaken) as refused:
        services.hold(wish(one), now=NOW)
    assert refused.value.nearest == ()


def test_channel_must_be_offered() -> None:
    one = AdviserFactory()
    open_all_week(one, channels=["phone"])
    with pytest.raises(services.SlotTaken):
        services.hold(wish(one, need=Need(minutes=60, channel="video")), now=NOW)
    assert len(services.hold(wish(one, need=Need(minutes=60, channel="phone")), now=NOW)) == 1


def test_any_adviser_is_the_preferred_one_then_the_least_loaded() -> None:
    first, second, third = (adviser(name=name) for name in ("Anne", "Berit", "Cato"))
    ReservationFactory(resource=first, period=(MONDAY_TEN + 3 * HOUR, MONDAY_TEN + 4 * HOUR))
    ReservationFactory(resource=third, period=(MONDAY_TEN + 3 * HOUR, MONDAY_TEN + 4 * HOUR))
    chosen = [
        services.hold(wish(first, second, third, preferred=third.id), now=NOW)[0].resource.name,
        services.hold(wish(first, second, third, preferred=third.id), now=NOW)[0].resource.name,
        services.hold(wish(first, second, third, preferred=third.id), now=NOW)[0].resource.name,
    ]
    assert chosen == ["Cato", "Berit", "Anne"]
    with pytest.raises(services.SlotTaken):
        services.hold(wish(first, second, third), now=NOW)


def test_in_person_takes_the_smallest_free_room_as_well() -> None:
    one, two = adviser(name="Anne"), adviser(name="Berit")
    small, large = RoomFactory(name="Lite", capacity=3), RoomFactory(name="Stort", capacity=9)
    rooms = (large.id, small.id)
    taken = [services.hold(wish(one, rooms=rooms), now=NOW), services.hold(wish(two, rooms=rooms), now=NOW)]
    assert [[each.resource.name for each in pair] for pair in taken] == [["Anne", "Lite"], ["Berit", "Stort"]]
    third = adviser(name="Cato")
    with pytest.raises(services.SlotTaken):
        services.hold(wish(third, rooms=rooms), now=NOW)


def test_confirm_books_what_was_held() -> None:
    one = adviser(name="Anne")
    held = services.hold(wish(one), now=NOW)
    outcome = services.confirm(ids(held), wish=wish(one), submit=submit(), write=answer, now=NOW)
    assert (outcome.answer, outcome.replayed) == ({"reservation": str(held[0].id)}, False)
    assert live() == [("Anne", MONDAY_TEN, "booked")]


def test_confirm_again_replays_the_answer_and_writes_once() -> None:
    one = adviser(name="Anne")
    held = services.hold(wish(one), now=NOW)
    sent, calls = submit(name="a"), []

    def write(reservations: list[Reservation]) -> dict[str, str]:
        calls.append(reservations)
        return answer(reservations)

    first = services.confirm(ids(held), wish=wish(one), submit=sent, write=write, now=NOW)
    second = services.confirm(ids(held), wish=wish(one), submit=sent, write=write, now=NOW)
    assert (second.answer, second.replayed, len(calls)) == (first.answer, True, 1)


def test_same_key_with_another_body_is_refused() -> None:
    one = adviser()
    services.book(wish(one), submit=Submit("k", {"a": 1}), write=answer, now=NOW)
    with pytest.raises(services.SubmitChanged):
        services.book(wish(one), submit=Submit("k", {"a": 2}), write=answer, now=NOW)
    assert Reservation.objects.count() == 1


def test_refused_submit_leaves_no_record() -> None:
    one = adviser()
    services.hold(wish(one), now=NOW)
    with pytest.raises(services.SlotTaken):
        services.book(wish(one), submit=Submit("k", {}), write=answer, now=NOW)
    assert SubmitRecord.objects.count() == 0


def test_confirm_after_the_hold_takes_the_time_again() -> None:
    one = adviser(name="Anne")
    held = services.hold(wish(one), now=NOW)
    later = NOW + timedelta(minutes=11)
    services.confirm(ids(held), wish=wish(one), submit=submit(), write=answer, now=later)
    assert live()[-1] == ("Anne", MONDAY_TEN, "booked")
    assert Reservation.objects.filter(status="booked").count() == 1


def test_confirm_after_the_hold_is_refused_when_another_has_it() -> None:
    one = adviser(name="Anne")
    held = services.hold(wish(one), now=NOW)
    later = NOW + timedelta(minutes=11)
    services.hold(wish(one), now=later)
    with pytest.raises(services.HoldExpired) as refused:
        services.confirm(ids(held), wish=wish(one), submit=submit(), write=answer, now=later)
    assert len(refused.value.nearest) == 3
    assert live() == [("Anne", MONDAY_TEN, "held")]


def test_confirm_with_another_wish_takes_what_was_wished() -> None:
    one = adviser(name="Anne")
    held = services.hold(wish(one), now=NOW)
    noon = MONDAY_TEN + 2 * HOUR
    services.confirm(ids(held), wish=wish(one, start=noon), submit=submit(), write=answer, now=NOW)
    assert live() == [("Anne", noon, "booked")]


def close_the_day(one: Resource, by: User) -> None:
    services.add_closure(MONDAY_TEN.date(), name="Planleggingsdag", by=by, now=NOW)


def be_away(one: Resource, by: User) -> None:
    away = services.Absence(ExceptionKind.CLOSED, MONDAY_TEN.date(), MONDAY_TEN.date())
    services.add_exception(one.id, away, by=by, now=NOW)


def end_the_week(one: Resource, by: User) -> None:
    for rule in one.rules.all():
        services.end_rule(rule.id, last_date=NOW.date(), by=by, now=NOW)


@pytest.mark.parametrize("change", [close_the_day, be_away, end_the_week])
def test_confirm_is_refused_when_the_day_was_closed_meanwhile(change: Callable[[Resource, User], None]) -> None:
    one = adviser()
    held = services.hold(wish(one), now=NOW)
    change(one, person("manager", created_on=NOW.date()))
    with pytest.raises(services.HoldExpired):
        services.confirm(ids(held), wish=wish(one), submit=submit(), write=answer, now=NOW)
    assert live() == []


@pytest.mark.parametrize("rooms", [0, 1])
def test_holding_costs_five_statements_and_confirming_seven(rooms: int, django_assert_num_queries: object) -> None:
    """Beside them two for the savepoint in the test's transaction; a whole booking's write may have 15."""
    one = adviser()
    wanted = wish(one, rooms=tuple(each.id for each in RoomFactory.create_batch(rooms)))
    with django_assert_num_queries(5 + 2):
        held = services.hold(wanted, now=NOW)
    with django_assert_num_queries(7 + 2):
        services.confirm(ids(held), wish=wanted, submit=submit(), write=answer, now=NOW)


def test_confirm_without_a_hold_books() -> None:
    one = adviser(name="Anne")
    services.confirm([], wish=wish(one), submit=submit(), write=answer, now=NOW)
    assert live() == [("Anne", MONDAY_TEN, "booked")]


def test_extend_gives_ten_more_minutes_up_to_an_hour() -> None:
    held = services.hold(wish(adviser()), now=NOW)
    at = NOW
    for minutes in (8, 16, 24, 32, 40, 48):
        at = NOW + timedelta(minutes=minutes)
        assert services.extend_hold(ids(held), now=at) == at + timedelta(minutes=10)
    assert services.extend_hold(ids(held), now=NOW + timedelta(minutes=55)) == NOW + HOUR
    with pytest.raises(services.HoldTooLong):
        services.extend_hold(ids(held), now=NOW + timedelta(minutes=56))


def test_extend_after_it_ran_out_is_refused() -> None:
    held = services.hold(wish(adviser()), now=NOW)
    with pytest.raises(services.HoldExpired):
        services.extend_hold(ids(held), now=NOW + timedelta(minutes=10))
    with pytest.raises(services.HoldExpired):
        services.extend_hold([], now=NOW)


def booked(*advisers: Resource, **values: object) -> list[Reservation]:
    found: list[Reservation] = []
    services.book(
        wish(*advisers, **values),
        submit=submit(),
        write=lambda reservations: found.extend(reservations) or answer(reservations),
        now=NOW,
    )
    return found


def test_move_may_overlap_its_own_old_time() -> None:
    one = adviser(name="Anne")
    old = booked(one)
    services.move(ids(old), wish=wish(one, start=MONDAY_TEN + HOUR / 2), write=answer, now=NOW)
    assert live() == [("Anne", MONDAY_TEN + HOUR / 2, "booked")]
    assert Reservation.objects.get().id == old[0].id


def test_move_onto_another_is_refused_and_keeps_the_old_time() -> None:
    one = adviser(name="Anne")
    old = booked(one)
    booked(one, start=MONDAY_TEN + HOUR)
    with pytest.raises(services.SlotTaken):
        services.move(ids(old), wish=wish(one, start=MONDAY_TEN + HOUR), write=answer, now=NOW)
    assert live() == [("Anne", MONDAY_TEN, "booked"), ("Anne", MONDAY_TEN + HOUR, "booked")]


def test_move_to_another_adviser_and_to_the_phone_releases_the_room() -> None:
    one, two, room = adviser(name="Anne"), adviser(name="Berit"), RoomFactory(name="Rom")
    old = booked(one, rooms=(room.id,))
    services.move(ids(old), wish=wish(two), write=answer, now=NOW)
    assert live() == [("Berit", MONDAY_TEN, "booked")]
    services.move([old[0].id], wish=wish(two, rooms=(room.id,)), write=answer, now=NOW)
    assert live() == [("Berit", MONDAY_TEN, "booked"), ("Rom", MONDAY_TEN, "booked")]


def test_move_of_a_cancelled_booking_is_refused() -> None:
    one = adviser()
    old = booked(one)
    services.release(ids(old), now=NOW)
    with pytest.raises(services.BookingGone):
        services.move(ids(old), wish=wish(one, start=MONDAY_TEN + HOUR), write=answer, now=NOW)
    with pytest.raises(services.BookingGone):
        services.move([], wish=wish(one, start=MONDAY_TEN + HOUR), write=answer, now=NOW)


def test_move_twice_with_one_submit_moves_once() -> None:
    one = adviser(name="Anne")
    old, sent = booked(one), submit()
    for _time in range(2):
        services.move(ids(old), wish=wish(one, start=MONDAY_TEN + HOUR), write=answer, now=NOW, submit=sent)
    assert live() == [("Anne", MONDAY_TEN + HOUR, "booked")]


def test_release_frees_the_time_once() -> None:
    one = adviser(name="Anne")
    old = booked(one)
    assert [services.release(ids(old), now=NOW), services.release(ids(old), now=NOW)] == [1, 0]
    services.hold(wish(one), now=NOW)


def test_write_that_fails_takes_nothing() -> None:
    def fail(reservations: list[Reservation]) -> dict[str, str]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        services.book(wish(adviser()), submit=submit(), write=fail, now=NOW)
    assert (Reservation.objects.count(), SubmitRecord.objects.count()) == (0, 0)


def test_extra_hours_offer_only_their_ways_of_meeting() -> None:
    one = AdviserFactory()
    ExceptionFactory(
        resource=one,
        kind="open",
        from_date=MONDAY_TEN.date(),
        to_date=MONDAY_TEN.date(),
        start_wall=MONDAY_TEN.time(),
        end_wall=(MONDAY_TEN + HOUR).time(),
        channels=["phone"],
    )
    with pytest.raises(services.SlotTaken):
        services.hold(wish(one, need=Need(minutes=60, channel="video")), now=NOW)
    assert len(services.hold(wish(one, need=Need(minutes=60, channel="phone")), now=NOW)) == 1
