"""The last word of the database, and what is not there any more."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.http import Http404
from django.utils import timezone

from pio.drafts import services as drafts
from pio.scheduling import permissions, services
from pio.scheduling.refusals import Busy, SlotTaken
from pio.scheduling.services import locks
from tests.scheduling.factories import ReservationFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_an_exception_that_is_gone_is_not_found(login) -> None:
    with pytest.raises(Http404):
        permissions.access_exception(login("adviser").user, uuid4())


def test_time_that_was_given_back_cannot_be_stretched(now) -> None:
    gone = ReservationFactory(status="cancelled", period=(now, now + HOUR))
    with pytest.raises(services.BookingGone):
        services.stretch(gone.pk, until=now, now=now)


def test_what_postgresql_excludes_is_a_taken_slot(now) -> None:
    taken = ReservationFactory(period=(now, now + HOUR))
    with pytest.raises(SlotTaken):
        services.in_transaction(lambda: ReservationFactory(resource=taken.resource, period=taken.period))


def test_other_broken_rules_are_no_taken_slot() -> None:
    with pytest.raises(IntegrityError):
        services.in_transaction(lambda: ReservationFactory(period=None))


def waited(times: list[int]) -> None:
    """As when somebody else holds the lock for longer than we wait."""
    times.append(1)
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'lock' USING ERRCODE = 'lock_not_available'; END $$")


def test_who_waits_in_vain_tries_three_times_and_is_told(monkeypatch) -> None:
    times: list[int] = []
    monkeypatch.setattr(locks, "JITTER_SECONDS", (0.0, 0.0))
    with pytest.raises(Busy):
        services.in_transaction(lambda: waited(times))
    assert len(times) == 3


def test_a_fault_of_another_kind_is_not_tried_again() -> None:
    times: list[int] = []

    def work() -> None:
        times.append(1)
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'query_canceled'; END $$")

    with pytest.raises(OperationalError):
        services.in_transaction(work)
    assert len(times) == 1


def test_a_form_without_a_draft_can_always_be_sent(login) -> None:
    user = login("adviser").user
    assert [drafts.lock_open(posted, by=user) for posted in ("", "none")] == [True, True]
    sent = str(uuid4())
    assert drafts.lock_open(sent, by=user) is True
    drafts.finish(sent, by=user, now=timezone.now())
    assert drafts.lock_open(sent, by=user) is False


def test_a_closed_day_that_is_not_there_is_not_found(login) -> None:
    for role in ("manager", "adviser"):
        with pytest.raises(Http404):
            permissions.access_closure(login(role).user, uuid4())
