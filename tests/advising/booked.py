"""Booked sessions for the tests of their life: an adviser with open hours, a booking through a hold, its messages."""

from datetime import timedelta

from advising.selectors.session_times import staffing, wish_for
from advising.services import sessions
from pio.messaging.models import OutboxMessage
from pio.scheduling import services as scheduling
from pio.scheduling.needs import Submit
from tests.advising.factories.sessions import (
    THURSDAY,
    an_order,
)
from tests.conftest import NOW

AFTER = THURSDAY + timedelta(minutes=70)


def wish(start=THURSDAY, channel="video"):
    return wish_for(staffing(), channel, start, adviser=None)


def booked(start=THURSDAY, key="k", now=NOW, **changes):
    """A session booked by a relative through a hold."""
    order = an_order(**changes)
    held = scheduling.hold(wish(start, order.channel), now=now)
    ids = [each.pk for each in held]
    return sessions.book_held(
        order, reservation_ids=ids, wish=wish(start, order.channel), submit=Submit(key, {"a": 1}), now=now
    ).session


def messages(session):
    rows = OutboxMessage.objects.filter(target=session.pk).exclude(state="cancelled").order_by("send_after", "channel")
    return [(row.part, row.offset, row.channel, row.target_version) for row in rows]
