"""How the waiting-list engine reaches registrations, and what it tells people when a state changes."""

from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects

from courses.enums import OfferingStatus
from courses.models import Offering, Registration
from courses.services import notices
from pio.core.public import empty_page_cache
from pio.waitlist.enums import PlaceState
from pio.waitlist.services import Queue


def _changed(registration: Registration, before: PlaceState, now: datetime) -> None:
    """Queue the message that belongs to the new state, in the same transaction."""
    empty_page_cache()
    match registration.state:
        case PlaceState.CONFIRMED:
            notices.confirmed(registration, now=now)
        case PlaceState.OFFERED:
            notices.offered(registration, now=now)
        case PlaceState.WAITING if before == PlaceState.OFFERED:
            notices.offer_ran_out(registration, now=now)
        case PlaceState.WAITING:
            notices.waiting(registration, now=now)
        case PlaceState.EXPIRED:
            notices.offer_ran_out(registration, now=now)
        case _:  # withdrawn, removed, declined
            notices.left(registration, now=now)


def _may_offer(offering: Any, now: datetime) -> bool:
    """Places are offered while the offering is published and something of it is still to begin."""
    return offering.status == OfferingStatus.PUBLISHED and _next_start(offering, now) is not None


def _next_start(offering: Any, now: datetime) -> datetime | None:
    """When the next evening begins: an offer that is out then has ended, so that nobody takes a place too late."""
    prefetch_related_objects([offering], "evenings")
    starts = (each.starts_at for each in offering.evenings.all() if not each.is_cancelled and each.starts_at > now)
    return min(starts, default=None)


QUEUE = Queue(
    owner=Offering, entry=Registration, owner_field="offering", on_change=_changed, may_offer=_may_offer,
    offer_before=_next_start,
)  # fmt: skip
