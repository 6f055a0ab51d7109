"""«Syk i dag»: other times are held, nobody is moved or told before ten minutes have passed, and all can be undone."""

from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest

from advising.enums.sessions import SessionStatus
from advising.enums.sick_days import PLAN_TRANSITIONS, MoveResult, PlanStatus
from advising.models import AdviceSession, SickDay
from advising.selectors.session_times import staffing, wish_for
from advising.services import sick_days
from advising.services.sessions import book_time, cancel_for_relative
from pio.messaging.models import OutboxMessage
from pio.scheduling import selectors as scheduling
from pio.scheduling.enums import ReservationStatus
from pio.scheduling.models import AvailabilityException, Reservation, Resource
from pio.scheduling.needs import Submit
from tests.advising.factories.sessions import OSLO, AdviserUserFactory, an_order, open_room
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
TEN = timedelta(minutes=10)
TODAY = NOW.date()


def today(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(TODAY, time(hour, minute), OSLO)


def booked_at(
    adviser: Resource, start: datetime, *, channel: str = "video", now: datetime = NOW - timedelta(days=2)
) -> AdviceSession:
    """A session booked with this adviser, some days ago unless told."""
    wish = wish_for(staffing(), channel, start, adviser=adviser.pk)
    order = an_order(channel=channel)
    return book_time(order, wish=wish, submit=Submit(key=uuid4().hex), by=AdviserUserFactory(), now=now).session


def plan_for(adviser: Resource) -> SickDay:
    return sick_days.plan_sick_day(adviser.user, day=TODAY, by=AdviserUserFactory(), now=NOW)


def send(plan: SickDay, choice: str = "move", *, now: datetime = NOW) -> SickDay:
    choices = {move.pk: choice for move in plan.moves.all()}
    return sick_days.send_plan(plan, choices=choices, by=plan.planned_by, now=now)


def messages() -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.filter(part__in=["changed", "cancelled"])
    return [(row.part, row.state) for row in rows.order_by("send_after", "pk")]


def test_the_same_time_with_a_colleague_is_held_first(anne: Resource, per: Resource) -> None:
    session = booked_at(anne, today(13))
    plan = plan_for(anne)
    move = plan.moves.get()
    assert (move.session, move.starts_at, move.adviser_time.resource) == (session, session.starts_at, per)
    assert (move.adviser_time.status, move.room_time) == (ReservationStatus.HELD, None)


def test_the_first_time_after_it_when_the_colleague_is_busy(anne: Resource, per: Resource) -> None:
    booked_at(per, today(13))
    booked_at(anne, today(13))
    move = plan_for(anne).moves.get()
    assert move.starts_at == today(14)
    assert move.adviser_time.resource == per


def test_with_nobody_else_it_is_to_be_cancelled(anne: Resource) -> None:
    booked_at(anne, today(13))
    move = plan_for(anne).moves.get()
    assert (move.choice, move.starts_at, move.adviser_time) == ("cancel", None, None)


def test_nothing_moves_and_no_message_is_written_for_ten_minutes(anne: Resource, per: Resource) -> None:
    session = booked_at(anne, today(13))
    send(plan_for(anne))
    assert sick_days.carry_out_due(now=NOW + TEN - timedelta(seconds=1)) == 0
    session.refresh_from_db()
    assert (session.adviser, session.sequence, messages()) == (anne.user, 0, [])
    assert sick_days.carry_out_due(now=NOW + TEN) == 1
    session.refresh_from_db()
    assert (session.adviser, session.starts_at, session.sequence) == (per.user, today(13), 1)
    assert messages() == [("changed", "pending")]
    assert sick_days.carry_out_due(now=NOW + TEN) == 0


def test_the_day_is_closed_at_once_and_its_own_time_given_back_when_it_moves(anne: Resource, per: Resource) -> None:
    session = booked_at(anne, today(13))
    old = session.adviser_time
    plan = send(plan_for(anne))
    free = scheduling.free_times([anne], NOW, today(23), need=sick_days.wish_of(session, NOW, staffing()).need, now=NOW)
    assert free == []
    sick_days.carry_out_due(now=NOW + TEN)
    old.refresh_from_db()
    assert (old.status, plan.absence.from_date, plan.absence.to_date) == (ReservationStatus.CANCELLED, TODAY, TODAY)
    assert not Reservation.objects.filter(status=ReservationStatus.HELD).exists()


def test_undone_leaves_everything_as_it_was(anne: Resource, per: Resource) -> None:
    session = booked_at(anne, today(13))
    before = set(Reservation.objects.values_list("pk", "status"))
    plan = send(plan_for(anne))
    sick_days.undo_plan(plan, by=plan.planned_by, now=NOW + TEN - timedelta(seconds=1))
    assert sick_days.carry_out_due(now=NOW + TEN) == 0
    session.refresh_from_db()
    assert (session.adviser, session.sequence, messages()) == (anne.user, 0, [])
    assert set(Reservation.objects.exclude(status=ReservationStatus.CANCELLED).values_list("pk", "status")) == before
    assert (AvailabilityException.objects.count(), SickDay.objects.get().status) == (0, PlanStatus.UNDONE)


def test_a_plan_goes_only_where_the_table_leads() -> None:
    ends = {status for status, after in PLAN_TRANSITIONS.items() if not after}
    assert (set(PLAN_TRANSITIONS), ends) == (set(PlanStatus), {PlanStatus.DONE, PlanStatus.UNDONE})


def test_after_ten_minutes_it_cannot_be_undone(anne: Resource, per: Resource) -> None:
    booked_at(anne, today(13))
    plan = send(plan_for(anne))
    with pytest.raises(sick_days.TooLateToUndo):
        sick_days.undo_plan(plan, by=plan.planned_by, now=NOW + TEN)
    sick_days.carry_out_due(now=NOW + TEN)
    with pytest.raises(sick_days.PlanClosed):
        sick_days.undo_plan(plan, by=plan.planned_by, now=NOW + TEN)


@pytest.mark.parametrize(
    ("choice", "status", "sent"),
    [("cancel", SessionStatus.CANCELLED_BY_US, [("cancelled", "pending")]), ("leave", SessionStatus.BOOKED, [])],
)
def test_cancelled_or_left_as_chosen(
    anne: Resource, per: Resource, choice: str, status: str, sent: list[tuple[str, str]]
) -> None:
    session = booked_at(anne, today(13))
    send(plan_for(anne), choice)
    assert not Reservation.objects.filter(resource=per, status__in=("held", "booked")).exists()
    sick_days.carry_out_due(now=NOW + TEN)
    session.refresh_from_db()
    assert (session.status, session.adviser, messages()) == (status, anne.user, sent)


def test_what_somebody_changes_meanwhile_is_left_as_they_changed_it(anne: Resource, per: Resource) -> None:
    session = booked_at(anne, today(13))
    plan = send(plan_for(anne))
    cancel_for_relative(session, by=plan.planned_by, now=NOW)
    sick_days.carry_out_due(now=NOW + TEN)
    assert plan.moves.get().result == MoveResult.CHANGED
    assert not Reservation.objects.filter(status=ReservationStatus.BOOKED).exists()
    assert AdviceSession.objects.get().status == SessionStatus.CANCELLED_LATE


def test_a_session_booked_after_the_plan_makes_it_outdated(anne: Resource, per: Resource) -> None:
    booked_at(anne, today(13))
    plan = plan_for(anne)
    booked_at(anne, today(14))
    with pytest.raises(sick_days.PlanOutdated):
        send(plan)
    assert (AvailabilityException.objects.count(), SickDay.objects.get().status) == (0, PlanStatus.PLANNED)


def test_a_hold_that_ran_out_and_was_taken_makes_it_outdated(anne: Resource, per: Resource) -> None:
    booked_at(anne, today(13))
    plan = plan_for(anne)
    later = NOW + timedelta(minutes=11)
    Reservation.objects.filter(status=ReservationStatus.HELD).update(status=ReservationStatus.CANCELLED)
    booked_at(per, today(13))
    with pytest.raises(sick_days.PlanOutdated):
        send(plan, now=later)


def test_in_person_at_the_same_time_keeps_its_room(anne: Resource, per: Resource) -> None:
    room = open_room()
    session = booked_at(anne, today(13), channel="in_person")
    send(plan_for(anne))
    sick_days.carry_out_due(now=NOW + TEN)
    session.refresh_from_db()
    assert (session.adviser, session.room_time.resource) == (per.user, room)
    assert session.room_time.status == ReservationStatus.BOOKED
