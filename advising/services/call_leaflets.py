"""A link by SMS to somebody on the phone. Nothing joins it to the call; the number goes when the message has gone."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from advising.enums.calls import LeafletPage
from advising.models import CallLeaflet
from pio.accounts.models import User
from pio.messaging.enums import Channel
from pio.messaging.services import enqueue

KIND = "call_leaflet"
KEPT = dt.timedelta(days=1)


@transaction.atomic
def send_leaflet(page: LeafletPage, *, number: str, language: str, by: User, now: dt.datetime) -> CallLeaflet:
    """Put the SMS in the outbox; `number` is E.164. It is dropped if it cannot be sent within a day."""
    row = CallLeaflet.objects.create(number=number, page=page, language=language, created_on=timezone.localdate(now))
    enqueue(
        kind=KIND, target=row.pk, version=0, channel=Channel.SMS, language=language, send_after=now,
        not_after=now + KEPT, now=now,
    )  # fmt: skip
    return row


def forget_leaflet(pk: UUID) -> None:
    """Delete the number of a message that is sent or given up."""
    CallLeaflet.objects.filter(pk=pk).delete()
