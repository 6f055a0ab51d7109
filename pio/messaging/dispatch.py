"""Carries outbox rows to their channel: claim, re-read, hand over, mark.

A claim is one short transaction with SKIP LOCKED that gives a lease of two minutes; nothing is locked while a server
is talked to. `handed_over_at` is committed at the last moment before the content leaves. A worker that dies before
that costs nothing; one that dies after it leaves an ambiguous row: it may have arrived. Such a row is re-sent once,
then it waits for a person in the list "uncertain" (booking.md, Messages). `attempts` grows with every lease and proves
who holds the row: a worker that was too slow can no longer mark it, nor hand it over.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from typing import assert_never

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pio.messaging import channels, kinds
from pio.messaging.channels.outcomes import Ambiguous, Refused, Unreachable
from pio.messaging.enums import MessageState
from pio.messaging.kinds import Drop, Message, Postpone
from pio.messaging.models import OutboxMessage

logger = logging.getLogger(__name__)

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60))
GIVE_UP_AFTER = timedelta(hours=24)  # for messages without not_after, counted from send_after
POSTPONE_AT_MOST = timedelta(days=7)  # likewise
BATCH = 500  # rows one run of the task sends at most


class LeaseLost(Exception):
    """The row was cancelled, or its lease ran out and another worker has it: stop, and mark nothing."""


def send_due(*, now: datetime | None = None, limit: int = BATCH) -> int:
    """Send what is due until nothing is left or `limit` rows were taken.

    Args:
        now: a fixed clock for tests; the wall clock, read anew for each row, when None.

    Returns:
        Number of rows taken (sent, dropped, postponed or put back).
    """
    taken = 0
    with channels.open_connections():
        while taken < limit:
            row = claim(now=now or timezone.now())
            if row is None:
                break
            taken += 1
            carry(row, now=now or timezone.now())
    return taken


def claim(*, now: datetime) -> OutboxMessage | None:
    """Take the oldest due row under a new lease, or None.

    A row whose last holder died after handing over is re-sent once; a second time it becomes `uncertain`.
    """
    while True:
        with transaction.atomic():
            due = OutboxMessage.objects.due(now=now).unblocked()
            row = due.select_for_update(skip_locked=True, no_key=True, of=("self",)).first()
            if row is None:
                return None
            if _take(row, now=now):
                return row


def _take(row: OutboxMessage, *, now: datetime) -> bool:
    if row.handed_over_at is not None:
        if row.ambiguous_resends:
            close(row, MessageState.UNCERTAIN, reason="worker_lost", now=now)
            return False
        row.ambiguous_resends += 1
    row.state = MessageState.LEASED
    row.attempts += 1
    row.handed_over_at = None
    row.lease_until = row.next_attempt_at = now + timedelta(seconds=settings.PIO_MESSAGE_LEASE_SECONDS)
    row.save(
        update_fields=[
            "state",
            "attempts",
            "ambiguous_resends",
            "handed_over_at",
            "lease_until",
            "next_attempt_at",
        ]
    )
    return True


def carry(row: OutboxMessage, *, now: datetime) -> None:
    """Compose and send a claimed row, and mark what became of it. Never raises for one message's sake."""
    with suppress(LeaseLost):
        try:
            _carry(row, now=now)
        except LeaseLost:
            raise
        except Exception as problem:  # noqa: BLE001  one message that cannot be composed must not stop the others
            name = type(problem).__name__
            logger.error("message failed: %s", name, extra={"kind": row.kind})  # noqa: TRY400  a trace may hold content
            put_aside = _ambiguous if row.handed_over_at else _put_back
            put_aside(row, reason=name, now=now)


def _carry(row: OutboxMessage, *, now: datetime) -> None:
    if row.not_after is not None and now > row.not_after:
        _finish(row, MessageState.DROPPED, reason="too_late", now=now)
        return
    kind = kinds.find(row.kind)
    answer = kind.compose(row, now) if kind else Drop("unknown_kind")
    match answer:
        case Drop(reason):
            _finish(row, MessageState.DROPPED, reason=reason, now=now)
        case Postpone(until):
            _postpone(row, until=until, now=now)
        case Message():
            _send(row, answer, now=now)
        case _:
            assert_never(answer)


def _send(row: OutboxMessage, message: Message, *, now: datetime) -> None:
    try:
        channels.send(
            message,
            reference=row.dedup_key,
            handing_over=lambda: _hand_over(row, now=now),
        )
    except Refused as refusal:
        _finish(row, MessageState.FAILED, reason=refusal.code, now=now)
    except Unreachable as problem:
        _put_back(row, reason=problem.code, now=now)
    except Ambiguous as problem:
        _ambiguous(row, reason=problem.code, now=now)
    else:
        _finish(row, MessageState.SENT, reason="", now=now)


def _held(row: OutboxMessage) -> bool:
    """Lock the row and say whether this worker still holds it."""
    mine = OutboxMessage.objects.filter(pk=row.pk, state=MessageState.LEASED, attempts=row.attempts)
    return mine.select_for_update(no_key=True).exists()


def _hand_over(row: OutboxMessage, *, now: datetime) -> None:
    with transaction.atomic():
        if not _held(row):
            raise LeaseLost
        row.handed_over_at = now
        row.save(update_fields=["handed_over_at"])


def _finish(row: OutboxMessage, state: MessageState, *, reason: str, now: datetime) -> None:
    with transaction.atomic():
        if not _held(row):
            raise LeaseLost
        close(row, state, reason=reason, now=now)


def close(row: OutboxMessage, state: MessageState, *, reason: str, now: datetime) -> None:
    """Write a final state and let the kind wipe what it kept; the caller has locked the row."""
    row.state, row.reason, row.lease_until, row.closed_at = state, reason, None, now
    row.sent_at = now if state == MessageState.SENT else None
    row.save(
        update_fields=[
            "state",
            "reason",
            "lease_until",
            "closed_at",
            "sent_at",
            "ambiguous_resends",
        ]
    )
    kind = kinds.find(row.kind)
    if kind and kind.finished:
        kind.finished(row)


def _postpone(row: OutboxMessage, *, until: datetime, now: datetime) -> None:
    if until > (row.not_after or row.send_after + POSTPONE_AT_MOST):
        _finish(row, MessageState.DROPPED, reason="too_late", now=now)
        return
    _release(row, next_attempt_at=until, reason="postponed")


def _put_back(row: OutboxMessage, *, reason: str, now: datetime) -> None:
    """Retry later with growing pauses; past the row's last moment it has failed."""
    if _is_last_try(row, now=now):
        _finish(row, MessageState.FAILED, reason=reason, now=now)
        return
    _release(row, next_attempt_at=now + _pause(row), reason=reason)


def _pause(row: OutboxMessage) -> timedelta:
    return BACK_OFF[min(row.attempts, len(BACK_OFF)) - 1]


def _is_last_try(row: OutboxMessage, *, now: datetime) -> bool:
    return now + _pause(row) > (row.not_after or row.send_after + GIVE_UP_AFTER)


def _ambiguous(row: OutboxMessage, *, reason: str, now: datetime) -> None:
    """The content had left when the line broke: the same rule as for a worker that died there."""
    if row.ambiguous_resends or _is_last_try(row, now=now):
        _finish(row, MessageState.UNCERTAIN, reason=reason, now=now)
        return
    row.ambiguous_resends += 1
    _put_back(row, reason=reason, now=now)


def _release(row: OutboxMessage, *, next_attempt_at: datetime, reason: str) -> None:
    with transaction.atomic():
        if not _held(row):
            raise LeaseLost
        row.state, row.lease_until, row.handed_over_at = (
            MessageState.PENDING,
            None,
            None,
        )
        row.next_attempt_at, row.reason = next_attempt_at, reason
        row.save(
            update_fields=[
                "state",
                "lease_until",
                "handed_over_at",
                "next_attempt_at",
                "reason",
                "ambiguous_resends",
            ]
        )
