"""The centre's facts and whether the helpline is open at this moment.

Rules: hours are wall time in Oslo; a day that the time engine closes (holiday, own closure of the whole centre) has
none; the facts are read at most once a minute and process, so no page pays for them.
"""

import time as clock
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import DatabaseError
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from pio.core.words import OSLO
from pio.portal.models import Centre, OpeningHours
from pio.scheduling import selectors as scheduling

FRESH = 60  # seconds
DAYS_AHEAD = 14
WEEKDAYS = range(1, 6)


@dataclass(frozen=True)
class Facts:
    """What stands in the top line, the footer and on /telefon/. `hours` maps ISO weekday to (opens, closes)."""

    name: str = "PIO-senteret"
    phone: str = "21 52 53 53"
    email: str = "post@piosenteret.no"
    address: str = "Hammersborg Torg 3, 0179 Oslo"
    organisation: str = "LPP Oslo"
    organisation_number: str = "991 264 426"
    hours: dict[int, tuple[time, time]] = field(default_factory=lambda: dict.fromkeys(WEEKDAYS, (time(9), time(15))))
    closed: frozenset[date] = frozenset()

    @property
    def phone_link(self) -> str:
        """The number as a `tel:` address has it."""
        digits = "".join(character for character in self.phone if character.isdecimal() or character == "+")
        return digits if digits.startswith("+") else f"+47{digits}"


DEFAULT = Facts()


@dataclass(frozen=True)
class Opening:
    """Whether somebody answers now; `until` when open, else `next_at`, both in Oslo time (None: not in two weeks)."""

    is_open: bool
    until: datetime | None = None
    next_at: datetime | None = None
    days_until: int = 0


@dataclass(frozen=True)
class CentreNow:
    """The facts together with the moment."""

    facts: Facts
    opening: Opening


_remembered: list[tuple[float, Facts]] = []


def remember(facts: Facts) -> None:
    """Keep `facts` for a minute in this process."""
    _remembered[:] = [(clock.monotonic(), facts)]


def forget() -> None:
    """Read the facts anew next time."""
    _remembered.clear()


def facts(*, now: datetime) -> Facts:
    """The centre's facts, at most a minute old."""
    if not _remembered or clock.monotonic() - _remembered[0][0] > FRESH:
        remember(read(now=now))
    return _remembered[0][1]


def read(*, now: datetime) -> Facts:
    """The facts from the database: three queries."""
    today = now.astimezone(OSLO).date()
    closed = scheduling.closed_days(today, today + timedelta(days=DAYS_AHEAD))
    row = Centre.objects.first()
    if row is None:
        return Facts(closed=frozenset(closed))
    hours = {each.weekday: (each.opens_at, each.closes_at) for each in OpeningHours.objects.all()}
    return Facts(
        row.name, row.phone, row.email, row.address, row.organisation, row.organisation_number, hours, frozenset(closed)
    )


def opening(known: Facts, *, now: datetime) -> Opening:
    """Whether the helpline is open at `now`, and until or from when."""
    local = now.astimezone(OSLO)
    for ahead in range(DAYS_AHEAD):
        day = local.date() + timedelta(days=ahead)
        stretch = None if day in known.closed else known.hours.get(day.isoweekday())
        if stretch is None:
            continue
        opens, closes = (datetime.combine(day, each, OSLO) for each in stretch)
        if opens <= local < closes:
            return Opening(is_open=True, until=closes)
        if local < opens:
            return Opening(is_open=False, next_at=opens, days_until=ahead)
    return Opening(is_open=False)


def at(now: datetime) -> CentreNow:
    """The facts and the moment."""
    try:
        known = facts(now=now)
    except DatabaseError:  # the page that says that something is wrong needs a number to call
        known = DEFAULT
    return CentreNow(known, opening(known, now=now))


def lazily() -> SimpleLazyObject:
    """The centre now, computed when a template asks."""
    return SimpleLazyObject(lambda: at(timezone.now()))
