"""Time that staff set: course evenings, group meetings, blocks. No opening rules; overlaps are refused all the same."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from pio.scheduling.models import Reservation
from pio.scheduling.needs import Span


def reserve(spans: Sequence[Span], *, purpose: str, now: datetime) -> list[list[Reservation]]:
    """Book all spans or none; answers the reservations of each span, in the order of the spans.

    Joins the caller's transaction if there is one. Raises SlotTaken with `.taken` = the spans in the way, Busy.
    """
    raise NotImplementedError


def move_spans(
    moves: Mapping[Span, Sequence[UUID]], *, purpose: str, now: datetime
) -> list[list[Reservation]]:
    """For each span, the reservations with these ids become the span's; all or none, old time never free in between.

    Raises SlotTaken with `.taken`, Busy.
    """
    raise NotImplementedError


def block(spans: Sequence[Span], *, purpose: str, now: datetime) -> list[list[Reservation]]:
    """Like `reserve`, but BLOCKED: time that nobody can book (a staff meeting, a broken room)."""
    raise NotImplementedError


def release(reservation_ids: Sequence[UUID], *, now: datetime) -> int:
    """Give the time back (status CANCELLED); ids that are already released are left alone. Answers how many."""
    raise NotImplementedError
