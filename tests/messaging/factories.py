"""Rows of the outbox for tests, by default due at the fixed moment of the tests."""

from uuid import uuid4

import factory

from pio.messaging.enums import Channel, MessageState
from pio.messaging.models import DemoDelivery, OutboxMessage
from tests.conftest import NOW


class OutboxMessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OutboxMessage

    dedup_key = factory.Sequence(lambda number: f"probe:{number}")
    kind = "probe"
    channel = Channel.EMAIL
    target = factory.LazyFunction(uuid4)
    target_version = 1
    send_after = NOW
    next_attempt_at = factory.SelfAttribute("send_after")
    state = MessageState.PENDING
    lease_until = factory.LazyAttribute(lambda row: row.next_attempt_at if row.state == MessageState.LEASED else None)
    sent_at = factory.LazyAttribute(lambda row: NOW if row.state == MessageState.SENT else None)


class DemoDeliveryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DemoDelivery

    sent_at = NOW
    reference = factory.Sequence(lambda number: f"probe:{number}")
    content = factory.LazyAttribute(
        lambda row: {
            "channel": row.channel,
            "to": row.to,
            "subject": row.subject,
            "body": row.body,
            "language": "nb",
            "calendar_method": row.calendar_method,
            "calendar": row.calendar,
        }
    )

    class Params:
        channel = "email"
        to = "kari@example.org"
        subject = "Timen din"
        body = "Hei\n"
        calendar_method = ""
        calendar = ""
