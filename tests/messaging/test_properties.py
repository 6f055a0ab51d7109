"""Whatever workers do and wherever they die: nothing three times, nothing lost in silence."""

from collections import Counter
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pio.messaging import dispatch, services
from pio.messaging.channels import demo
from pio.messaging.enums import Channel
from pio.messaging.kinds import Message
from pio.messaging.models import DemoDelivery, OutboxMessage
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
MAIL = Message(Channel.EMAIL, "kari@example.org", "Timen din", "Hei")
STEPS = st.one_of(
    st.tuples(st.just("put"), st.integers(0, 2), st.integers(1, 2)),
    st.tuples(st.just("cancel"), st.integers(0, 2), st.none()),
    st.tuples(st.sampled_from(["work", "die_early", "die_handing_over", "die_delivered"]), st.none(), st.none()),
    st.tuples(st.just("wait"), st.integers(0, 5), st.none()),
)


class World:
    """The outbox, a clock, and workers that die when told to."""

    def __init__(self):
        self.now = NOW

    def put(self, number, version):
        services.enqueue(
            kind="probe",
            target=UUID(int=number + 1),
            version=version,
            channel=Channel.EMAIL,
            part="p",
            send_after=self.now,
            now=self.now,
        )

    def cancel(self, number, _none):
        services.cancel_for(UUID(int=number + 1), now=self.now)

    def wait(self, minutes, _none):
        self.now += timedelta(minutes=minutes)

    def work(self, *_none):
        dispatch.send_due(now=self.now)

    def die_early(self, *_none):
        dispatch.claim(now=self.now)

    def die_handing_over(self, *_none):
        for row in dispatch.claim(now=self.now)[:1]:
            dispatch._hand_over(row, now=self.now)

    def die_delivered(self, *_none):
        for row in dispatch.claim(now=self.now)[:1]:
            hand_over = partial(dispatch._hand_over, row, now=self.now)
            demo.send(MAIL, reference=row.dedup_key, handing_over=hand_over)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEPS, max_size=25))
def test_no_history_sends_three_times_or_loses_in_silence(probe, steps):
    OutboxMessage.objects.all().delete()
    DemoDelivery.objects.all().delete()
    world = World()
    for verb, first, second in steps:
        getattr(world, verb)(first, second)
    for _round in range(4):
        world.wait(3, None)
        world.work()
    times = Counter(DemoDelivery.objects.values_list("reference", flat=True))
    for row in OutboxMessage.objects.all():
        delivered = times[row.dedup_key]
        assert row.state in {"sent", "cancelled", "uncertain"}
        assert delivered <= 1 + row.ambiguous_resends
        assert row.state != "sent" or delivered >= 1
        assert row.state != "uncertain" or row.ambiguous_resends == 1
