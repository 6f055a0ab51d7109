"""The demo's mail server and SMS provider: rows that /demo/innboks/ shows. Nothing leaves the machine."""

from collections.abc import Callable

from django.utils import timezone

from pio.messaging.channels import email
from pio.messaging.enums import Channel
from pio.messaging.kinds import Message
from pio.messaging.models import DemoDelivery


def send(message: Message, *, reference: str, handing_over: Callable[[], None]) -> None:
    """Keep the message as it would have arrived; an e-mail is built whole, so that what SMTP would refuse shows here.

    Raises:
        Refused: a line break in a header, or no usable address.
    """
    if message.channel == Channel.EMAIL:
        email.build(message, reference=reference)
    handing_over()
    DemoDelivery.objects.create(
        sent_at=timezone.now(),
        reference=reference,
        content={
            "channel": str(message.channel),
            "to": message.to,
            "subject": message.subject,
            "body": message.body,
            "language": message.language,
            "calendar_method": message.calendar.method if message.calendar else "",
            "calendar": message.calendar.body.decode() if message.calendar else "",
        },
    )
