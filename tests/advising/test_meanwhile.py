"""What somebody else does between a look and the lock that follows it: it stands, and nothing is done on top of it."""

from datetime import timedelta

import pytest

from advising.enums.sick_days import MoveResult, PlanStatus
from advising.models import AdviceSession, SickDay
from advising.services import session_pauses, sick_days
from advising.services.session_outcomes import Outcome, Present, record_outcome
from pio.messaging.models import OutboxMessage
from pio.scheduling import services as scheduling
from pio.scheduling.enums import ReservationStatus
from pio.scheduling.models import AvailabilityException, Reservation, Resource
from tests.advising.test_sick_days import TEN, booked_at, plan_for, send, today
from tests.conftest import NOW
from tests.meanwhile import meanwhile

pytestmark = pytest.mark.django_db


def test_a_plan_that_another_worker_carries_out_meanwhile_is_not_done_again(anne: Resource, per: Resource) -> None:
    booked_at(anne, today(13))
    send(plan_for(anne))
    theirs: list[int] = []
    with meanwhile(lambda: theirs.append(sick_days.carry_out_due(now=NOW + TEN)), before="FOR NO KEY UPDATE"):
        ours = sick_days.carry_out_due(now=NOW + TEN)
    assert (theirs, ours, AdviceSession.objects.get().sequence) == ([1], 0, 1)
    assert OutboxMessage.objects.filter(part="changed").count() == 1


@pytest.mark.parametrize("choice", ["move", "cancel"])
def test_a_session_whose_outcome_is_written_meanwhile_stays_and_the_other_time_is_free(
    anne: Resource, per: Resource, choice: str
) -> None:
    session, after = booked_at(anne, today(12)), today(12) + timedelta(minutes=1)
    send(plan_for(anne), choice, now=NOW + timedelta(minutes=5))
    came = Outcome("held", people=[Present("mother", position=1)])

    def write_outcome() -> None:
        record_outcome(session, outcome=came, by=anne.user, now=after)

    with meanwhile(write_outcome, after="FOR NO KEY UPDATE", before="SAVEPOINT"):
        assert sick_days.carry_out_due(now=after) == 1
    session.refresh_from_db()
    assert (session.status, session.starts_at, session.adviser, session.sequence) == ("held", today(12), anne.user, 0)
    plan = SickDay.objects.get()
    assert (plan.moves.get().result, plan.status) == (MoveResult.CHANGED, PlanStatus.DONE)
    assert list(Reservation.objects.busy(now=after).values_list("resource", flat=True)) == [anne.pk]


def test_a_talk_that_is_marked_heavy_meanwhile_has_its_long_pause_with_the_colleague(
    anne: Resource, per: Resource
) -> None:
    session = booked_at(anne, today(13))
    send(plan_for(anne))
    session_pauses.mark_heavy(session, heavy=True, by=anne.user, now=NOW)
    sick_days.carry_out_due(now=NOW + TEN)
    moved = Reservation.objects.get(status=ReservationStatus.BOOKED)
    assert (moved.resource, moved.period.lower, moved.period.upper) == (per, today(13), today(14, 30))


def test_a_day_that_was_opened_again_by_hand_can_still_be_undone(anne: Resource, per: Resource) -> None:
    session = booked_at(anne, today(13))
    plan = send(plan_for(anne))
    scheduling.remove_exception(plan.absence_id, by=plan.planned_by, now=NOW)
    sick_days.undo_plan(plan, by=plan.planned_by, now=NOW)
    assert (AvailabilityException.objects.count(), SickDay.objects.get().status) == (0, PlanStatus.UNDONE)
    assert sick_days.carry_out_due(now=NOW + TEN) == 0
    booked = Reservation.objects.filter(status=ReservationStatus.BOOKED)
    assert [row.pk for row in booked] == [session.adviser_time_id]
