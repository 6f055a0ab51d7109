"""What PostgreSQL itself forbids, whatever the code does."""

from datetime import datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from pio.scheduling.intervals import OSLO
from pio.scheduling.models import Reservation
from tests.scheduling.factories import AdviserFactory, ExceptionFactory, ReservationFactory, RoomFactory, RuleFactory

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 30, 10, tzinfo=OSLO)
HOUR = timedelta(hours=1)


def refused(make: object, **values: object) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make(**values)
    return error.value.__cause__.diag.constraint_name


@pytest.mark.parametrize("status", ["held", "booked", "blocked"])
def test_overlap_is_forbidden(status: str) -> None:
    one = ReservationFactory(period=(TEN, TEN + HOUR))
    values = {"hold_started_at": TEN, "hold_expires_at": TEN} if status == "held" else {}
    made = refused(
        ReservationFactory, resource=one.resource, period=(TEN + HOUR / 2, TEN + 2 * HOUR), status=status, **values
    )
    assert made == "scheduling_reservation_no_overlap"


def test_touching_and_cancelled_and_other_resources_are_allowed() -> None:
    one = ReservationFactory(period=(TEN, TEN + HOUR))
    ReservationFactory(resource=one.resource, period=(TEN + HOUR, TEN + 2 * HOUR))
    ReservationFactory(resource=one.resource, period=(TEN, TEN + HOUR), status="cancelled")
    ReservationFactory(period=(TEN, TEN + HOUR))
    assert Reservation.objects.count() == 4


def test_overlap_has_words_for_people() -> None:
    one = ReservationFactory(period=(TEN, TEN + HOUR))
    two = ReservationFactory.build(resource=one.resource, period=DateTimeTZRange(TEN, TEN + HOUR))
    with pytest.raises(ValidationError) as error:
        two.validate_constraints()
    assert error.value.messages == ["Tiden er nettopp blitt tatt."]


@pytest.mark.parametrize(
    "period",
    [
        pytest.param(DateTimeTZRange(None, TEN), id="no start"),
        pytest.param(DateTimeTZRange(TEN, None), id="no end"),
        pytest.param(DateTimeTZRange(TEN, TEN + HOUR, "[]"), id="end included"),
        pytest.param(DateTimeTZRange(TEN, TEN + HOUR, "(]"), id="start left out"),
        pytest.param(DateTimeTZRange(TEN, TEN), id="empty"),
    ],
)
def test_periods_are_bounded_and_half_open(period: DateTimeTZRange) -> None:
    assert refused(ReservationFactory, period=period) == "scheduling_reservation_bounded_half_open"


def test_a_hold_runs_out() -> None:
    made = refused(ReservationFactory, period=(TEN, TEN + HOUR), status="held")
    assert made == "scheduling_reservation_hold_expires"


def test_times_and_kinds_are_in_order() -> None:
    assert refused(RuleFactory, start_wall=time(10), end_wall=time(10)) == "scheduling_rule_times_in_order"
    assert refused(RuleFactory, weekday=7) == "scheduling_rule_weekday"
    assert refused(RuleFactory, valid_to="2025-01-01") == "scheduling_rule_dates_in_order"
    assert refused(ExceptionFactory, to_date="2026-11-29") == "scheduling_exception_dates_in_order"
    assert refused(ExceptionFactory, kind="open") == "scheduling_exception_times_in_order"
    assert refused(ExceptionFactory, start_wall=time(9)) == "scheduling_exception_times_in_order"
    assert refused(AdviserFactory, capacity=3) == "scheduling_resource_fits_kind"
    assert RoomFactory().capacity == 6


def test_transactions_are_read_committed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("read committed",)
