"""What is offered to somebody who wants a session: the first free time, and a week as a list of days.

`search` reads, `offered` says what that comes to; `kept_offer` finds it once for as long as the same is read. Two
queries for any number of advisers and days, besides that of the staffing: the closed days, and that of the time engine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from advising.enums.sessions import Channel
from advising.models import AdviceSession
from advising.selectors.session_times import Slot, Staffing, slot_of, staffing
from advising.terms import BOOKING_HORIZON, BOOKING_NOTICE, OSLO, need, wall_date
from pio.core.drawings import drawn
from pio.scheduling import availability
from pio.scheduling import selectors as scheduling
from pio.scheduling.availability import Rows
from pio.scheduling.needs import FreeTime, Need

SATURDAY = 5
WEEK, SUNDAY, TO_FRIDAY = timedelta(days=7), timedelta(days=6), timedelta(days=3)
OwnTime = tuple[datetime, UUID]
"""A start, and the adviser's user."""


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
class Search:
    """What an offer is made of: who is asked for, and what was read of the days. `week` is the Monday asked for."""

    staff: Staffing
    wish: Need
    adviser: UUID | None
    week: date | None
    rows: Rows | None
    closed: dict[date, str]


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
    found = search(staff, channel, adviser=adviser, week=week, now=now, ignore=ignore, heavy=heavy)
    return offered(found, now=now, without=without)


def search(
    staff: Staffing, channel: str, *, adviser: UUID | None, week: date | None, now: datetime,
    ignore: Sequence[UUID] = (), heavy: bool = False, names: bool = True,
) -> Search:  # fmt: skip
    """What is read for `offer`: to the end of the week asked for; without one, as far as one may book. Two queries.

    Without `names`, what closes a day is not read; no time depends on it.
    """
    this_monday, last_monday = monday_of(wall_date(now)), monday_of(wall_date(now + BOOKING_HORIZON))
    wanted = min(max(monday_of(week), this_monday), last_monday) if week else None
    wish = need(channel, heavy=heavy)
    rows = scheduling.rows_of(
        [*staff.chosen(adviser), *staff.rooms_for(channel)], now,
        _midnight(wanted + WEEK) if wanted else now + BOOKING_HORIZON, need=wish, now=now, ignore=ignore,
    )  # fmt: skip
    closed = scheduling.closed_days(wanted or this_monday, (wanted or last_monday) + SUNDAY) if names else {}
    return Search(staff, wish, adviser, wanted, rows, closed)


def offered(found: Search, *, now: datetime, without: OwnTime | None = None) -> Offer:
    """What a search comes to; no query."""
    today = wall_date(now)
    this_monday, last_monday = monday_of(today), monday_of(wall_date(now + BOOKING_HORIZON))
    times = _Times(found, now, without)
    first_week = next(filter(times.of_week, _weeks(this_monday, found.week or last_monday)), None)
    monday = found.week or first_week or this_monday
    return Offer(
        slot_of(times.of_week(first_week)[0], found.staff) if first_week else None,
        _days(monday, times.of_week(monday), found, today=today), monday,
        previous=monday - WEEK if monday - TO_FRIDAY >= today else None,
        following=monday + WEEK if monday < last_monday else None,
    )  # fmt: skip


def kept_offer(
    staff: Staffing, channel: str, *, adviser: UUID | None, week: date | None, now: datetime, names: bool = True
) -> Offer:
    """What `offer` gives for the same, found once for all who ask while the same is read."""
    read = search(staff, channel, adviser=adviser, week=week, now=now, names=names)

    def look() -> tuple[Offer, list[datetime]]:
        found = offered(read, now=now)
        return found, _changes(read, found, now=now)

    return drawn(("advising_offer", channel, adviser, read.week, names), read, look, now=now)


def _changes(read: Search, found: Offer, *, now: datetime) -> list[datetime]:
    """The instants at which the same search comes to another offer, besides midnight.

    The first time is too near then, or the last day one may book is another. Now, where more may come within reach of
    that day at any moment.
    """
    latest = now + BOOKING_HORIZON
    looks_to_the_end = found.first is None and read.week is None
    if looks_to_the_end or _midnight(found.monday + WEEK) > latest:
        return [now]
    last_day_is_over = _midnight(wall_date(latest) + timedelta(days=1)) - BOOKING_HORIZON
    return [last_day_is_over, *([found.first.start - BOOKING_NOTICE] if found.first else [])]


def first_free(*, now: datetime, channel: str = Channel.VIDEO) -> datetime | None:
    """When the first free time for a session begins, for the front page; None without one within the horizon."""
    first = kept_offer(staffing(), channel, adviser=None, week=None, now=now, names=False).first
    return first.start if first else None


def own_time(session: AdviceSession) -> OwnTime | None:
    """When and with whom a session is now; None without a time."""
    return (session.starts_at, session.adviser_id) if session.starts_at and session.adviser_id else None


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


class _Times:
    """The times of a search, found week by week: most people are offered the first week, and the others cost as much.

    Args:
        without: the time that is not offered.
    """

    def __init__(self, found: Search, now: datetime, without: OwnTime | None) -> None:
        self._search, self._now, self._without = found, now, without
        self._read = availability.of(found.rows) if found.rows else None
        self._weeks: dict[date, list[FreeTime]] = {}

    def of_week(self, monday: date) -> list[FreeTime]:
        """By start."""
        if monday not in self._weeks:
            self._weeks[monday] = self._found(monday) if self._read else []
        return self._weeks[monday]

    def _found(self, monday: date) -> list[FreeTime]:
        staff, wish = self._search.staff, self._search.wish
        free = scheduling.free_times(
            staff.chosen(self._search.adviser), _midnight(monday), _midnight(monday + WEEK), need=wish, now=self._now,
            rooms=staff.rooms_for(wish.channel), found=self._read,
        )  # fmt: skip
        return _but(free, staff, self._without) if self._without else free


def _weeks(first: date, last: date) -> Iterator[date]:
    """The Mondays from one to another."""
    while first <= last:
        yield first
        first += WEEK


def _but(free: Sequence[FreeTime], staff: Staffing, own: OwnTime) -> list[FreeTime]:
    """All but one adviser's one time; at that time the others stay."""
    start, user_id = own
    left = [
        replace(each, resource_ids=tuple(pk for pk in each.resource_ids if staff.advisers[pk].user_id != user_id))
        if each.start == start else each
        for each in free
    ]  # fmt: skip
    return [each for each in left if each.resource_ids]


def _days(monday: date, free: Sequence[FreeTime], found: Search, *, today: date) -> tuple[Day, ...]:
    by_date: dict[date, list[Slot]] = {}
    for each in free:
        by_date.setdefault(wall_date(each.start), []).append(slot_of(each, found.staff))
    days = (monday + timedelta(days=number) for number in range(7))
    return tuple(
        Day(day, tuple(by_date.get(day, ())), found.closed.get(day, ""))
        for day in days
        if day >= today and (day.weekday() < SATURDAY or day in by_date)
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), OSLO)
