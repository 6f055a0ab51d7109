"""Free times for advice sessions, as the pages show them: the first one, and a week as a list of days.

Five queries for any number of advisers and days: advisers, rooms, and the three of the time engine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from advising.enums.sessions import Channel
from advising.models import AdviceSession
from advising.terms import BOOKING_HORIZON, BOOKING_NOTICE, NEEDS_ROOM, OSLO, PURPOSE, need, wall_date
from pio.core.composed import Raw, Reading
from pio.core.drawings import drawn
from pio.scheduling import selectors as scheduling
from pio.scheduling.availability import Rows
from pio.scheduling.enums import ResourceKind
from pio.scheduling.models import Resource
from pio.scheduling.needs import FreeTime, Need, Wish

SATURDAY = 5
WEEK, SUNDAY, TO_FRIDAY = timedelta(days=7), timedelta(days=6), timedelta(days=3)
_ACTIVE = Reading[Resource](lambda: Resource.objects.filter(active=True).order_by("kind", "name", "id"))
OwnTime = tuple[datetime, UUID]
"""A start, and the adviser's user."""


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
class Day:
    """One day of the list: its times, or the name of what closes it."""

    date: date
    slots: tuple[Slot, ...] = ()
    closed: str = ""


@dataclass(frozen=True)
class Offer:
    """The first free time there is, and the days of one week."""

    first: Slot | None
    days: tuple[Day, ...]
    monday: date
    previous: date | None = None
    following: date | None = None


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


@dataclass(frozen=True)
class Search:
    """What an offer is made of: who is asked for, how far it looks, and what was read of these days.

    `week` is the Monday of the week asked for, if any; `end` is None when it looks as far as one may book.
    """

    staff: Staffing
    wish: Need
    adviser: UUID | None
    week: date | None
    end: datetime | None
    rows: Rows | None
    closed: dict[date, str]


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


def offer(
    staff: Staffing,
    channel: str,
    *,
    adviser: UUID | None,
    week: date | None,
    now: datetime,
    ignore: Sequence[UUID] = (),
    heavy: bool = False,
    without: OwnTime | None = None,
) -> Offer:
    """The first free time and one week of days: the week asked for, else that of the first free time.

    Args:
        adviser: the adviser's resource, None for any.
        week: any day of the week wanted.
        ignore: reservations that do not count, such as the person's own hold.
        heavy: the adviser needs a longer pause afterwards.
        without: the time to move away from, which is not offered.
    """
    found = None
    for each in search(staff, channel, adviser=adviser, week=week, now=now, ignore=ignore, heavy=heavy):
        found = offered(each, now=now, without=without)
        if found.first:
            break
    assert found is not None  # noqa: S101  one search at least
    return found


def search(
    staff: Staffing, channel: str, *, adviser: UUID | None, week: date | None, now: datetime,
    ignore: Sequence[UUID] = (), heavy: bool = False, names: bool = True,
) -> Iterator[Search]:  # fmt: skip
    """What is read for `offer`: of the week asked for; without one, further and further. Four queries for the first.

    Without `names`, what closes a day is not read; no time depends on it.
    """
    this_monday, last_monday = monday_of(wall_date(now)), monday_of(wall_date(now + BOOKING_HORIZON))
    wanted = min(max(monday_of(week), this_monday), last_monday) if week else None
    wish = need(channel, heavy=heavy)
    closed = scheduling.closed_days(wanted or this_monday, (wanted or last_monday) + SUNDAY) if names else {}
    ends = [_midnight(wanted + WEEK)] if wanted else [_midnight(this_monday + 2 * WEEK), None]
    for end in ends:
        rows = scheduling.rows_of(
            staff.chosen(adviser), now, end or now + BOOKING_HORIZON, need=wish, now=now,
            rooms=staff.rooms_for(channel), ignore=ignore,
        )  # fmt: skip
        yield Search(staff, wish, adviser, wanted, end, rows, closed)


def offered(found: Search, *, now: datetime, without: OwnTime | None = None) -> Offer:
    """What a search comes to; no query."""
    today = wall_date(now)
    this_monday, last_monday = monday_of(today), monday_of(wall_date(now + BOOKING_HORIZON))
    free = _free(found, now=now, without=without)
    first = _slot(free[0], found.staff) if free else None
    monday = found.week or (monday_of(wall_date(free[0].start)) if free else this_monday)
    return Offer(
        first, _days(monday, free, found, today=today), monday,
        previous=monday - WEEK if monday - TO_FRIDAY >= today else None,
        following=monday + WEEK if monday < last_monday else None,
    )  # fmt: skip


def offer_changes(found: Search, first: Slot | None, *, now: datetime) -> tuple[datetime, ...]:
    """The instants at which a search that found `first` comes to another offer, besides midnight.

    Its first time is too near then, or the last day one may book is another. Now, when it finds nothing, and when more
    comes within the last day at any moment.
    """
    latest = now + BOOKING_HORIZON
    if first is None or found.end is None or found.end > latest:
        return (now,)
    return first.start - BOOKING_NOTICE, _midnight(wall_date(latest) + timedelta(days=1)) - BOOKING_HORIZON


def first_free(*, now: datetime, channel: str = Channel.VIDEO) -> datetime | None:
    """When the first free time for a session begins, for the front page; None without one within the horizon."""
    for each in search(staffing(), channel, adviser=None, week=None, now=now, names=False):

        def look(found: Search = each) -> tuple[Slot | None, tuple[datetime, ...]]:
            first = offered(found, now=now).first
            return first, offer_changes(found, first, now=now)

        if first := drawn(("advising_first_free", channel, each.end is None), each, look, now=now):
            return first.start
    return None


def own_time(session: AdviceSession) -> OwnTime | None:
    """When and with whom a session is now; None without a time."""
    return (session.starts_at, session.adviser_id) if session.starts_at and session.adviser_id else None


def nearest_slots(staff: Staffing, nearest: Sequence[FreeTime]) -> list[Slot]:
    """The nearest free times of a refusal, as slots."""
    return [_slot(each, staff) for each in nearest]


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


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def _free(found: Search, *, now: datetime, without: OwnTime | None) -> list[FreeTime]:
    staff, wish = found.staff, found.wish
    if found.rows is None:
        return []
    free = scheduling.free_in(
        found.rows, staff.chosen(found.adviser), now, found.end or now + BOOKING_HORIZON, need=wish, now=now,
        rooms=staff.rooms_for(wish.channel),
    )  # fmt: skip
    return _but(free, staff, without) if without else free


def _but(free: Sequence[FreeTime], staff: Staffing, own: OwnTime) -> list[FreeTime]:
    """All but one adviser's one time; at that time the others stay."""
    start, user_id = own
    left = [
        replace(each, resource_ids=tuple(pk for pk in each.resource_ids if staff.advisers[pk].user_id != user_id))
        if each.start == start else each
        for each in free
    ]  # fmt: skip
    return [each for each in left if each.resource_ids]


def _slot(free: FreeTime, staff: Staffing) -> Slot:
    """Spread the advisers over the times, so that "any adviser" is not always the first by name."""
    number = (free.start.toordinal() + free.start.hour) % len(free.resource_ids)
    adviser = staff.advisers[free.resource_ids[number]]
    return Slot(free.start, free.end, adviser.pk, adviser.name)


def _days(monday: date, free: Sequence[FreeTime], found: Search, *, today: date) -> tuple[Day, ...]:
    by_date: dict[date, list[Slot]] = {}
    for each in free:
        day = wall_date(each.start)
        if monday <= day < monday + WEEK:
            by_date.setdefault(day, []).append(_slot(each, found.staff))
    days = (monday + timedelta(days=number) for number in range(7))
    return tuple(
        Day(day, tuple(by_date.get(day, ())), found.closed.get(day, ""))
        for day in days
        if day >= today and (day.weekday() < SATURDAY or day in by_date)
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), OSLO)
