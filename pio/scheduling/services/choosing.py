"""Which adviser and which room: the preferred one first, then the least loaded; locked, and looked at again.

Order of locks: every set of resources is locked in one statement in ascending id. A set that turns out to be taken is
let go (savepoint) before the next is tried, so nobody ever waits while holding what others wait for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from pio.scheduling import availability, intervals
from pio.scheduling.agenda import buffers
from pio.scheduling.enums import ResourceKind
from pio.scheduling.models import Resource
from pio.scheduling.needs import Wish
from pio.scheduling.refusals import SlotTaken
from pio.scheduling.services.locks import lock_resources

LOAD_DAYS = timedelta(days=7)


@dataclass(frozen=True)
class Keep:
    """What a choice is made beside: reservations that do not count, and resources to lock as well (when moving)."""

    ignore: Sequence[UUID] = ()
    also_lock: Sequence[UUID] = ()


def choose(wish: Wish, *, now: datetime, keep: Keep | None = None) -> list[Resource]:
    """The adviser (and room) for the wish, locked and free; adviser first. Needs a transaction. Raises SlotTaken."""
    keep = keep or Keep()
    if not within_reach(wish, now=now):
        raise SlotTaken
    if len(wish.advisers) == 1 and len(wish.rooms) <= 1:
        ids = (*wish.advisers, *wish.rooms)
        chosen = _locked_and_free(wish, ids, now=now, keep=keep, skip_locked=False)
    else:
        chosen = _choose_among(wish, now=now, keep=keep)
    if not chosen:
        raise SlotTaken
    return chosen


def within_reach(wish: Wish, *, now: datetime) -> bool:
    """Whether notice and horizon allow the start."""
    return not wish.obey_rules or now + wish.need.notice <= wish.start <= now + wish.need.horizon


def _choose_among(wish: Wish, *, now: datetime, keep: Keep) -> list[Resource]:
    """First without waiting (SKIP LOCKED); then, for as long as anything looks free, waiting for the best.

    The preferred adviser is the first in any ranking, so where no room is to be chosen the others are not even read.
    """
    if wish.preferred and wish.preferred in wish.advisers and not wish.rooms:
        chosen = _try(wish, (wish.preferred,), now=now, keep=keep, skip_locked=True)
        if chosen:
            return chosen
    for ids in _ranked(wish, now=now, keep=keep):
        if chosen := _try(wish, ids, now=now, keep=keep, skip_locked=True):
            return chosen
    for _attempt in range(len(wish.advisers) + len(wish.rooms)):
        best = next(_ranked(wish, now=now, keep=keep), None)
        if best is None:
            return []
        if chosen := _try(wish, best, now=now, keep=keep, skip_locked=False):
            return chosen
    return []


def _try(wish: Wish, ids: Sequence[UUID], *, now: datetime, keep: Keep, skip_locked: bool) -> list[Resource]:
    """One set of resources in a savepoint of its own, which lets the locks go if they are not free."""
    with transaction.atomic():
        chosen = _locked_and_free(wish, ids, now=now, keep=keep, skip_locked=skip_locked)
        transaction.set_rollback(not chosen)
    return chosen


def _locked_and_free(
    wish: Wish, ids: Sequence[UUID], *, now: datetime, keep: Keep, skip_locked: bool
) -> list[Resource]:
    everything = {*ids, *keep.also_lock}
    locked = lock_resources(everything, now=now, skip_locked=skip_locked)
    chosen = [resource for resource in locked if resource.id in ids and resource.active]
    if len(locked) < len(everything) or len(chosen) < len(ids):
        return []
    found = availability.load(chosen, wish.start, wish.start, now=now, ignore=keep.ignore)
    if not all(found.is_free(each, wish.start, wish.need, obey_rules=wish.obey_rules) for each in chosen):
        return []
    return sorted(chosen, key=lambda each: each.kind != ResourceKind.ADVISER)


def _ranked(wish: Wish, *, now: datetime, keep: Keep) -> Iterator[tuple[UUID, ...]]:
    """The sets that look free, best first, without any lock: preferred adviser, least loaded that week, room that fits.

    Load counts the visits of the seven days around the start; equal ones are told apart by id.
    """
    resources = list(Resource.objects.filter(id__in=[*wish.advisers, *wish.rooms], active=True))
    found = availability.load(resources, wish.start, wish.start + LOAD_DAYS, now=now, ignore=keep.ignore)
    free = [each for each in resources if found.is_free(each, wish.start, wish.need, obey_rules=wish.obey_rules)]
    advisers = sorted(
        (each for each in free if each.id in wish.advisers),
        key=lambda each: (each.id != wish.preferred, found.load(each), each.id),
    )
    rooms = sorted(
        (each for each in free if each.id in wish.rooms),
        key=lambda each: (each.id not in keep.also_lock, each.capacity or 0, each.id),
    )
    for pair in product(advisers, rooms) if wish.rooms else product(advisers):
        yield tuple(each.id for each in pair)


def period_of(resource: Resource, wish: Wish) -> DateTimeTZRange:
    """What the visit takes of the resource: its time and the buffers."""
    before, after = buffers(resource, wish.need)
    start = intervals.instant(intervals.seconds(wish.start))
    end = start + timedelta(minutes=wish.need.minutes)
    return DateTimeTZRange(start - timedelta(seconds=before), end + timedelta(seconds=after))
