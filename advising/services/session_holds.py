"""Holding a time while the visitor writes: 10 minutes, extendable, and found again when it has run out."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from advising.booking_draft import BookingDraft
from advising.selectors.session_times import Staffing, wish_for
from pio.scheduling import services as scheduling


def hold_time(
    draft: BookingDraft, staff: Staffing, *, start: datetime, adviser: UUID | None, now: datetime
) -> BookingDraft:
    """Hold `start`, by preference with `adviser` (who it was shown with), instead of an earlier hold.

    Raises:
        SlotTaken with `.nearest`; the earlier hold then stands. Busy.
    """
    wish = wish_for(staff, draft.channel, start, adviser=draft.adviser_id, preferred=adviser)
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
