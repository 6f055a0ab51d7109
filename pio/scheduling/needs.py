"""What is asked of the engine, and what it answers: small frozen values that travel between the layers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

DEFAULT_NOTICE = timedelta(hours=2)
DEFAULT_HORIZON = timedelta(weeks=8)


@dataclass(frozen=True)
class Need:
    """What a time must be like.

    `minutes`: length of the visit itself. `channel`: code that the opening must offer ("" = any).
    `step_minutes`: starts stand on this grid, counted from the start of each opening.
    `notice`: earliest start after now. `horizon`: latest start after now.
    `before_minutes`, `after_minutes`: buffers that are taken too; a resource's own `recovery_minutes` wins if longer.
    `heavy`: a talk that takes its toll; the adviser's `heavy_recovery_minutes` are taken after it, if longer.
    """

    minutes: int
    channel: str = ""
    step_minutes: int = 30
    notice: timedelta = DEFAULT_NOTICE
    horizon: timedelta = DEFAULT_HORIZON
    before_minutes: int = 0
    after_minutes: int = 0
    heavy: bool = False


@dataclass(frozen=True, order=True)
class FreeTime:
    """A visit that can be booked now: aware UTC instants without buffers, and who is free for it."""

    start: datetime
    end: datetime
    resource_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Wish:
    """One visit that somebody wants to book.

    `advisers`: ids that will do (one = a chosen adviser, several = any of them). `rooms`: ids of rooms, of which one
    is taken as well (empty = no room needed). `preferred`: tried first, e.g. the adviser one knows.
    `obey_rules`: False lets staff take any time that is not taken (walk-in, outside hours).
    """

    start: datetime
    need: Need
    purpose: str
    advisers: Sequence[UUID]
    rooms: Sequence[UUID] = ()
    preferred: UUID | None = None
    obey_rules: bool = True


@dataclass(frozen=True)
class Span:
    """Resources that are taken together for [start, end), e.g. room and leaders of one course evening."""

    resource_ids: tuple[UUID, ...]
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Submit:
    """One press of the button: `key` was made with the form (on the client's side), `body` is what was filled in."""

    key: str
    body: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What came of a submit: the answer that `write` returned, now or the first time."""

    answer: dict[str, str]
    replayed: bool = False
