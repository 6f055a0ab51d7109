"""Evenings and what they take: room and hosts are reserved together, so that nothing collides.

An evening that moves or is cancelled tells everybody who has, is offered or waits for a place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Evening, Offering
from courses.services import notices
from courses.services.queue import QUEUE
from courses.services.registrations import keep_forget_dates
from pio.accounts.models import User
from pio.audit import history
from pio.core import words
from pio.core.errors import Refusal
from pio.core.public import empty_page_cache
from pio.scheduling import services as scheduling
from pio.scheduling.models import Reservation, Resource
from pio.scheduling.needs import Span
from pio.scheduling.selectors import closed_days
from pio.scheduling.working_days import is_working_day
from pio.waitlist import services as waitlist
from pio.waitlist.enums import PlaceState

PURPOSE = "course_evening"
LONGEST_SERIES = timedelta(days=400)


class RoomOrHostTaken(Refusal):
    """The room or a host is busy at one of the times; nothing was changed."""


class EveningOver(Refusal):
    """What has been held is neither moved nor cancelled."""


@dataclass(frozen=True)
class Plan:
    """When one evening is, and what it is about."""

    starts_at: datetime
    ends_at: datetime
    title: str = ""
    title_en: str = ""
    description: str = ""
    place_text: str = ""


def weekly_days(first: date, until: date) -> list[date]:
    """Every week from `first` to `until`, both included, without holidays and days the centre is closed."""
    last = min(until, first + LONGEST_SERIES)
    days = [first + timedelta(weeks=n) for n in range(max((last - first).days // 7 + 1, 0))]
    closed = set(closed_days(first, last)) if days else set()
    weekend = not is_working_day(first) and first.weekday() > 4
    return [day for day in days if day not in closed and (weekend or is_working_day(day))]


@transaction.atomic
def add_evenings(offering: Offering, plans: Sequence[Plan], *, by: User, now: datetime) -> list[Evening]:
    """Add evenings and reserve room and hosts for them; all or none.

    Raises:
        RoomOrHostTaken: at least one of the times is taken.
    """
    locked = QUEUE.lock(offering.pk)
    with history.acting(by, "courses.add_evenings"):
        rows = [Evening.objects.create(offering=locked, **vars(plan)) for plan in plans]
        reserve(locked, rows, now=now)
    notices.remind(QUEUE.entries(offering.pk).confirmed(), rows, now=now)
    keep_forget_dates(locked)
    waitlist.shorten_offers(QUEUE, locked, now)
    empty_page_cache()
    return rows


def reserve(offering: Offering, evenings: Sequence[Evening], *, now: datetime) -> None:
    """Let these evenings take what the offering needs, in place of what they have; called with the offering locked.

    Raises:
        RoomOrHostTaken: at least one of the times is taken.
    """
    resources = resources_of(offering)
    coming = [evening for evening in evenings if evening.ends_at > now and not evening.is_cancelled]
    held = {each.pk: [row.pk for row in each.reservations.order_by("pk")] for each in coming}
    if not resources:
        scheduling.release([pk for ids in held.values() for pk in ids], now=now)
        return
    moves = [(Span(resources, each.starts_at, each.ends_at), held[each.pk]) for each in coming]
    try:
        made = scheduling.move_spans(moves, purpose=PURPOSE, now=now)
    except scheduling.SlotTaken as taken:
        times = ", ".join(words.day_and_span(span.start, span.end) for span in taken.taken)
        raise RoomOrHostTaken(_("Rommet eller en kursleder er opptatt %(times)s.") % {"times": times}) from taken
    for evening, reservations in zip(coming, made, strict=True):
        evening.reservations.set(reservations)


def resources_of(offering: Offering) -> tuple[UUID, ...]:
    """The room, and the hosts whose time the engine keeps."""
    hosts = Resource.objects.advisers().filter(user__in=offering.hosts.all()).values_list("pk", flat=True)
    return tuple(sorted({*hosts, *([offering.room_id] if offering.room_id else [])}))


@transaction.atomic
def change_evening(evening: Evening, plan: Plan, *, by: User, now: datetime) -> Evening:
    """Change what an evening is about, or move it; a move tells everybody.

    Raises:
        EveningOver: it has been held, or was cancelled.
        RoomOrHostTaken: the new time is taken.
    """
    offering = QUEUE.lock(evening.offering_id)
    current: Evening = Evening.objects.select_for_update().get(pk=evening.pk)
    moved = (current.starts_at, current.ends_at) != (plan.starts_at, plan.ends_at)
    if current.is_cancelled or (moved and current.ends_at <= now):
        raise EveningOver(_("Kvelden er holdt eller avlyst, og kan ikke flyttes."))
    for name, value in vars(plan).items():
        setattr(current, name, value)
    current.sequence += int(moved)
    with history.acting(by, "courses.change_evening"):
        current.save()
        if moved:
            reserve(offering, [current], now=now)
            keep_forget_dates(offering)
            waitlist.shorten_offers(QUEUE, offering, now)
            _tell(current, "moved", now=now)
    empty_page_cache()
    return current


@transaction.atomic
def cancel_evening(evening: Evening, *, by: User, now: datetime) -> None:
    """Cancel one evening: room and hosts are free again, everybody is told. Cancelling twice is cancelling once.

    Raises:
        EveningOver: it has been held.
    """
    offering = QUEUE.lock(evening.offering_id)
    current = Evening.objects.select_for_update().get(pk=evening.pk)
    if current.ends_at <= now:
        raise EveningOver(_("Kvelden er holdt, og kan ikke avlyses."))
    if current.is_cancelled:
        return
    current.is_cancelled, current.sequence = True, current.sequence + 1
    with history.acting(by, "courses.cancel_evening"):
        current.save(update_fields=["is_cancelled", "sequence"])
        release([current], now=now)
    keep_forget_dates(offering)
    _tell(current, "evening", now=now)
    empty_page_cache()


def release(evenings: Sequence[Evening], *, now: datetime) -> None:
    """Give back room and hosts of these evenings."""
    taken = Reservation.objects.filter(pk__in=Evening.reservations.through.objects.filter(
        evening__in=evenings).values("reservation"))  # fmt: skip
    scheduling.release(list(taken.values_list("pk", flat=True)), now=now)


def describe(reservations: Sequence[UUID]) -> dict[UUID, str]:
    """The title of the course that each reservation is for, for calendars of rooms and hosts; one query."""
    through = Evening.reservations.through.objects.filter(reservation__in=reservations)
    return dict(through.values_list("reservation", "evening__offering__title"))


def _tell(evening: Evening, what: str, *, now: datetime) -> None:
    live = list(QUEUE.entries(evening.offering_id).live())
    notices.offering_changed(live, f"{what}:{evening.pk}", version=evening.sequence, now=now)
    if what == "moved":
        notices.remind([each for each in live if each.state == PlaceState.CONFIRMED], [evening], now=now)
