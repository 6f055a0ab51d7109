"""The rules of the queue: join, accept, decline, leave, change of capacity, and who gets the place that comes free.

Every verb locks the row that has the places first and looks again afterwards (`booking.md`). Places are free for the
public only when nobody waits, so nobody passes the queue. What the feature says to people hangs on `Queue.on_change`,
called inside the transaction for every entry whose state changed.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from pio.core.errors import Refusal
from pio.waitlist.clock import GRACE, Clock, database_clock
from pio.waitlist.enums import LIVE, PlaceState
from pio.waitlist.models import QueueEntry, WithPlaces
from pio.waitlist.queue import Queue, Standing, change, make_offer, promote_locked, settle, shorten_offers

__all__ = [
    "CapacityBelowEnrolled", "NoPlaceFree", "OfferGone", "PartyTooLarge", "Queue", "Standing", "accept",
    "join_locked", "leave", "offer", "position", "promote", "promote_locked", "set_capacity", "settle",
    "shorten_offers", "sweep", "take_back",
]  # fmt: skip


class OfferGone(Refusal):
    """The offer has run out, was answered already, or the person left."""


class CapacityBelowEnrolled(Refusal):
    """The capacity would be smaller than the places already taken; `entries` are those who have them."""

    def __init__(self, message: str, entries: list[Any]) -> None:
        super().__init__(message)
        self.entries = entries


class NoPlaceFree(Refusal):
    """Every place is taken or offered."""


class PartyTooLarge(Refusal):
    """More people than there are places in all."""


def join_locked(
    queue: Queue, owner: Any, *, entry: QueueEntry, now: datetime, standing: Standing | None = None
) -> QueueEntry:
    """Give `entry` (unsaved) a place when one is free and nobody waits, else the next number in the queue.

    Args:
        owner: locked by the caller.
        standing: how things stand, when the caller has asked `settle`.

    Raises:
        PartyTooLarge: the party is larger than the capacity.
        django.db.IntegrityError: the feature's own constraint, such as one live entry a contact.
    """
    if owner.capacity is not None and entry.party_size > owner.capacity:
        raise PartyTooLarge(_("Det er ikke plass til så mange."))
    standing = standing or settle(queue, owner, now)
    has_place = standing.has_room_for(entry.party_size)
    owner.last_queue_number += 1
    owner.save(update_fields=["last_queue_number"])
    setattr(entry, queue.owner_field, owner)
    entry.queue_number, entry.joined_date = owner.last_queue_number, localdate(now)
    entry.state = PlaceState.CONFIRMED if has_place else PlaceState.WAITING
    entry.placed_date = localdate(now) if has_place else None
    entry.save(force_insert=True)
    queue.on_change(entry, PlaceState.WAITING, now)
    if not has_place:
        promote_locked(queue, owner, now, standing=replace(standing, waiting=standing.waiting + 1))
    return entry


@transaction.atomic
def accept(queue: Queue, entry_id: UUID, *, now: datetime, clock: Clock = database_clock) -> QueueEntry:
    """Take the offered place. Accepting twice is accepting once.

    Raises:
        OfferGone: it ran out (60 s of grace), was declined, or the intake has stopped.
    """
    owner = queue.lock(queue.owner_id_of(entry_id))
    entry = queue.entries(owner.pk).get(pk=entry_id)
    if entry.state == PlaceState.CONFIRMED:
        return _typed(entry)
    in_time = entry.state == PlaceState.OFFERED and clock() < entry.offer_expires_at + GRACE
    if not in_time or not queue.may_offer(owner, now):
        raise OfferGone(_("Tilbudet gjelder ikke lenger."))
    change(queue, entry, PlaceState.CONFIRMED, now, placed_date=localdate(now))
    return _typed(entry)


@transaction.atomic
def offer(queue: Queue, entry_id: UUID, *, now: datetime) -> QueueEntry:
    """A person offers a free place to one who waits. Offering twice is offering once.

    Raises:
        NoPlaceFree: every place is taken or offered. OfferGone: no longer waiting, or no offers may be made now.
    """
    owner = queue.lock(queue.owner_id_of(entry_id))
    standing = settle(queue, owner, now)
    entry = queue.entries(owner.pk).get(pk=entry_id)
    if entry.state == PlaceState.OFFERED:
        return _typed(entry)
    if entry.state != PlaceState.WAITING or not queue.may_offer(owner, now):
        raise OfferGone(_("Det kan ikke tilbys en plass her nå."))
    if standing.left is not None and entry.party_size > standing.left:
        raise NoPlaceFree(_("Alle plassene er tatt eller tilbudt."))
    make_offer(queue, entry, now, before=queue.offer_before(owner, now))
    return _typed(entry)


@transaction.atomic
def take_back(queue: Queue, entry_id: UUID, *, now: datetime) -> QueueEntry:
    """We take an unanswered offer back: the place in the queue is kept, and it does not count as one that ran out."""
    owner = queue.lock(queue.owner_id_of(entry_id))
    entry = queue.entries(owner.pk).get(pk=entry_id)
    if entry.state == PlaceState.OFFERED:
        change(queue, entry, PlaceState.WAITING, now, offered_at=None)
    return _typed(entry)


@transaction.atomic
def leave(queue: Queue, entry_id: UUID, *, state: PlaceState = PlaceState.WITHDRAWN, now: datetime) -> QueueEntry:
    """Give up the place, the offer or the wait; who waits is offered what came free. Leaving twice is leaving once.

    Args:
        state: `WITHDRAWN` by the person, `DECLINED` for an offer, `REMOVED` by us.
    """
    owner = queue.lock(queue.owner_id_of(entry_id))
    entry = queue.entries(owner.pk).get(pk=entry_id)
    if entry.state in LIVE:
        change(queue, entry, state, now)
        promote_locked(queue, owner, now)
    return _typed(entry)


@transaction.atomic
def set_capacity(queue: Queue, owner_id: UUID, *, capacity: int | None, now: datetime) -> WithPlaces:
    """Change the number of places; more places are offered to the queue at once.

    Raises:
        CapacityBelowEnrolled: fewer than are taken; nobody is put out silently.
    """
    owner: WithPlaces = queue.lock(owner_id)
    standing = settle(queue, owner, now)
    taking = queue.entries(owner_id).taking_places()
    taken = taking.places()
    if capacity is not None and taken > capacity:
        message = _("Flere har plass enn det nye tallet. Meld noen av først.")
        raise CapacityBelowEnrolled(str(message), list(taking.order_by("queue_number")))
    owner.capacity = capacity
    owner.save(update_fields=["capacity"])
    left = None if capacity is None else capacity - taken
    promote_locked(queue, owner, now, standing=replace(standing, left=left))
    return owner


@transaction.atomic
def promote(queue: Queue, owner_id: UUID, *, now: datetime) -> int:
    """Let offers that ran out go, and offer free places to those who wait; returns how many offers were made."""
    return promote_locked(queue, queue.lock(owner_id), now)


def sweep(queue: Queue, *, now: datetime, among: QuerySet[Any] | None = None) -> int:
    """The net under the triggers: promote wherever an offer ran out or somebody waits; returns the offers made.

    Args:
        among: owners that may still give places, so that queues of what is over are left alone; all when None.
    """
    field_id = f"{queue.owner_field}_id"
    ended = queue.entry.objects.with_offer_ended_by(now - GRACE)
    waiting = queue.entry.objects.waiting().order_by()
    if among is not None:
        waiting = waiting.filter(**{f"{field_id}__in": among.order_by().values("pk")})
    owners = set(ended.values_list(field_id, flat=True)) | set(waiting.values_list(field_id, flat=True).distinct())
    return sum(promote(queue, owner_id, now=now) for owner_id in sorted(owners))


def position(queue: Queue, entry: Any) -> int:
    """The entry's number in the queue, 1 = next."""
    ahead: int = (
        queue.entries(getattr(entry, f"{queue.owner_field}_id"))
        .waiting()
        .filter(queue_number__lt=entry.queue_number)
        .count()
    )
    return ahead + 1


def _typed(entry: Any) -> QueueEntry:
    return entry  # type: ignore[no-any-return]
