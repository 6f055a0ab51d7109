"""How the engine finds a feature's rows, and who gets the place that comes free. Every function wants the lock held.

How things stand is one statement (`settle`), whatever the length of the queue; a second one only when an offer ran out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from pio.waitlist.clock import GRACE, OFFER_HOURS, offer_end
from pio.waitlist.enums import LIVE, TRANSITIONS, PlaceState
from pio.waitlist.models import QueueEntry, WithPlaces

MOST_OVERTAKEN = 2
AT_ONCE = 20
KEPT_EXPIRIES = 1


@dataclass(frozen=True)
class Queue:
    """How the engine finds a feature's rows.

    Args:
        owner: model with the places; `entry`: model of those who want them; `owner_field`: its foreign key to owner.
        on_change: called in the transaction for each entry whose state changed, with the state before.
        may_offer: says whether offers may be made for this owner now (intake stops say no).
        offer_hours: length of an offer on the offer clock.
        offer_before: the instant at which an offer made now must have ended at the latest (something begins), or None.
        offers_by_hand: a person chooses who is offered a place (`offer`); nothing is offered when one comes free.
    """

    owner: type[WithPlaces]
    entry: type[QueueEntry]
    owner_field: str
    on_change: Callable[[Any, PlaceState, datetime], None]
    may_offer: Callable[[Any, datetime], bool] = field(default=lambda _owner, _now: True)
    offer_hours: int = OFFER_HOURS
    offer_before: Callable[[Any, datetime], datetime | None] = field(default=lambda _owner, _now: None)
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


@dataclass(frozen=True)
class Standing:
    """How things stand while the lock is held: places left, how many wait, and whose offer has just run out."""

    left: int | None
    waiting: int
    expired: frozenset[UUID] = frozenset()

    @property
    def free(self) -> int | None:
        """Places that anybody may take: none while somebody waits; None where there is room for everybody."""
        return None if self.left is None else 0 if self.waiting else max(self.left, 0)

    def has_room_for(self, party: int) -> bool:
        """Whether a newcomer's party gets a place at once."""
        fits = self.left is None or party <= self.left
        return fits and not self.waiting


def settle(queue: Queue, owner: Any, now: datetime) -> Standing:
    """Let the offers that ran out go, and say how things stand then."""
    entries = queue.entries(owner.pk)
    taken, waiting, ended = entries.counts(offers_ended_by=now - GRACE)
    kept: set[UUID] = set()
    if ended:
        kept = _expire(queue, owner, now)
        taken, waiting, _none = entries.counts(offers_ended_by=now - GRACE)
    return Standing(None if owner.capacity is None else owner.capacity - taken, waiting, frozenset(kept))


def promote_locked(queue: Queue, owner: Any, now: datetime, *, standing: Standing | None = None) -> int:
    """Offer free places to those who wait, in order; returns how many offers were made.

    Args:
        standing: what `settle` has just said, with nothing written since.
    """
    standing = standing or settle(queue, owner, now)
    free = standing.left
    if queue.offers_by_hand or not standing.waiting or (free is not None and free <= 0):
        return 0
    return _offer_in_order(queue, owner, standing, now) if queue.may_offer(owner, now) else 0


def change(queue: Queue, entry: Any, state: PlaceState, now: datetime, **values: Any) -> None:
    """Give an entry another state; the feature is told. Raises ValueError when the state never follows."""
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


def make_offer(queue: Queue, entry: Any, now: datetime, *, before: datetime | None) -> None:
    """Hold the place for this entry until the offer runs out: on the offer clock, or `before` something begins."""
    end = offer_end(now, queue.offer_hours)
    change(queue, entry, PlaceState.OFFERED, now, offered_at=now, offer_expires_at=min(end, before or end))


def shorten_offers(queue: Queue, owner: Any, now: datetime) -> int:
    """What they are for begins sooner than it did: offers that would outlast it end then; returns how many."""
    before = queue.offer_before(owner, now)
    late = queue.entries(owner.pk).offered().filter(offer_expires_at__gt=before) if before else None
    return 0 if late is None else int(late.update(offer_expires_at=before))


def _offer_in_order(queue: Queue, owner: Any, standing: Standing, now: datetime) -> int:
    """First come first served; who has just let an offer run out comes last, a large party is passed twice at most."""
    free, made, before = standing.left, 0, queue.offer_before(owner, now)
    passed: list[QueueEntry] = []
    for entry in _in_order(queue, owner, standing):
        if free is not None and entry.party_size > free:
            if free == 0 or entry.overtaken >= MOST_OVERTAKEN:
                break
            passed.append(entry)
            continue
        make_offer(queue, entry, now, before=before)
        made += 1
        free = None if free is None else free - entry.party_size
        _overtake(passed, localdate(now))
        if any(larger.overtaken >= MOST_OVERTAKEN for larger in passed):
            break
    return made


def _in_order(queue: Queue, owner: Any, standing: Standing) -> Any:
    """Those who wait, some at a time: a long queue is not read for one free place."""
    waiting = queue.entries(owner.pk).waiting()
    if standing.expired:
        return sorted(waiting, key=lambda entry: entry.pk in standing.expired)
    return waiting[:AT_ONCE] if standing.waiting <= AT_ONCE else waiting.iterator(chunk_size=AT_ONCE)


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
        change(queue, entry, PlaceState.WAITING if again else PlaceState.EXPIRED, now)
    return kept
