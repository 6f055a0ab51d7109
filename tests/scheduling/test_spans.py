"""Course evenings and blocks: all or none, evenings that trade places, release."""

from datetime import datetime, timedelta

import pytest

from pio.scheduling import services
from pio.scheduling.intervals import OSLO
from pio.scheduling.models import Reservation
from pio.scheduling.needs import Span
from tests.scheduling.factories import AdviserFactory, ReservationFactory, RoomFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, tzinfo=OSLO)
EVENING = datetime(2026, 12, 1, 18, tzinfo=OSLO)
WEEK, HOUR = timedelta(days=7), timedelta(hours=1)


def evenings(*resources: object, number: int = 3) -> list[Span]:
    ids = tuple(each.id for each in resources)
    return [Span(ids, EVENING + WEEK * week, EVENING + WEEK * week + 3 * HOUR) for week in range(number)]


def ids(rows: list[list[Reservation]]) -> list[list[object]]:
    return [[each.id for each in row] for row in rows]


def live() -> list[tuple[str, datetime, str]]:
    rows = Reservation.objects.exclude(status="cancelled").order_by("period", "resource__kind")
    return [(each.resource.kind, each.period.lower, each.status) for each in rows]


def test_reserve_takes_every_evening_with_room_and_leader() -> None:
    rows = services.reserve(evenings(AdviserFactory(), RoomFactory()), purpose="course", now=NOW)
    assert [len(row) for row in rows] == [2, 2, 2]
    assert live() == [(kind, EVENING + WEEK * week, "booked") for week in range(3) for kind in ("adviser", "room")]


def test_reserve_is_all_or_none_and_names_what_is_in_the_way() -> None:
    room = RoomFactory()
    second = EVENING + WEEK
    ReservationFactory(resource=room, period=(second + HOUR, second + 4 * HOUR), purpose="group")
    with pytest.raises(services.SlotTaken) as refused:
        services.reserve(evenings(room), purpose="course", now=NOW)
    assert [span.start for span in refused.value.taken] == [second]
    assert len(live()) == 1


def test_evenings_of_one_request_may_not_overlap_one_another() -> None:
    room = RoomFactory()
    spans = [Span((room.id,), EVENING, EVENING + HOUR), Span((room.id,), EVENING + HOUR / 2, EVENING + 2 * HOUR)]
    with pytest.raises(services.SlotTaken) as refused:
        services.reserve(spans, purpose="course", now=NOW)
    assert refused.value.taken == (spans[1],)


def test_reserve_nothing_is_nothing() -> None:
    assert services.reserve([], purpose="course", now=NOW) == []


def test_reserve_passes_over_holds_that_have_run_out() -> None:
    room = RoomFactory()
    ReservationFactory(
        resource=room, period=(EVENING, EVENING + HOUR), status="held", hold_started_at=NOW - HOUR, hold_expires_at=NOW
    )
    services.reserve(evenings(room, number=1), purpose="course", now=NOW)
    assert live() == [("room", EVENING, "booked")]


def test_block_keeps_everybody_out() -> None:
    room = RoomFactory()
    services.block(evenings(room, number=1), purpose="staff", now=NOW)
    with pytest.raises(services.SlotTaken):
        services.reserve(evenings(room, number=1), purpose="course", now=NOW)
    assert live() == [("room", EVENING, "blocked")]


def test_evenings_may_trade_places() -> None:
    room = RoomFactory()
    first, second = evenings(room, number=2)
    rows = ids(services.reserve([first, second], purpose="course", now=NOW))
    moved = services.move_spans([(second, rows[0]), (first, rows[1])], purpose="course", now=NOW)
    assert ids(moved) == rows
    assert {each.id: each.period.lower for each in Reservation.objects.all()} == {
        rows[0][0]: second.start,
        rows[1][0]: first.start,
    }


def test_moving_adds_and_releases_resources() -> None:
    room, leader, other = RoomFactory(), AdviserFactory(), AdviserFactory()
    (rows,) = ids(services.reserve(evenings(leader, room, number=1), purpose="course", now=NOW))
    later = Span((other.id, room.id, leader.id), EVENING + HOUR, EVENING + 4 * HOUR)
    (moved,) = services.move_spans([(later, rows)], purpose="course", now=NOW)
    assert [each.resource_id for each in moved] == [other.id, room.id, leader.id]
    fewer = Span((room.id,), EVENING + HOUR, EVENING + 4 * HOUR)
    services.move_spans([(fewer, [each.id for each in moved])], purpose="course", now=NOW)
    assert live() == [("room", EVENING + HOUR, "booked")]


def test_moving_onto_another_is_refused_and_leaves_everything() -> None:
    room = RoomFactory()
    (rows,) = ids(services.reserve(evenings(room, number=1), purpose="course", now=NOW))
    ReservationFactory(resource=room, period=(EVENING + WEEK, EVENING + WEEK + HOUR))
    with pytest.raises(services.SlotTaken):
        services.move_spans([(Span((room.id,), EVENING + WEEK, EVENING + WEEK + HOUR), rows)], purpose="c", now=NOW)
    assert [start for _kind, start, _status in live()] == [EVENING, EVENING + WEEK]


def test_moving_what_has_been_released_is_refused() -> None:
    room = RoomFactory()
    (rows,) = ids(services.reserve(evenings(room, number=1), purpose="course", now=NOW))
    assert services.release(rows, now=NOW) == 1
    with pytest.raises(services.BookingGone):
        services.move_spans([(evenings(room, number=1)[0], rows)], purpose="course", now=NOW)


def test_the_constraint_has_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the look left out, PostgreSQL refuses and the service says it in its own words."""
    from pio.scheduling.services import spans

    room = RoomFactory()
    services.reserve(evenings(room, number=1), purpose="course", now=NOW)
    monkeypatch.setattr(spans, "_refuse_taken", lambda *args, **kwargs: None)
    with pytest.raises(services.SlotTaken):
        services.reserve(evenings(room, number=1), purpose="course", now=NOW)
    assert len(live()) == 1
