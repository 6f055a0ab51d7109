"""What the staff's pages and the demo's inbox show of the outbox. Never content of a real message, never an address."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q

from pio.accounts.models import User
from pio.messaging import health, kinds, own_texts, reasons, text_editing, texts
from pio.messaging.enums import Channel, MessageState
from pio.messaging.kinds import Message
from pio.messaging.models import DemoDelivery, MessageTextVersion, OutboxMessage
from pio.messaging.own_texts import Seen
from pio.messaging.querysets import OutboxQuerySet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SHOWN = 100
MISSED_FOR = timedelta(days=14)
LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")


@dataclass(frozen=True)
class QueueRow:
    """One message that failed, is uncertain or came too late."""

    id: UUID
    label: str | _StrPromise
    channel: str
    due_at: datetime
    attempts: int
    reason: str


@dataclass(frozen=True)
class Queue:
    """The outbox at a moment. Lists hold the `SHOWN` oldest; the counts are complete."""

    counts: list[tuple[str, int]]
    late_minutes: int
    is_late: bool
    uncertain: list[QueueRow]
    failed: list[QueueRow]
    missed: list[QueueRow]


@dataclass(frozen=True)
class Sample:
    """A message text with made-up data, in one language."""

    language: str
    channel: str
    subject: str
    body: str
    sms_length: int | None
    key: str = ""
    is_own: bool = False


@dataclass(frozen=True)
class KindTexts:
    """Every text of one kind of message."""

    key: str
    label: str | _StrPromise
    samples: list[Sample]


@dataclass(frozen=True)
class Piece:
    """A run of text, or a link when `href` is set (root-relative inside the portal)."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Delivery:
    """A message as it arrived in the demo."""

    id: UUID
    sent_at: datetime
    channel: str
    to: str
    subject: str
    language: str
    paragraphs: list[list[list[Piece]]]
    calendar_method: str


@dataclass(frozen=True)
class Inbox:
    """The demo's inbox: newest first, and everybody who has got something."""

    recipients: list[str]
    deliveries: list[Delivery]


def queue(*, now: datetime) -> Queue:
    """Everything the page of the outbox shows (five queries)."""
    numbers = dict(OutboxMessage.objects.order_by().values_list("state").annotate(Count("pk")))
    late = health.oldest_due_lateness(now)
    missed = OutboxMessage.objects.filter(
        Q(state=MessageState.DROPPED, reason__in=reasons.MISSED), closed_at__gte=now - MISSED_FOR
    )
    return Queue(
        counts=[(str(state.label), numbers.get(state.value, 0)) for state in MessageState],
        late_minutes=late // timedelta(minutes=1),
        is_late=late > health.LATE,
        uncertain=_rows(OutboxMessage.objects.filter(state=MessageState.UNCERTAIN).order_by("send_after", "pk")),
        failed=_rows(OutboxMessage.objects.filter(state=MessageState.FAILED).order_by("send_after", "pk")),
        missed=_rows(missed.order_by("-send_after", "pk")),
    )


def _rows(messages: OutboxQuerySet) -> list[QueueRow]:
    return [
        QueueRow(
            id=row.pk,
            label=label_of(row.kind),
            channel=str(Channel(row.channel).label),
            due_at=row.send_after,
            attempts=row.attempts,
            reason=reasons.label(row.reason),
        )
        for row in messages[:SHOWN]
    ]


def label_of(kind: str) -> str | _StrPromise:
    """What the staff call a kind of message; its key when the part that owned it is gone."""
    found = kinds.find(kind)
    return found.label or kind if found else kind


def message_texts(*, language: str) -> list[KindTexts]:
    """Every registered kind that has samples, in `language` (`nb`, `en`)."""
    return [
        KindTexts(
            kind.key,
            label_of(kind.key),
            [_sample(message, seen, language) for message, seen in text_editing.samples_of(kind, language)],
        )
        for kind in kinds.registered()
        if kind.samples
    ]


def _sample(message: Message, seen: Seen | None, language: str) -> Sample:
    length = texts.gsm_length(message.body.strip()) if message.channel == Channel.SMS else None
    key = seen.key if seen else ""
    is_own = (key, language) in own_texts.all_own()
    channel = str(Channel(message.channel).label)
    return Sample(language, channel, message.subject, message.body.strip(), length, key, is_own)


@dataclass(frozen=True)
class TextVersion:
    """One version of a message text: when, who (empty when the account is gone), and the words; none at the default."""

    at: datetime
    who: str
    is_default: bool
    subject: str
    body: str


def text_history(key: str, language: str) -> list[TextVersion]:
    """What was made of a text, newest first; two queries."""
    rows = list(MessageTextVersion.objects.filter(key=key, language=language).order_by("-number")[:SHOWN])
    people = User.objects.in_bulk({row.made_by for row in rows})
    return [
        TextVersion(row.made_at, str(people.get(row.made_by) or ""), row.is_default, row.subject, row.body)
        for row in rows
    ]


def inbox(*, recipient: str = "") -> Inbox:
    """The demo's newest messages, all or to one recipient."""
    rows = list(DemoDelivery.objects.order_by("-sent_at", "pk")[: SHOWN * 5])
    recipients = sorted({_content(row)["to"] for row in rows})
    shown = [row for row in rows if not recipient or _content(row)["to"] == recipient][:SHOWN]
    return Inbox(recipients, [_delivery(row) for row in shown])


def _delivery(row: DemoDelivery) -> Delivery:
    content = _content(row)
    return Delivery(
        id=row.pk,
        sent_at=row.sent_at,
        channel=str(Channel(content["channel"]).label),
        to=content["to"],
        subject=content["subject"],
        language=content["language"],
        paragraphs=[
            [list(pieces(line)) for line in paragraph.split("\n")]
            for paragraph in re.split(r"\n{2,}", content["body"].strip())
        ],
        calendar_method=content["calendar_method"],
    )


def pieces(line: str) -> Iterator[Piece]:
    """Split a line at its links; links to the portal become root-relative."""
    start = 0
    for match in LINK.finditer(line):
        if match.start() > start:
            yield Piece(line[start : match.start()])
        yield Piece(match[0], match[0].removeprefix(settings.PIO_BASE_URL) or "/")
        start = match.end()
    if start < len(line):
        yield Piece(line[start:])


def calendar_of(delivery: UUID) -> tuple[bytes, str] | None:
    """The calendar file of a message in the demo's inbox and its METHOD, or None."""
    row = DemoDelivery.objects.filter(pk=delivery).first()
    content = _content(row) if row else {}
    return (content["calendar"].encode(), content["calendar_method"]) if content.get("calendar") else None


def _content(row: DemoDelivery) -> dict[str, str]:
    return cast("dict[str, str]", row.content)  # what `channels.demo` has written


@dataclass(frozen=True)
class HistoryRow:
    """A message about something of one's own: what, how, when, and what became of it."""

    label: str | _StrPromise
    channel: str
    at: datetime
    state: str


def history_of(targets: Collection[UUID]) -> list[HistoryRow]:
    """What has been sent, or will be, about the given things; newest first ("Dette har vi sendt deg").

    Times older than a day are midnight: the outbox keeps only the day.
    """
    rows = OutboxMessage.objects.filter(target__in=targets).exclude(state=MessageState.CANCELLED)
    return [
        HistoryRow(
            label_of(row.kind), str(Channel(row.channel).label), row.sent_at or row.send_after, row.get_state_display()
        )
        for row in rows.order_by("-send_after", "pk")[:SHOWN]
    ]
