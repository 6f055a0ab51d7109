"""Carries outbox rows to their channel: claim, re-read, hand over, mark.

A claim is one short transaction with SKIP LOCKED that gives up to `AT_ONCE` rows a lease of two minutes; nothing is
locked while a server is talked to. `handed_over_at` is committed for each row at the last moment before its content
leaves, and renews its lease. A worker that dies before that costs nothing; one that dies after it leaves an ambiguous
row: it may have arrived. Such a row is re-sent once, then it waits for a person in the list "uncertain" (booking.md,
Messages). `attempts` grows with every lease and proves who holds the row: a worker that was too slow can no longer mark
it, nor hand it over.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, assert_never

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from pio.messaging import channels, kinds, retention
from pio.messaging.channels.outcomes import Ambiguous, Refused, Unreachable
from pio.messaging.enums import MessageState
from pio.messaging.kinds import Drop, Message, Postpone
from pio.messaging.models import OutboxMessage

logger = logging.getLogger(__name__)

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60))
GIVE_UP_AFTER = timedelta(hours=24)  # for messages without not_after, counted from send_after
POSTPONE_AT_MOST = timedelta(days=7)  # likewise
BATCH = 500  # rows one run sends at most
AT_ONCE = 10  # rows of one claim: what a worker that dies holds up until their lease has run out


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
        while taken < limit and (found := send_some(now=now, most=min(AT_ONCE, limit - taken))):
            taken += found
    return taken


def send_some(*, now: datetime | None = None, most: int = AT_ONCE) -> int:
    """Send the rows of one claim; what waited for one of them is due only then. Arguments as for `send_due`.

    Returns:
        Number of rows taken.
    """
    rows = claim(now=now or timezone.now(), most=most)
    for row in rows:
        carry(row, now=now or timezone.now())
    return len(rows)


def claim(*, now: datetime, most: int = AT_ONCE) -> list[OutboxMessage]:
    """Take the oldest due rows under a new lease, at most so many.

    A row whose last holder died after handing over is re-sent once; a second time it becomes `uncertain`.
    """
    while True:
        with transaction.atomic():
            due = OutboxMessage.objects.due(now=now).unblocked()
            found = list(due.select_for_update(skip_locked=True, no_key=True, of=("self",))[:most])
            lost = [row for row in found if row.handed_over_at is not None]
            given_up = [row for row in lost if row.ambiguous_resends]
            for row in given_up:
                close(row, MessageState.UNCERTAIN, reason="worker_lost", now=now)
            rows = [row for row in found if row not in given_up]
            _lease([row for row in rows if row in lost], now=now, ambiguous_resends=1)
            _lease([row for row in rows if row not in lost], now=now)
        if rows or not found:
            return rows


def _lease(rows: list[OutboxMessage], *, now: datetime, **changes: Any) -> None:
    """Write the lease of rows that are locked, in one statement."""
    if not rows:
        return
    until = now + timedelta(seconds=settings.PIO_MESSAGE_LEASE_SECONDS)
    changes |= {"state": MessageState.LEASED, "handed_over_at": None, "lease_until": until, "next_attempt_at": until}
    keys = [row.pk for row in rows]
    OutboxMessage.objects.filter(pk__in=keys).update(attempts=F("attempts") + 1, **changes)
    for row in rows:
        _note(row, changes | {"attempts": row.attempts + 1})


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
        close(row, MessageState.DROPPED, reason="too_late", now=now)
        return
    kind = kinds.find(row.kind)
    answer = kind.compose(row, now) if kind else Drop("unknown_kind")
    match answer:
        case Drop(reason):
            close(row, MessageState.DROPPED, reason=reason, now=now)
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
        close(row, MessageState.FAILED, reason=refusal.code, now=now)
    except Unreachable as problem:
        _put_back(row, reason=problem.code, now=now)
    except Ambiguous as problem:
        _ambiguous(row, reason=problem.code, now=now)
    else:
        close(row, MessageState.SENT, reason="", now=now)


def _write(row: OutboxMessage, **changes: Any) -> None:
    """Change the row if it still is as it was read: neither cancelled nor another worker's since.

    Raises:
        LeaseLost: it is not.
    """
    as_read = OutboxMessage.objects.filter(pk=row.pk, state=row.state, attempts=row.attempts)
    if not as_read.update(**changes):
        raise LeaseLost
    _note(row, changes)


def _note(row: OutboxMessage, changes: dict[str, Any]) -> None:
    """Keep the row in hand as the one in the database."""
    for name, value in changes.items():
        setattr(row, name, value)


def _hand_over(row: OutboxMessage, *, now: datetime) -> None:
    until = now + timedelta(seconds=settings.PIO_MESSAGE_LEASE_SECONDS)
    _write(row, handed_over_at=now, lease_until=until, next_attempt_at=until)


def close(row: OutboxMessage, state: MessageState, *, reason: str, now: datetime) -> None:
    """Write a final state, and let the kind wipe what it kept in the same transaction.

    Raises:
        LeaseLost: the row is not as it was read; cannot be while the caller has it locked.
    """
    kind = kinds.find(row.kind)
    changes: dict[str, Any] = {
        "state": state, "reason": reason, "lease_until": None, "closed_at": now,
        "sent_at": now if state == MessageState.SENT else None, "ambiguous_resends": row.ambiguous_resends,
    }  # fmt: skip
    if kind and kind.keeps_day_only and kind.keeps_day_only(row):
        changes |= retention.days_only(row, changes)
    if kind is None or kind.finished is None:
        _write(row, **changes)
        return
    before = {name: getattr(row, name) for name in changes}
    try:
        with transaction.atomic():
            _write(row, **changes)
            kind.finished(row)
    except Exception:
        _note(row, before)
        raise


def _postpone(row: OutboxMessage, *, until: datetime, now: datetime) -> None:
    if until > (row.not_after or row.send_after + POSTPONE_AT_MOST):
        close(row, MessageState.DROPPED, reason="too_late", now=now)
        return
    _release(row, next_attempt_at=until, reason="postponed")


def _put_back(row: OutboxMessage, *, reason: str, now: datetime) -> None:
    """Retry later with growing pauses; past the row's last moment it has failed."""
    if _is_last_try(row, now=now):
        close(row, MessageState.FAILED, reason=reason, now=now)
        return
    _release(row, next_attempt_at=now + _pause(row), reason=reason)


def _pause(row: OutboxMessage) -> timedelta:
    return BACK_OFF[min(row.attempts, len(BACK_OFF)) - 1]


def _is_last_try(row: OutboxMessage, *, now: datetime) -> bool:
    return now + _pause(row) > (row.not_after or row.send_after + GIVE_UP_AFTER)


def _ambiguous(row: OutboxMessage, *, reason: str, now: datetime) -> None:
    """The content had left when the line broke: the same rule as for a worker that died there."""
    if row.ambiguous_resends or _is_last_try(row, now=now):
        close(row, MessageState.UNCERTAIN, reason=reason, now=now)
        return
    row.ambiguous_resends += 1
    _put_back(row, reason=reason, now=now)


def _release(row: OutboxMessage, *, next_attempt_at: datetime, reason: str) -> None:
    _write(
        row, state=MessageState.PENDING, lease_until=None, handed_over_at=None, next_attempt_at=next_attempt_at,
        reason=reason, ambiguous_resends=row.ambiguous_resends,
    )  # fmt: skip
