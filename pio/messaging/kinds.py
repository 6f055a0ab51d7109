"""What features tell the outbox: the kinds of message there are, and what one says when its time comes.

A feature registers its kinds from `AppConfig.ready()` by way of `<app>/messages.py`. The outbox row holds neither
content nor address; `compose` reads the target again at the moment of sending and answers with the message, with
`Drop` (no longer true, not wanted, too late) or with `Postpone` (hours the person asked us to avoid).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from pio.messaging.enums import Channel

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from pio.messaging.models import OutboxMessage


@dataclass(frozen=True)
class CalendarPart:
    """A calendar file that goes with an e-mail. `method` (REQUEST, CANCEL, PUBLISH) must equal the one in `body`."""

    method: str
    body: bytes


@dataclass(frozen=True)
class Message:
    """One finished message. `body` is plain text; links in it are absolute. An SMS has no subject."""

    channel: Channel
    to: str
    subject: str
    body: str
    language: str = "nb"
    calendar: CalendarPart | None = None
    sms_reference: str = ""


@dataclass(frozen=True)
class Drop:
    """Do not send. `reason` is a short code for the staff's list, without personal data (`moved`, `too_late`)."""

    reason: str


@dataclass(frozen=True)
class Postpone:
    """Not now. `until` is an aware datetime; past the row's `not_after` the row is dropped as too late."""

    until: datetime


Compose = Callable[["OutboxMessage", datetime], Message | Drop | Postpone]


@dataclass(frozen=True)
class MessageKind:
    """One kind of message.

    Args:
        key: name in the outbox row, for example `session_reminder`; never changed once used.
        compose: `compose(row, now)`, called outside any transaction; must not write.
        label: what the staff call it, in gettext, for the pages under /intern/oppsett/meldinger/.
        samples: `samples(language)` gives the message with made-up data for the page of message texts.
        finished: called in the transaction in which the row reaches a final state (wipe what was kept to send it).
        keeps_day_only: says of a row that reaches a final state whether its times are cut to the day at once.
    """

    key: str
    compose: Compose
    label: str | _StrPromise = ""
    samples: Callable[[str], list[Message]] | None = None
    finished: Callable[[OutboxMessage], None] | None = field(default=None)
    keeps_day_only: Callable[[OutboxMessage], bool] | None = field(default=None)


_registry: dict[str, MessageKind] = {}


def register(kind: MessageKind) -> None:
    """Add a kind; registering the same key again replaces it (a test that reloads an app)."""
    _registry[kind.key] = kind


def find(key: str) -> MessageKind | None:
    """The kind with this key, or None when no installed part knows it."""
    return _registry.get(key)


def registered() -> list[MessageKind]:
    """Every kind, by key."""
    return [_registry[key] for key in sorted(_registry)]
