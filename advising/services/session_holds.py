"""Holding a time while the visitor writes: 10 minutes, extendable, and found again when it has run out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from advising.booking_draft import BookingDraft
from advising.selectors.session_times import Staffing, wish_for
from pio.scheduling import selectors
from pio.scheduling import services as scheduling
from pio.scheduling.models import SubmitRecord
from pio.scheduling.needs import FreeTime, Submit, Wish
from pio.scheduling.refusals import SlotTaken

FRESH = timedelta(seconds=1)
_remembered: dict[tuple[object, ...], tuple[datetime, list[FreeTime]]] = {}
MOST_REMEMBERED = 200


def hold_time(
    draft: BookingDraft, staff: Staffing, *, start: datetime, adviser: UUID | None, now: datetime
) -> BookingDraft:
    """Hold `start`, by preference with `adviser` (who it was shown with), instead of an earlier hold.

    Raises:
        SlotTaken with `.nearest`; the earlier hold then stands. Busy.
    """
    wish = wish_for(staff, draft.channel, start, adviser=draft.adviser_id, preferred=adviser)
    if _is_plainly_taken(wish, own=draft.hold_ids, now=now):
        raise SlotTaken(_nearest(wish, staff, now=now))
    held = scheduling.hold(wish, now=now, replaces=draft.hold_ids)
    until = held[0].hold_expires_at
    return replace(
        draft, start=start.isoformat(), chosen_adviser=str(held[0].resource_id),
        hold=tuple(str(each.pk) for each in held), hold_until=until.isoformat() if until else "",
    )  # fmt: skip


def extend_time(draft: BookingDraft, staff: Staffing, *, now: datetime) -> BookingDraft:
    """Hold the time ten more minutes; when the hold has run out, take it again if nobody else has.

    Raises:
        HoldTooLong, SlotTaken with `.nearest`, Busy.
    """
    try:
        until = scheduling.extend_hold(draft.hold_ids, now=now)
    except scheduling.HoldExpired:
        if draft.starts_at is None:
            raise
        return hold_time(draft, staff, start=draft.starts_at, adviser=draft.chosen_adviser_id, now=now)
    return replace(draft, hold_until=until.isoformat())


def refuse_plainly_taken(wish: Wish, staff: Staffing, *, submit: Submit, own: Sequence[UUID], now: datetime) -> None:
    """Say at once that a time is taken, unless it is this very submit that took it.

    Raises:
        SlotTaken with `.nearest`.
    """
    taken = _is_plainly_taken(wish, own=own, now=now)
    if taken and not SubmitRecord.objects.filter(key=submit.key).exists():
        raise SlotTaken(_nearest(wish, staff, now=now))


def _is_plainly_taken(wish: Wish, *, own: Sequence[UUID], now: datetime) -> bool:
    """Whether every adviser who would do is busy: one query, before anything is locked.

    Only to answer a rush for one time quickly (booking.md, test 1); when it says no, the locked look decides.
    """
    end = wish.start + timedelta(minutes=wish.need.minutes)
    return bool(wish.advisers) and selectors.are_taken(wish.advisers, wish.start, end, now=now, ignore=own)


def _nearest(wish: Wish, staff: Staffing, *, now: datetime) -> list[FreeTime]:
    """The nearest free times, looked up at most once a second and process; taking one of them looks again."""
    key = (wish.start, wish.need, tuple(wish.advisers), tuple(wish.rooms))
    known = _remembered.get(key)
    if known and known[0] <= now < known[0] + FRESH:
        return known[1]
    if len(_remembered) >= MOST_REMEMBERED:
        _remembered.clear()
    advisers, rooms = ([rows[pk] for pk in ids] for rows, ids in (
        (staff.advisers, wish.advisers), (staff.rooms, wish.rooms),
    ))  # fmt: skip
    found = selectors.nearest_free(advisers, wish.start, need=wish.need, now=now, rooms=rooms)
    _remembered[key] = (now, found)
    return found
