"""What the outbox forgets: the time of day after a day, the row after sixty."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pio.core.privacy import declaration
from pio.messaging import retention
from pio.messaging.models import OutboxMessage
from tests.conftest import NOW
from tests.messaging.factories import OutboxMessageFactory

OSLO = ZoneInfo("Europe/Oslo")
pytestmark = pytest.mark.django_db


def test_sent_row_keeps_only_the_day_in_norway():
    late_evening = datetime(2026, 10, 25, 0, 30, tzinfo=OSLO)
    row = OutboxMessageFactory(state="sent", send_after=late_evening, sent_at=late_evening, closed_at=late_evening)
    assert retention.coarsen(OutboxMessage.objects.all(), now=NOW) == 1
    row.refresh_from_db()
    midnight = datetime(2026, 10, 25, tzinfo=OSLO)
    assert {row.send_after, row.next_attempt_at, row.sent_at, row.closed_at} == {midnight}
    assert (row.not_after, row.state) == (None, "sent")
    assert retention.coarsen(OutboxMessage.objects.all(), now=NOW) == 0


def test_rules_hold_for_what_is_done_and_not_for_what_waits_for_a_person():
    for state in ("sent", "dropped", "cancelled", "failed", "uncertain"):
        OutboxMessageFactory(state=state, closed_at=NOW - timedelta(days=90), kind=state)
    rules = {rule.name: rule for rule in declaration(OutboxMessage).retention}
    assert {name: (rule.since, rule.days) for name, rule in rules.items()} == {
        "messaging.times": ("closed_at", 1),
        "messaging.outbox": ("closed_at", 60),
    }
    for rule in rules.values():
        found = OutboxMessage.objects.filter(rule.where).values_list("kind", flat=True)
        assert set(found) == {"sent", "dropped", "cancelled"}
