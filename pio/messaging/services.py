"""Verbs on the outbox: put a message in, cancel what is no longer true, retry or close what needs a person.

Sending is in `dispatch.py`. `enqueue` runs in the transaction of what the message is about, so a message exists
exactly when its reason does; workers only carry it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from pio.celery import app
from pio.core.errors import Refusal
from pio.messaging import dispatch, waking
from pio.messaging.enums import Channel, MessageState
from pio.messaging.models import OutboxMessage

logger = logging.getLogger(__name__)


class MessageNotWaiting(Refusal):
    """Somebody else has retried or closed the message already."""


def dedup_key(
    *,
    kind: str,
    target: UUID,
    part: str,
    version: int,
    offset: str,
    channel: Channel,
    person: str,
) -> str:
    """The name of one message to one person; two rows can never share it (booking.md, Messages)."""
    return f"{kind}:{target}:{part}:{version}:{offset}:{channel}:{person}"


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One message to put in the outbox.

    Args:
        kind: key of a registered `MessageKind`.
        target: id of what it is about; `compose` reads it again.
        version: the target's version (sequence); it rises with every move and cancellation.
        part: which part of the target (`confirmation`, `evening-2`).
        person: a pseudonymous id of the recipient within the target, never an address.
        offset: for reminders, `24h` or `2h`.
        send_after: aware datetime before which it is not sent; a worker is woken at commit when it has come.
        not_after: aware datetime after which it is dropped as too late.
    """

    kind: str
    target: UUID
    version: int
    channel: Channel
    send_after: datetime
    part: str = ""
    person: str = ""
    offset: str = ""
    language: str = "nb"
    not_after: datetime | None = None

    @property
    def key(self) -> str:
        """Its `dedup_key`."""
        return dedup_key(
            kind=self.kind, target=self.target, part=self.part, version=self.version, offset=self.offset,
            channel=self.channel, person=self.person,
        )  # fmt: skip

    def fields(self) -> dict[str, Any]:
        """The other fields of the row."""
        return {
            "kind": self.kind, "channel": self.channel, "target": self.target, "target_version": self.version,
            "part": self.part, "person": self.person, "offset": self.offset, "language": self.language,
            "send_after": self.send_after, "next_attempt_at": self.send_after, "not_after": self.not_after,
        }  # fmt: skip


def enqueue(  # noqa: PLR0913  the parts of the key and the times, all by keyword
    *, kind: str, target: UUID, version: int, channel: Channel, part: str = "", person: str = "", offset: str = "",
    language: str = "nb", send_after: datetime, not_after: datetime | None = None, now: datetime,
) -> OutboxMessage:  # fmt: skip
    """Put one message in the outbox, in the caller's transaction; the same key a second time adds nothing.

    Args:
        kind, target, version, channel, part, person, offset, language, send_after, not_after: as of `Outgoing`.

    Returns:
        The row, or the row that already had this key.
    """
    outgoing = Outgoing(
        kind=kind, target=target, version=version, channel=channel, part=part, person=person, offset=offset,
        language=language, send_after=send_after, not_after=not_after,
    )  # fmt: skip
    row, created = OutboxMessage.objects.get_or_create(dedup_key=outgoing.key, defaults=outgoing.fields())
    if created and send_after <= now:
        transaction.on_commit(wake_workers)
    return row


def enqueue_all(messages: Iterable[Outgoing], *, now: datetime) -> None:
    """Put messages in the outbox in one statement, in the caller's transaction; a key that is there adds nothing."""
    outgoing = list(messages)
    rows = [OutboxMessage(dedup_key=each.key, **each.fields()) for each in outgoing]
    OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True)
    if any(each.send_after <= now for each in outgoing):
        transaction.on_commit(wake_workers)


def cancel_for(target: UUID, *, kinds: tuple[str, ...] | None = None, now: datetime) -> int:
    """Cancel what is still to be sent about `target`; what a worker is handing over right now goes on.

    Args:
        kinds: only these kinds; every kind when None.

    Returns:
        Number of messages cancelled.
    """
    rows = OutboxMessage.objects.about(target).live().filter(handed_over_at__isnull=True)
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    with transaction.atomic():
        locked = list(rows.select_for_update(no_key=True).order_by("pk"))
        for row in locked:
            dispatch.close(row, MessageState.CANCELLED, reason="cancelled", now=now)
    return len(locked)


def retry(row: OutboxMessage, *, by: object, now: datetime) -> None:
    """A person has decided that a failed or uncertain message shall be sent again.

    Raises:
        MessageNotWaiting: it is not failed or uncertain any more.
    """
    _decide(
        row,
        state=MessageState.PENDING,
        reason="",
        next_attempt_at=now,
        closed_at=None,
        handed_over_at=None,
    )
    logger.info("message retried", extra={"kind": row.kind, "by": str(getattr(by, "pk", ""))})
    transaction.on_commit(wake_workers)


def close(row: OutboxMessage, *, by: object, now: datetime) -> None:
    """A person has taken care of a failed or uncertain message in another way.

    Raises:
        MessageNotWaiting: it is not failed or uncertain any more.
    """
    _decide(row, state=MessageState.CANCELLED, reason="closed_by_staff", closed_at=now)
    logger.info("message closed", extra={"kind": row.kind, "by": str(getattr(by, "pk", ""))})


def _decide(row: OutboxMessage, **changes: object) -> None:
    if not OutboxMessage.objects.for_staff().filter(pk=row.pk).update(**changes):
        raise MessageNotWaiting(_("Meldingen er allerede tatt hånd om."))


def wake_workers() -> None:
    """Ask a worker to look at the outbox now. A broker that is down costs at most the wait for the next beat."""
    if not waking.is_needed():
        return
    try:
        app.send_task("pio.messaging.tasks.send_due", retry=False, ignore_result=True)
    except (OperationalError, OSError, RedisError) as problem:
        logger.warning("no worker woken: %s", type(problem).__name__)
