"""The ways out of the house. `PIO_MESSAGES_VIA` chooses: `live` (SMTP and SMS provider) or `demo` (the inbox page)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

from pio.messaging.channels import demo, email, sms
from pio.messaging.enums import Channel
from pio.messaging.kinds import Message


def send(message: Message, *, reference: str, handing_over: Callable[[], None]) -> None:
    """Send one message.

    Args:
        reference: the row's dedup key; becomes the Message-ID, and the SMS provider's idempotency reference.
        handing_over: called once, at the last moment before the content leaves; what it raises stops the sending.

    Raises:
        Refused: for good. Unreachable: certainly not delivered, try later. Ambiguous: it may have been delivered.
    """
    if settings.PIO_MESSAGES_VIA == "demo":
        demo.send(message, reference=reference, handing_over=handing_over)
    elif message.channel == Channel.EMAIL:
        email.send(message, reference=reference, handing_over=handing_over)
    else:
        sms.send(message, reference=reference, handing_over=handing_over)


@contextmanager
def open_connections() -> Iterator[None]:
    """Keep one connection to the mail server for all messages sent inside."""
    with email.kept_connection():
        yield
