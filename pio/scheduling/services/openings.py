"""When an adviser or a room is there: weekly rules and exceptions from them. Each write locks the resource first."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from uuid import UUID

from pio.accounts.models import User
from pio.audit import history
from pio.scheduling import intervals
from pio.scheduling.enums import ExceptionKind, ReservationStatus, ResourceKind
from pio.scheduling.models import (
    HEAVY_RECOVERY_MINUTES,
    AvailabilityException,
    AvailabilityRule,
    Reservation,
    Resource,
)
from pio.scheduling.services.locks import in_transaction, lock_resources


@dataclass(frozen=True)
class Opening:
    """A weekly opening: wall time in Oslo, dates included, `channels` empty = all."""

    weekday: int
    start_wall: time
    end_wall: time
    valid_from: date
    valid_to: date | None = None
    channels: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class Absence:
    """Days away, or open besides the rules; without times the whole day (only when away)."""

    kind: ExceptionKind
    from_date: date
    to_date: date
    start_wall: time | None = None
    end_wall: time | None = None
    channels: tuple[str, ...] = ()
    reason_private: str = ""

    def intervals(self) -> intervals.Intervals:
        """The instants it covers."""
        return intervals.merge(
            part
            for day in intervals.days(self.from_date, self.to_date)
            for part in intervals.on_day(day, self.start_wall, self.end_wall)
        )


def add_rules(resource_id: UUID, openings: Sequence[Opening], *, by: User, now: datetime) -> list[AvailabilityRule]:
    """Open the resource every week at these times. Overlapping rules count once. Raises Busy."""

    def work() -> list[AvailabilityRule]:
        lock_resources([resource_id], now=now)
        rows = [
            AvailabilityRule(resource_id=resource_id, **{**asdict(each), "channels": list(each.channels)})
            for each in openings
        ]
        return AvailabilityRule.objects.bulk_create(rows)

    with history.acting(by, "scheduling.add_rules"):
        return in_transaction(work)


def end_rule(rule_id: UUID, *, last_date: date, by: User, now: datetime) -> None:
    """Let the weekly opening end after `last_date`; one that would never have been is deleted.

    Times that are held (not booked) later are let go; who holds them may take them again if the rules still allow it.
    Raises Busy.
    """

    def work() -> None:
        rule = AvailabilityRule.objects.get(id=rule_id)
        lock_resources([rule.resource_id], now=now)
        after = intervals.instant(intervals.on_day(last_date, None, None)[-1][1])
        held = Reservation.objects.filter(resource=rule.resource_id, status=ReservationStatus.HELD)
        held.filter(period__endswith__gt=after).update(status=ReservationStatus.CANCELLED)
        if last_date < rule.valid_from:
            rule.delete()
            return
        rule.valid_to = last_date
        rule.save(update_fields=("valid_to",))

    with history.acting(by, "scheduling.end_rule"):
        in_transaction(work)


def add_exception(resource_id: UUID, absence: Absence, *, by: User, now: datetime) -> AvailabilityException:
    """Away, or open besides the rules; times that are held (not booked) while away are let go. Raises Busy."""

    def work() -> AvailabilityException:
        lock_resources([resource_id], now=now)
        if absence.kind == ExceptionKind.CLOSED:
            _let_go_of_holds(resource_id, absence)
        values = {**asdict(absence), "channels": list(absence.channels)}
        return AvailabilityException.objects.create(resource_id=resource_id, **values)

    with history.acting(by, "scheduling.add_exception"):
        return in_transaction(work)


def remove_exception(exception_id: UUID, *, by: User, now: datetime) -> None:
    """As if it had not been. Raises Busy."""

    def work() -> None:
        exception = AvailabilityException.objects.get(id=exception_id)
        lock_resources([exception.resource_id], now=now)
        exception.delete()

    with history.acting(by, "scheduling.remove_exception"):
        in_transaction(work)


@dataclass(frozen=True)
class Bearing:
    """What a resource is called and bears: visits a day, pauses in minutes, people at once (rooms)."""

    name: str
    recovery_minutes: int = 0
    heavy_recovery_minutes: int = HEAVY_RECOVERY_MINUTES
    max_per_day: int | None = None
    capacity: int | None = None


def add_resource(bearing: Bearing, *, kind: ResourceKind, user: User | None, by: User) -> Resource:
    """A new adviser (with or without an account) or room."""
    with history.acting(by, "scheduling.add_resource"):
        return Resource.objects.create(kind=kind, user=user, **asdict(bearing))


def change_resource(resource_id: UUID, bearing: Bearing, *, active: bool, by: User, now: datetime) -> Resource:
    """Change what the resource is called and bears; what is booked stays. Raises Busy."""

    def work() -> Resource:
        (resource,) = lock_resources([resource_id], now=now)
        resource.active = active
        for name, value in asdict(bearing).items():
            setattr(resource, name, value)
        resource.save()
        return resource

    with history.acting(by, "scheduling.change_resource"):
        return in_transaction(work)


def _let_go_of_holds(resource_id: UUID, absence: Absence) -> None:
    held = Reservation.objects.filter(resource=resource_id, status=ReservationStatus.HELD)
    for start, end in absence.intervals():
        held.overlapping(intervals.instant(start), intervals.instant(end)).update(status=ReservationStatus.CANCELLED)
