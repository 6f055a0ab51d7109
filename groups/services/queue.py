"""How the waiting-list engine reaches entries, and what it tells people when a state changes.

Leaders talk with people before they join, so a place that comes free is offered by a leader (`services/offers.py`),
never by the engine (`docs/decisions/0090-a-leader-offers-the-place.md`).
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from groups.enums import GroupStatus, LeftBecause
from groups.models import GroupEntry, IntakeStop, SupportGroup
from pio.core.public import empty_page_cache
from pio.messaging import services as outbox
from pio.messaging.enums import Channel
from pio.waitlist.enums import PlaceState
from pio.waitlist.services import Queue

KIND = "group_entry"
PARTS = {
    PlaceState.CONFIRMED: "member", PlaceState.OFFERED: "offered", PlaceState.EXPIRED: "offer_ran_out",
    PlaceState.WITHDRAWN: "left", PlaceState.REMOVED: "left", PlaceState.DECLINED: "left",
}  # fmt: skip
ONCE_AN_HOUR = "%Y%m%d%H"


def intake_stop(group: SupportGroup, *, now: datetime) -> IntakeStop | None:
    """The stop that holds for this group now: its own, else one for all led groups."""
    found = IntakeStop.objects.on(localdate(now)).filter(Q(group=group) | Q(group__isnull=True))
    stop: IntakeStop | None = found.order_by("group_id").first()
    return stop


def send(entry: GroupEntry, part: str, *, now: datetime, offset: str = "", not_after: datetime | None = None) -> None:
    """Queue one message about an entry; what it says is composed when it is sent (`groups/messages`)."""
    outbox.enqueue(
        kind=KIND, target=entry.pk, part=part, version=entry.version, offset=offset,
        channel=Channel.EMAIL if entry.email else Channel.SMS, language=entry.language, send_after=now,
        not_after=not_after, now=now,
    )  # fmt: skip


def link_again(entry: GroupEntry, *, now: datetime) -> None:
    """Somebody showed interest once more with the same contact: the first link again, once an hour at most."""
    send(entry, "link", now=now, offset=f"{now:{ONCE_AN_HOUR}}", not_after=now + timedelta(hours=12))


def _changed(entry: GroupEntry, before: PlaceState, now: datetime) -> None:
    empty_page_cache()
    state = PlaceState(entry.state)
    if state not in {PlaceState.CONFIRMED, PlaceState.WAITING, PlaceState.OFFERED}:
        outbox.cancel_for(entry.pk, now=now)
    if state == PlaceState.WAITING:
        part = "waiting" if before == PlaceState.WAITING else ("offer_ran_out" if entry.offered_at else "taken_back")
        send(entry, part, now=now)
        return
    if entry.left_because == LeftBecause.LIMIT:
        send(entry, "limit", now=now)
        return
    send(entry, PARTS[state], now=now, not_after=entry.offer_expires_at if state == PlaceState.OFFERED else None)


def _may_offer(group: Any, now: datetime) -> bool:
    """Places are offered in a running group, and never while an intake stop holds."""
    return group.status == GroupStatus.OPEN and intake_stop(group, now=now) is None


QUEUE = Queue(
    owner=SupportGroup, entry=GroupEntry, owner_field="group", on_change=_changed, may_offer=_may_offer,
    offers_by_hand=True,
)  # fmt: skip
