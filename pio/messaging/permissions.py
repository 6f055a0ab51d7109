"""Who reaches a row of the outbox. The right to the page (`messaging.queue`) stands in the table of rights."""

from uuid import UUID

from pio.core.errors import or_404
from pio.messaging.models import OutboxMessage


def access_waiting_message(pk: UUID) -> OutboxMessage:
    """A message by its id; holders of `messaging.queue` see every row, since rows hold no content.

    Raises:
        Http404: there is none.
    """
    row = OutboxMessage.objects.filter(pk=pk).first()
    return or_404(row)
