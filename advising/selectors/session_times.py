"""Who can hold an advice session and where, and a time with one of them as a button says it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from django.utils import timezone

from advising.terms import NEEDS_ROOM, PURPOSE, need, wall_date
from pio.core.composed import Raw, Reading
from pio.core.drawings import drawn
from pio.scheduling.enums import ResourceKind
from pio.scheduling.models import Resource
from pio.scheduling.needs import FreeTime, Wish

_ACTIVE = Reading[Resource](lambda: Resource.objects.filter(active=True).order_by("kind", "name", "id"))


@dataclass(frozen=True)
class Slot:
    """A time that can be chosen, with the adviser it would be with."""

    start: datetime
    end: datetime
    adviser_id: UUID
    adviser: str

    @property
    def value(self) -> str:
        """What a button sends: start in UTC and adviser."""
        return slot_value(self.start, self.adviser_id)

    @property
    def local_day(self) -> date:
        """The day in Oslo."""
        return wall_date(self.start)

    @property
    def first_name(self) -> str:
        """The adviser's first name."""
        return self.adviser.split(" ", 1)[0]


@dataclass(frozen=True)
class Staffing:
    """Advisers and rooms in use, by key, never changed; read once a request, and compared by what they were made of."""

    advisers: dict[UUID, Resource] = field(default_factory=dict, compare=False)
    rooms: dict[UUID, Resource] = field(default_factory=dict, compare=False)
    made_of: tuple[int, list[Raw]] | None = None  # for how many people, of which rows

    def chosen(self, adviser: UUID | None) -> list[Resource]:
        """The chosen adviser, or all of them; nobody when the chosen one is not in use any more."""
        if adviser is None:
            return list(self.advisers.values())
        return [self.advisers[adviser]] if adviser in self.advisers else []

    def with_account(self, user: UUID | None) -> Resource | None:
        """The adviser that this account is; None when they are not in use any more, and for a thread."""
        return next((each for each in self.advisers.values() if each.user_id == user), None)

    def rooms_for(self, channel: str) -> list[Resource]:
        """The rooms of which one is needed; none for what happens at a distance."""
        return list(self.rooms.values()) if channel in NEEDS_ROOM else []


def staffing(*, people: int = 1) -> Staffing:
    """Advisers with an account and rooms with places for `people`: one query."""
    rows = _ACTIVE.rows()
    return drawn(("advising_staffing", people), rows, lambda: (_staffing(rows, people), ()), now=timezone.now())


def _staffing(rows: list[Raw], people: int) -> Staffing:
    found = _ACTIVE.objects(rows)
    advisers = {row.pk: row for row in found if row.kind == ResourceKind.ADVISER and row.user_id}
    rooms = {row.pk: row for row in found if row.kind == ResourceKind.ROOM and (row.capacity or people) >= people}
    return Staffing(advisers, rooms, (people, rows))


def slot_value(start: datetime, adviser: UUID) -> str:
    """What a button sends for a start with an adviser; `read_slot` reads it."""
    return f"{start.astimezone(UTC):%Y%m%dT%H%M}Z{adviser.hex}"


def read_slot(value: str) -> tuple[datetime, UUID] | None:
    """Start and adviser of a button's value; None when it is no such value."""
    stamp, _z, key = value.partition("Z")
    try:
        return datetime.strptime(f"{stamp}+0000", "%Y%m%dT%H%M%z"), UUID(key)
    except ValueError:
        return None


def nearest_slots(staff: Staffing, nearest: Sequence[FreeTime]) -> list[Slot]:
    """The nearest free times of a refusal, as slots."""
    return [slot_of(each, staff) for each in nearest]


def wish_for(
    staff: Staffing, channel: str, start: datetime, *, adviser: UUID | None, preferred: UUID | None = None,
    obey_rules: bool = True, heavy: bool = False,
) -> Wish:  # fmt: skip
    """What the time engine is asked for: this start, by this channel, with this adviser or any."""
    return Wish(
        start=start, need=need(channel, heavy=heavy), purpose=PURPOSE,
        advisers=[row.pk for row in staff.chosen(adviser)], rooms=[row.pk for row in staff.rooms_for(channel)],
        preferred=preferred, obey_rules=obey_rules,
    )  # fmt: skip


def slot_of(free: FreeTime, staff: Staffing) -> Slot:
    """The slot of a free time; the advisers are spread, so that "any adviser" is not always the first by name."""
    number = (free.start.toordinal() + free.start.hour) % len(free.resource_ids)
    adviser = staff.advisers[free.resource_ids[number]]
    return Slot(free.start, free.end, adviser.pk, adviser.name)
