"""Claims of many rows at once: by how few statements, which rows, and what a worker that dies holds up."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pio.messaging import dispatch, kinds, retention
from pio.messaging.enums import Channel
from pio.messaging.kinds import Message, MessageKind
from pio.messaging.models import DemoDelivery, OutboxMessage
from tests.conftest import NOW
from tests.messaging.factories import OutboxMessageFactory

pytestmark = pytest.mark.django_db
LEASE, SECOND = timedelta(minutes=2), timedelta(seconds=1)


def rows_now():
    return sorted(OutboxMessage.objects.values_list("state", "reason", "attempts", "ambiguous_resends"))


@pytest.mark.parametrize("number", [1, 3, 10])
def test_a_claim_costs_the_same_for_one_row_and_for_ten(probe, number, django_assert_num_queries):
    OutboxMessageFactory.create_batch(number)
    with django_assert_num_queries(4):  # savepoint, look and lock, lease, release
        assert len(dispatch.claim(now=NOW)) == number
    assert rows_now() == [("leased", "", 1, 0)] * number


def test_a_message_costs_three_statements_beside_what_it_says(probe, django_assert_num_queries):
    OutboxMessageFactory.create_batch(3)
    kinds.register(MessageKind("probe", probe.compose))  # one that wipes nothing
    rows = dispatch.claim(now=NOW)
    with django_assert_num_queries(9):  # hand over, the demo's delivery, mark
        for row in rows:
            dispatch.carry(row, now=NOW)
    assert rows_now() == [("sent", "", 1, 0)] * 3


def test_a_claim_takes_the_oldest_and_no_more_than_ten(probe):
    rows = [OutboxMessageFactory(send_after=NOW - number * SECOND) for number in range(12)]
    assert [row.pk for row in dispatch.claim(now=NOW)] == [row.pk for row in reversed(rows[2:])]
    assert {row.pk for row in dispatch.claim(now=NOW)} == {row.pk for row in rows[:2]}


def test_each_row_of_a_claim_has_its_own_past(probe):
    OutboxMessageFactory()
    for resends in (0, 1):
        OutboxMessageFactory(state="leased", handed_over_at=NOW, attempts=2, ambiguous_resends=resends)
    assert len(dispatch.claim(now=NOW)) == 2
    assert rows_now() == [("leased", "", 1, 0), ("leased", "", 3, 1), ("uncertain", "worker_lost", 2, 1)]


def test_a_worker_that_dies_with_three_in_hand_holds_two_up_until_the_lease_ends(probe):
    OutboxMessageFactory.create_batch(3)
    dispatch.carry(dispatch.claim(now=NOW)[0], now=NOW)
    assert dispatch.send_due(now=NOW + LEASE - SECOND) == 0
    assert dispatch.send_due(now=NOW + LEASE) == 2
    assert rows_now() == [("sent", "", 1, 0), ("sent", "", 2, 0), ("sent", "", 2, 0)]
    assert DemoDelivery.objects.count() == 3


def test_handing_over_renews_the_lease(probe):
    """Late in a claim: another worker must not think that this one has died while it talks to the server."""
    OutboxMessageFactory()
    (row,) = dispatch.claim(now=NOW)
    late = NOW + LEASE - SECOND
    dispatch._hand_over(row, now=late)
    assert dispatch.claim(now=NOW + LEASE) == []
    assert [each.ambiguous_resends for each in dispatch.claim(now=late + LEASE)] == [1]


def test_wiping_that_fails_leaves_the_row_as_after_any_fault(probe):
    def finished(_row):
        raise ZeroDivisionError

    day = MessageKind("probe", probe.compose, finished=finished, keeps_day_only=lambda _row: True)
    kinds.register(day)
    row = OutboxMessageFactory()
    dispatch.send_due(now=NOW)
    row.refresh_from_db()
    assert (row.state, row.reason, row.ambiguous_resends) == ("pending", "ZeroDivisionError", 1)
    assert (row.send_after, row.next_attempt_at, row.sent_at) == (NOW, NOW + timedelta(minutes=1), None)


@pytest.mark.parametrize("wall", ["2026-10-25 02:30", "2026-07-01 00:00:01", "2026-03-29 23:59:59.9"])
def test_a_kind_that_keeps_the_day_only_says_what_the_nightly_cut_would(probe, wall):
    now = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo("Europe/Oslo"))
    probe.answer = Message(Channel.EMAIL, "kari@example.org", "Timen din", "Hei")
    kinds.register(MessageKind("probe", probe.compose))
    late = now + timedelta(days=3)
    plain = OutboxMessageFactory(send_after=now, not_after=late)
    dispatch.send_due(now=now)
    assert retention.coarsen(OutboxMessage.objects.all(), now=now) == 1
    kinds.register(MessageKind("probe", probe.compose, keeps_day_only=lambda row: row.part == "secret"))
    secret = OutboxMessageFactory(send_after=now, not_after=late, part="secret")
    dispatch.send_due(now=now)
    times = OutboxMessage.objects.values_list(*retention.TIMES)
    assert times.get(pk=secret.pk) == times.get(pk=plain.pk)
