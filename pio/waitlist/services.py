"""The rules of the queue: join, accept, decline, leave, change of capacity, and who gets the place that comes free.

Every verb locks the row that has the places first and looks again afterwards (`booking.md`). Places are free for the
public only when nobody waits, so nobody passes the queue. What the feature says to people hangs on `Queue.on_change`,
called inside the transaction for every entry whose state changed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from pio.core.errors import Refusal
from pio.waitlist.clock import GRACE, OFFER_HOURS, Clock, database_clock, offer_end
from pio.waitlist.enums import LIVE, TRANSITIONS, PlaceState
from pio.waitlist.models import QueueEntry, WithPlaces

MOST_OVERTAKEN = 2
AT_ONCE = 20
KEPT_EXPIRIES = 1


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


@dataclass(frozen=True)
class Queue:
    """How the engine finds a feature's rows.

    Args:
        owner: model with the places; `entry`: model of those who want them; `owner_field`: its foreign key to owner.
        on_change: called in the transaction for each entry whose state changed, with the state before.
        may_offer: says whether offers may be made for this owner now (intake stops say no).
        offer_hours: length of an offer on the offer clock.
        offers_by_hand: a person chooses who is offered a place (`offer`); nothing is offered when one comes free.
    """

    owner: type[WithPlaces]
    entry: type[QueueEntry]
    owner_field: str
    on_change: Callable[[Any, PlaceState, datetime], None]
    may_offer: Callable[[Any, datetime], bool] = field(default=lambda _owner, _now: True)
    offer_hours: int = OFFER_HOURS
    offers_by_hand: bool = False

    def entries(self, owner_id: UUID) -> Any:
        """The entries of one owner."""
        return self.entry.objects.filter(**{f"{self.owner_field}_id": owner_id})

    def lock(self, owner_id: UUID) -> Any:
        """Lock the row that has the places, until the transaction ends."""
        return self.owner._default_manager.select_for_update(no_key=True).get(pk=owner_id)

    def owner_id_of(self, entry_id: UUID) -> UUID:
        """The owner of an entry, without a lock."""
        found: UUID = self.entry._default_manager.values_list(f"{self.owner_field}_id", flat=True).get(pk=entry_id)
        return found


@transaction.atomic
def join(queue: Queue, owner_id: UUID, *, entry: QueueEntry, now: datetime) -> QueueEntry:
    """Give `entry` (unsaved) a place when one is free and nobody waits, else the next number in the queue.

    Raises:
        PartyTooLarge: the party is larger than the capacity.
        django.db.IntegrityError: the feature's own constraint, such as one live entry a contact.
    """
    owner = queue.lock(owner_id)
    if owner.capacity is not None and entry.party_size > owner.capacity:
        raise PartyTooLarge(_("Det er ikke plass til så mange."))
    _expire(queue, owner, now)
    owner.last_queue_number += 1
    owner.save(update_fields=["last_queue_number"])
    setattr(entry, queue.owner_field, owner)
    entry.queue_number, entry.joined_date = owner.last_queue_number, localdate(now)
    nobody_waits = not queue.entries(owner_id).waiting().exists()
    has_place = nobody_waits and _fits(queue, owner, entry.party_size)
    entry.state = PlaceState.CONFIRMED if has_place else PlaceState.WAITING
    entry.placed_date = localdate(now) if has_place else None
    entry.save(force_insert=True)
    queue.on_change(entry, PlaceState.WAITING, now)
    promote_locked(queue, owner, now)
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
    _change(queue, entry, PlaceState.CONFIRMED, now, placed_date=localdate(now))
    return _typed(entry)


@transaction.atomic
def offer(queue: Queue, entry_id: UUID, *, now: datetime) -> QueueEntry:
    """A person offers a free place to one who waits. Offering twice is offering once.

    Raises:
        NoPlaceFree: every place is taken or offered. OfferGone: no longer waiting, or no offers may be made now.
    """
    owner = queue.lock(queue.owner_id_of(entry_id))
    _expire(queue, owner, now)
    entry = queue.entries(owner.pk).get(pk=entry_id)
    if entry.state == PlaceState.OFFERED:
        return _typed(entry)
    if entry.state != PlaceState.WAITING or not queue.may_offer(owner, now):
        raise OfferGone(_("Det kan ikke tilbys en plass her nå."))
    if not _fits(queue, owner, entry.party_size):
        raise NoPlaceFree(_("Alle plassene er tatt eller tilbudt."))
    _offer(queue, entry, now)
    return _typed(entry)


@transaction.atomic
def take_back(queue: Queue, entry_id: UUID, *, now: datetime) -> QueueEntry:
    """We take an unanswered offer back: the place in the queue is kept, and it does not count as one that ran out."""
    owner = queue.lock(queue.owner_id_of(entry_id))
    entry = queue.entries(owner.pk).get(pk=entry_id)
    if entry.state == PlaceState.OFFERED:
        _change(queue, entry, PlaceState.WAITING, now, offered_at=None)
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
        _change(queue, entry, state, now)
        promote_locked(queue, owner, now)
    return _typed(entry)


@transaction.atomic
def set_capacity(queue: Queue, owner_id: UUID, *, capacity: int | None, now: datetime) -> WithPlaces:
    """Change the number of places; more places are offered to the queue at once.

    Raises:
        CapacityBelowEnrolled: fewer than are taken; nobody is put out silently.
    """
    owner: WithPlaces = queue.lock(owner_id)
    _expire(queue, owner, now)
    taking = queue.entries(owner_id).taking_places()
    if capacity is not None and taking.places() > capacity:
        message = _("Flere har plass enn det nye tallet. Meld noen av først.")
        raise CapacityBelowEnrolled(str(message), list(taking.order_by("queue_number")))
    owner.capacity = capacity
    owner.save(update_fields=["capacity"])
    promote_locked(queue, owner, now)
    return owner


@transaction.atomic
def promote(queue: Queue, owner_id: UUID, *, now: datetime) -> int:
    """Let offers that ran out go, and offer free places to those who wait; returns how many offers were made."""
    return promote_locked(queue, queue.lock(owner_id), now)


def sweep(queue: Queue, *, now: datetime) -> int:
    """The net under the triggers: promote wherever an offer ran out or somebody waits; returns the offers made."""
    ended = queue.entry.objects.with_offer_ended_by(now - GRACE)
    waiting = queue.entry.objects.waiting().order_by()
    field_id = f"{queue.owner_field}_id"
    owners = set(ended.values_list(field_id, flat=True)) | set(waiting.values_list(field_id, flat=True).distinct())
    return sum(promote(queue, owner_id, now=now) for owner_id in sorted(owners))


def promote_locked(queue: Queue, owner: Any, now: datetime) -> int:
    """`promote` for a caller that holds the owner's lock."""
    just_expired = _expire(queue, owner, now)
    if queue.offers_by_hand or not queue.may_offer(owner, now):
        return 0
    free, made = _free(queue, owner), 0
    if free is not None and free <= 0:
        return 0
    in_order = queue.entries(owner.pk).waiting()
    last_again = sorted(in_order, key=lambda entry: entry.pk in just_expired) if just_expired else None
    waiting = last_again or in_order.iterator(chunk_size=AT_ONCE)  # a long queue is not read for one free place
    passed: list[QueueEntry] = []
    for entry in waiting:
        if free is not None and entry.party_size > free:
            if free == 0 or entry.overtaken >= MOST_OVERTAKEN:
                break
            passed.append(entry)
            continue
        _offer(queue, entry, now)
        made += 1
        free = None if free is None else free - entry.party_size
        _overtake(passed, localdate(now))
        if any(larger.overtaken >= MOST_OVERTAKEN for larger in passed):
            break
    return made


def free_places(queue: Queue, owner: Any) -> int | None:
    """Places that anybody may take now: none while somebody waits; None where there is room for everybody."""
    free = _free(queue, owner)
    if free is None:
        return None
    return 0 if queue.entries(owner.pk).waiting().exists() else max(free, 0)


def position(queue: Queue, entry: Any) -> int:
    """The entry's number in the queue, 1 = next."""
    ahead: int = (
        queue.entries(getattr(entry, f"{queue.owner_field}_id"))
        .waiting()
        .filter(queue_number__lt=entry.queue_number)
        .count()
    )
    return ahead + 1


def _overtake(passed: list[QueueEntry], today: date) -> None:
    for larger in passed:
        larger.overtaken += 1
        larger.passed_on = [*larger.passed_on, today]
        larger.save(update_fields=["overtaken", "passed_on"])


def _expire(queue: Queue, owner: Any, now: datetime) -> set[UUID]:
    """End the offers that ran out; the first time the place in the queue is kept. Returns those who wait again."""
    kept: set[UUID] = set()
    for entry in queue.entries(owner.pk).with_offer_ended_by(now - GRACE).order_by("queue_number"):
        entry.expired_offers += 1
        again = entry.expired_offers <= KEPT_EXPIRIES
        if again:
            kept.add(entry.pk)
        _change(queue, entry, PlaceState.WAITING if again else PlaceState.EXPIRED, now)
    return kept


def _free(queue: Queue, owner: Any) -> int | None:
    if owner.capacity is None:
        return None
    return int(owner.capacity - queue.entries(owner.pk).taking_places().places())


def _fits(queue: Queue, owner: Any, party: int) -> bool:
    free = _free(queue, owner)
    return free is None or party <= free


def _offer(queue: Queue, entry: Any, now: datetime) -> None:
    _change(queue, entry, PlaceState.OFFERED, now, offered_at=now, offer_expires_at=offer_end(now, queue.offer_hours))


def _change(queue: Queue, entry: Any, state: PlaceState, now: datetime, **values: Any) -> None:
    before = PlaceState(entry.state)
    if state not in TRANSITIONS[before]:
        message = f"{before} never becomes {state}"
        raise ValueError(message)
    entry.state, entry.version = state, entry.version + 1
    entry.offer_expires_at = None
    entry.left_date = None if state in LIVE else localdate(now)
    for name, value in values.items():
        setattr(entry, name, value)
    entry.save()
    queue.on_change(entry, before, now)


def _typed(entry: Any) -> QueueEntry:
    return entry  # type: ignore[no-any-return]
