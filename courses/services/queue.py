"""How the waiting-list engine reaches registrations, and what it tells people when a state changes."""

from datetime import datetime
from typing import Any

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
        case PlaceState.WITHDRAWN | PlaceState.REMOVED | PlaceState.DECLINED:
            notices.left(registration, now=now)


def _may_offer(offering: Any, now: datetime) -> bool:
    """Places are offered while the offering is published and something of it is still to come."""
    coming = (not evening.is_cancelled and evening.ends_at > now for evening in offering.evenings.all())
    return offering.status == OfferingStatus.PUBLISHED and any(coming)


QUEUE = Queue(owner=Offering, entry=Registration, owner_field="offering", on_change=_changed, may_offer=_may_offer)
