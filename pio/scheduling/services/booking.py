"""Visits that a person chooses: hold, book, confirm, move. Rules, closures, notice, horizon and day cap are obeyed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import F, QuerySet

from pio.core.composed import AnyOf, Reading
from pio.scheduling.enums import ReservationStatus, ResourceKind
from pio.scheduling.models import Reservation, Resource
from pio.scheduling.needs import Outcome, Submit, Wish
from pio.scheduling.refusals import BookingGone, HoldExpired, HoldTooLong, SlotTaken
from pio.scheduling.selectors import nearest_free
from pio.scheduling.services.choosing import Keep, choose, period_of
from pio.scheduling.services.locks import in_transaction, lock_resources, lock_resources_of
from pio.scheduling.services.submits import once

T = TypeVar("T")
Write = Callable[[list[Reservation]], dict[str, str]]
HOLD_TIME = timedelta(minutes=10)
LONGEST_HOLD = timedelta(minutes=60)


def hold(wish: Wish, *, now: datetime, replaces: Sequence[UUID] = ()) -> list[Reservation]:
    """Keep the time for 10 minutes: one HELD reservation per resource (adviser first, then room).

    `replaces`: ids of the person's earlier hold, released in the same transaction (only if they are still HELD).
    Raises SlotTaken with `.nearest` (the earlier hold then stands), or Busy.
    """

    def work() -> list[Reservation]:
        earlier = [each for each in _of(replaces) if each.status == ReservationStatus.HELD]
        keep = Keep(ignore=[each.id for each in earlier], also_lock=[each.resource_id for each in earlier])
        chosen = choose(wish, now=now, keep=keep)
        _let_go(keep.ignore)
        return _take(chosen, wish, ReservationStatus.HELD, now=now)

    return _with_nearest(lambda: in_transaction(work), wish, now=now)


def extend_hold(reservation_ids: Sequence[UUID], *, now: datetime) -> datetime:
    """Keep the time for 10 more minutes from now, at most 60 in all; returns when it runs out.

    Raises HoldExpired when it has run out already, HoldTooLong, Busy.
    """

    def work() -> datetime:
        lock_resources_of(reservation_ids, now=now)
        held = Reservation.objects.filter(id__in=set(reservation_ids), status=ReservationStatus.HELD)
        times: list[tuple[datetime, datetime]] = list(held.values_list("hold_started_at", "hold_expires_at"))
        if not times or len(times) < len(set(reservation_ids)):
            raise HoldExpired
        started, running_out = times[0]
        expires = min(now + HOLD_TIME, started + LONGEST_HOLD)
        if expires <= running_out:
            raise HoldTooLong
        held.update(hold_expires_at=expires)
        return expires

    return in_transaction(work)


def confirm(reservation_ids: Sequence[UUID], *, wish: Wish, submit: Submit, write: Write, now: datetime) -> Outcome:
    """Turn a hold into a booking. `write(reservations)` inserts the feature's rows and returns ids as the answer.

    The same submit again gets the same answer (`replayed`) and `write` is not called. If the hold has run out, or is
    not the wish's, the time is taken again when it is still free by `wish`; otherwise HoldExpired with `.nearest`.
    Raises SubmitChanged when the key comes with another body, HoldExpired, Busy.
    """

    def work() -> dict[str, str]:
        held = _of(reservation_ids)
        if _fits(held, wish, now=now):
            return write(_keep_held(held, now=now))
        return write(_take_again(held, wish, now=now))

    return _with_nearest(
        lambda: in_transaction(lambda: once(submit, work, now=now)), wish, now=now, refusal=HoldExpired
    )


def book(wish: Wish, *, submit: Submit, write: Write, now: datetime) -> Outcome:
    """Take the time at once, without a hold (e.g. for somebody on the phone). See `confirm` for `write` and `submit`.

    Raises SlotTaken with `.nearest`, SubmitChanged, Busy.
    """

    def work() -> dict[str, str]:
        return write(_take(choose(wish, now=now), wish, ReservationStatus.BOOKED, now=now))

    return _with_nearest(lambda: in_transaction(lambda: once(submit, work, now=now)), wish, now=now)


def move(
    reservation_ids: Sequence[UUID], *, wish: Wish, write: Write, now: datetime, submit: Submit | None = None
) -> Outcome:
    """Move a booking in one transaction; the old time is never free before the new one is taken.

    The same reservation rows get the new period (and resource); a room is added or released as the wish says. The new
    time may overlap the old one. `write(reservations)` updates the feature's rows.
    Raises SlotTaken with `.nearest`, BookingGone when it has been released meanwhile, SubmitChanged, Busy.
    """

    def work() -> dict[str, str]:
        old = _of(reservation_ids)
        keep = Keep(ignore=[each.id for each in old], also_lock=[each.resource_id for each in old])
        chosen = choose(wish, now=now, keep=keep)
        current = [each for each in _of(reservation_ids) if each.status == ReservationStatus.BOOKED]
        if {each.resource_id for each in current} != set(keep.also_lock) or not current:
            raise BookingGone
        return write(_rebook(current, chosen, wish))

    def moved() -> Outcome:
        return in_transaction(lambda: once(submit, work, now=now) if submit else Outcome(answer=work()))

    return _with_nearest(moved, wish, now=now)


def _of(reservation_ids: Sequence[UUID]) -> list[Reservation]:
    """The reservations with their resources, adviser first."""
    if not reservation_ids:
        return []
    found = _RESERVED.objects(_RESERVED.rows(ids=list(set(reservation_ids))))
    return sorted(found, key=lambda each: each.resource.kind != ResourceKind.ADVISER)


def _reserved(*, ids: list[UUID]) -> QuerySet[Reservation]:
    return Reservation.objects.filter(AnyOf(F("id"), ids)).select_related("resource")


_RESERVED = Reading(_reserved)


def _is_held(reservation: Reservation, *, now: datetime) -> bool:
    expires = reservation.hold_expires_at
    return reservation.status == ReservationStatus.HELD and expires is not None and expires > now


def _fits(held: Sequence[Reservation], wish: Wish, *, now: datetime) -> bool:
    """Whether these still hold all that the wish asks: the form's state could be older than the choice."""
    return len(held) == (2 if wish.rooms else 1) and all(
        _is_held(each, now=now)
        and each.purpose == wish.purpose
        and each.resource_id in (*wish.advisers, *wish.rooms)
        and each.period == period_of(each.resource, wish)
        for each in held
    )


def _keep_held(held: Sequence[Reservation], *, now: datetime) -> list[Reservation]:
    """Book what is held; raises HoldExpired if somebody was quicker between the look and the lock."""
    lock_resources([each.resource_id for each in held], now=now)
    still = Reservation.objects.filter(id__in=[each.id for each in held], status=ReservationStatus.HELD)
    if still.update(status=ReservationStatus.BOOKED, hold_started_at=None, hold_expires_at=None) < len(held):
        raise HoldExpired
    for each in held:
        each.status, each.hold_started_at, each.hold_expires_at = ReservationStatus.BOOKED, None, None
    return list(held)


def _take_again(earlier: Sequence[Reservation], wish: Wish, *, now: datetime) -> list[Reservation]:
    """The hold is gone or another's: take the time as the wish says, by preference with the same adviser."""
    held = [each for each in earlier if _is_held(each, now=now) and each.purpose == wish.purpose]
    same = next((each.resource_id for each in earlier if each.resource_id in wish.advisers), wish.preferred)
    keep = Keep(ignore=[each.id for each in held], also_lock=[each.resource_id for each in held])
    chosen = choose(replace(wish, preferred=same), now=now, keep=keep)
    _let_go(keep.ignore)
    return _take(chosen, wish, ReservationStatus.BOOKED, now=now)


def _let_go(held_ids: Sequence[UUID]) -> None:
    if held_ids:
        held = Reservation.objects.filter(id__in=held_ids, status=ReservationStatus.HELD)
        held.update(status=ReservationStatus.CANCELLED)


def _take(chosen: Sequence[Resource], wish: Wish, status: ReservationStatus, *, now: datetime) -> list[Reservation]:
    held = status == ReservationStatus.HELD
    rows = [
        Reservation(
            resource=resource,
            period=period_of(resource, wish),
            status=status,
            purpose=wish.purpose,
            hold_started_at=now if held else None,
            hold_expires_at=now + HOLD_TIME if held else None,
        )
        for resource in chosen
    ]
    return Reservation.objects.bulk_create(rows)


def _rebook(current: Sequence[Reservation], chosen: Sequence[Resource], wish: Wish) -> list[Reservation]:
    """The same rows for the new time; a row that is not needed any more is released."""
    rows = {each.resource.kind: each for each in current}
    booked = []
    for resource in chosen:
        row = rows.pop(resource.kind, None) or Reservation(status=ReservationStatus.BOOKED, purpose=wish.purpose)
        row.resource, row.period = resource, period_of(resource, wish)
        row.save()
        booked.append(row)
    Reservation.objects.filter(id__in=[each.id for each in rows.values()]).update(status=ReservationStatus.CANCELLED)
    return booked


def _with_nearest(work: Callable[[], T], wish: Wish, *, now: datetime, refusal: type[SlotTaken] = SlotTaken) -> T:
    """Do it; if the time is taken, refuse with the nearest free ones, looked up after the rollback."""
    try:
        return work()
    except SlotTaken as taken:
        resources = Resource.objects.filter(id__in=[*wish.advisers, *wish.rooms], active=True)
        advisers = [each for each in resources if each.id in wish.advisers]
        rooms = [each for each in resources if each.id in wish.rooms]
        roomless = bool(wish.rooms) and not rooms
        near = [] if roomless else nearest_free(advisers, wish.start, need=wish.need, now=now, rooms=rooms)
        raise refusal(near) from taken
