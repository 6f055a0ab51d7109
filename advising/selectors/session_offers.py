"""What is offered to somebody who wants a session: the first free time, and a week as a list of days.

`search` reads, `offered` says what that comes to, so that a page may be kept for as long as the same is read. Four
queries for any number of advisers and days, besides those of the staffing: the closed days, and the three of the time
engine.
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
    first = slot_of(free[0], found.staff) if free else None
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


def _days(monday: date, free: Sequence[FreeTime], found: Search, *, today: date) -> tuple[Day, ...]:
    by_date: dict[date, list[Slot]] = {}
    for each in free:
        day = wall_date(each.start)
        if monday <= day < monday + WEEK:
            by_date.setdefault(day, []).append(slot_of(each, found.staff))
    days = (monday + timedelta(days=number) for number in range(7))
    return tuple(
        Day(day, tuple(by_date.get(day, ())), found.closed.get(day, ""))
        for day in days
        if day >= today and (day.weekday() < SATURDAY or day in by_date)
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), OSLO)
