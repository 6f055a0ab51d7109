"""Visits that a person chooses: hold, book, confirm, move. Rules, closures, notice, horizon and day cap are obeyed."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from pio.scheduling.models import Reservation
from pio.scheduling.needs import Outcome, Submit, Wish

Write = Callable[[list[Reservation]], dict[str, str]]
HOLD_MINUTES = 10
LONGEST_HOLD_MINUTES = 60


def hold(wish: Wish, *, now: datetime, replaces: Sequence[UUID] = ()) -> list[Reservation]:
    """Keep the time for 10 minutes: one HELD reservation per resource (adviser first, then room).

    `replaces`: ids of the person's earlier hold, released in the same transaction (only if they are still HELD).
    Raises SlotTaken with `.nearest`, or Busy.
    """
    raise NotImplementedError


def extend_hold(reservation_ids: Sequence[UUID], *, now: datetime) -> datetime:
    """Keep the time for 10 more minutes from now, at most 60 in all; returns when it runs out.

    An expired hold is taken up again if nobody took the time. Raises HoldExpired, HoldTooLong, Busy.
    """
    raise NotImplementedError


def confirm(reservation_ids: Sequence[UUID], *, wish: Wish, submit: Submit, write: Write, now: datetime) -> Outcome:
    """Turn a hold into a booking. `write(reservations)` inserts the feature's rows and returns ids as the answer.

    The same submit again gets the same answer (`replayed`) and `write` is not called. If the hold has run out, the
    time is taken again when it is still free by `wish`; otherwise HoldExpired with `.nearest`.
    Raises SubmitChanged when the key comes with another body, HoldExpired, Busy.
    """
    raise NotImplementedError


def book(wish: Wish, *, submit: Submit, write: Write, now: datetime) -> Outcome:
    """Take the time at once, without a hold (e.g. for somebody on the phone). See `confirm` for `write` and `submit`.

    Raises SlotTaken with `.nearest`, SubmitChanged, Busy.
    """
    raise NotImplementedError


def move(
    reservation_ids: Sequence[UUID], *, wish: Wish, write: Write, now: datetime, submit: Submit | None = None
) -> Outcome:
    """Move a booking in one transaction; the old time is never free before the new one is taken.

    The same reservation rows get the new period (and resource); a room is added or released as the wish says. The new
    time may overlap the old one. `write(reservations)` updates the feature's rows.
    Raises SlotTaken with `.nearest`, SubmitChanged, Busy.
    """
    raise NotImplementedError
