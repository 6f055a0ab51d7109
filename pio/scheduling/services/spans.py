"""Time that staff set: course evenings, group meetings, blocks. No opening rules; overlaps are refused all the same."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from pio.scheduling.enums import BUSY, ReservationStatus
from pio.scheduling.models import Reservation
from pio.scheduling.needs import Span
from pio.scheduling.refusals import BookingGone, SlotTaken
from pio.scheduling.services.locks import in_transaction, lock_resources, lock_resources_of


def reserve(spans: Sequence[Span], *, purpose: str, now: datetime) -> list[list[Reservation]]:
    """Book all spans or none; answers the reservations of each span, in the order of the spans and their resources.

    Joins the caller's transaction if there is one. Raises SlotTaken with `.taken` = the spans in the way, Busy.
    """
    return in_transaction(lambda: _take(spans, ReservationStatus.BOOKED, purpose=purpose, now=now))


def block(spans: Sequence[Span], *, purpose: str, now: datetime) -> list[list[Reservation]]:
    """Like `reserve`, but BLOCKED: time that nobody can book (a staff meeting, a broken room)."""
    return in_transaction(lambda: _take(spans, ReservationStatus.BLOCKED, purpose=purpose, now=now))


def move_spans(moves: Sequence[tuple[Span, Sequence[UUID]]], *, purpose: str, now: datetime) -> list[list[Reservation]]:
    """For each span, its reservations so far become the span's; all or none, old time never free in between.

    Reservations are reused in the order given, missing ones made, left-over ones released; evenings may trade places.
    Raises SlotTaken with `.taken`, BookingGone when one has been released meanwhile, Busy.
    """
    ids = [each for _span, old in moves for each in old]

    def work() -> list[list[Reservation]]:
        wanted = {resource for span, _old in moves for resource in span.resource_ids}
        wanted.update(Reservation.objects.filter(id__in=ids).values_list("resource_id", flat=True))
        lock_resources(wanted, now=now)
        rows = {row.id: row for row in Reservation.objects.filter(id__in=ids, status__in=BUSY)}
        if len(rows) < len(set(ids)):
            raise BookingGone
        _refuse_taken([span for span, _old in moves], ignore=ids, now=now)
        Reservation.objects.filter(id__in=ids).update(status=ReservationStatus.CANCELLED)
        return [_become(span, [rows[each] for each in old], purpose) for span, old in moves]

    return in_transaction(work)


def release(reservation_ids: Sequence[UUID], *, now: datetime) -> int:
    """Give the time back (status CANCELLED); ids that are already released are left alone. Answers how many."""

    def work() -> int:
        lock_resources_of(reservation_ids, now=now)
        rows = Reservation.objects.filter(id__in=set(reservation_ids), status__in=BUSY)
        return rows.update(status=ReservationStatus.CANCELLED)

    return in_transaction(work)


def stretch(reservation_id: UUID, *, until: datetime, now: datetime) -> datetime:
    """Let a reservation end at `until`, or as late as the next one of the resource allows; answers when it ends.

    Raises BookingGone when it has been released meanwhile, Busy.
    """

    def work() -> datetime:
        lock_resources_of([reservation_id], now=now)
        row = Reservation.objects.filter(id=reservation_id, status__in=BUSY).first()
        if row is None:
            raise BookingGone
        later = Reservation.objects.busy(now=now).filter(
            resource=row.resource_id, period__startswith__gte=row.period.lower
        )
        starts = later.exclude(id=row.id).order_by("period").values_list("period__startswith", flat=True)
        ends: datetime = min([until, *starts[:1]])
        row.period = DateTimeTZRange(row.period.lower, ends)
        row.save(update_fields=("period",))
        return ends

    return in_transaction(work)


def _take(spans: Sequence[Span], status: ReservationStatus, *, purpose: str, now: datetime) -> list[list[Reservation]]:
    lock_resources((resource for span in spans for resource in span.resource_ids), now=now)
    _refuse_taken(spans, ignore=(), now=now)
    made = [[_row(span, resource, status, purpose) for resource in span.resource_ids] for span in spans]
    Reservation.objects.bulk_create([row for rows in made for row in rows])
    return made


def _row(span: Span, resource_id: UUID, status: ReservationStatus, purpose: str) -> Reservation:
    return Reservation(
        resource_id=resource_id, period=DateTimeTZRange(span.start, span.end), status=status, purpose=purpose
    )


def _become(span: Span, old: Sequence[Reservation], purpose: str) -> list[Reservation]:
    rows = []
    for number, resource_id in enumerate(span.resource_ids):
        row = old[number] if number < len(old) else _row(span, resource_id, ReservationStatus.BOOKED, purpose)
        row.resource_id, row.period = resource_id, DateTimeTZRange(span.start, span.end)
        row.save()
        rows.append(row)
    return rows


def _refuse_taken(spans: Sequence[Span], *, ignore: Iterable[UUID], now: datetime) -> None:
    """Raise SlotTaken with the spans that meet other reservations, or one another; one query."""
    if not spans:
        return
    whole = (min(span.start for span in spans), max(span.end for span in spans))
    resources = {resource for span in spans for resource in span.resource_ids}
    others = Reservation.objects.busy(now=now).filter(resource__in=resources).overlapping(*whole).exclude(id__in=ignore)
    busy: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for resource_id, period in others.values_list("resource_id", "period"):
        busy[resource_id].append((period.lower, period.upper))
    in_the_way = [span for span in spans if _meets(span, busy)]
    in_the_way += _meeting_one_another(spans)
    if in_the_way:
        raise SlotTaken(taken=in_the_way)


def _meets(span: Span, busy: dict[UUID, list[tuple[datetime, datetime]]]) -> bool:
    return any(
        start < span.end and span.start < end for resource in span.resource_ids for start, end in busy.get(resource, ())
    )


def _meeting_one_another(spans: Sequence[Span]) -> list[Span]:
    by_resource: dict[UUID, list[Span]] = defaultdict(list)
    for span in sorted(spans, key=lambda each: (each.start, each.end)):
        for resource in span.resource_ids:
            by_resource[resource].append(span)
    return [later for line in by_resource.values() for earlier, later in pairwise(line) if later.start < earlier.end]
