"""Where a session can be moved within a week, and in words why not: what the calendar shows while one is carried.

Seven queries for any number of times: staff, closed days, what is taken and its words, and the three of free times.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from advising.models import AdviceSession
from advising.selectors.session_times import Staffing, slot_value
from advising.services.sessions import reservation_ids
from advising.terms import BOOKING_NOTICE, OSLO, need, wall_date
from pio.core import words
from pio.scheduling import describers
from pio.scheduling import selectors as scheduling
from pio.scheduling.models import Reservation, Resource

FIRST, LAST = time(8), time(18)
STEP = timedelta(minutes=30)
SATURDAY = 5


@dataclass(frozen=True)
class Target:
    """One time that the session could be put at. `why` names what is in the way, empty when it is free."""

    start: datetime
    value: str
    why: str

    def as_json(self) -> dict[str, str]:
        """What the calendar's script needs."""
        local = self.start.astimezone(OSLO)
        return {
            "day": local.date().isoformat(), "time": words.clock(self.start),
            "words": words.capitalised(words.at(self.start)), "value": self.value, "why": self.why,
        }  # fmt: skip


@dataclass(frozen=True)
class Week:
    """What is known of the days [first, last] for one session and one adviser."""

    session: AdviceSession
    adviser: Resource
    first: date
    last: date
    now: datetime
    free: frozenset[datetime] = frozenset()
    closed: dict[date, str] = field(default_factory=dict)
    taken: Sequence[Reservation] = ()
    names: dict[UUID, str] = field(default_factory=dict)

    def targets(self) -> list[Target]:
        """The free times, and those on the half hour between 8 and 18 that are not free, by start."""
        days = [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]
        begins = [datetime.combine(day, FIRST, OSLO) for day in days if day.weekday() < SATURDAY]
        steps = range(int((LAST.hour - FIRST.hour) / (STEP.seconds / 3600)))
        starts = self.free | {begin + number * STEP for begin in begins for number in steps}
        return [Target(start, slot_value(start, self.adviser.pk), self.why(start)) for start in sorted(starts)]

    def why(self, start: datetime) -> str:
        """What keeps the session from beginning then, in words; empty when nothing does."""
        if start in self.free:
            return ""
        if start == self.session.starts_at:
            return _("Her står timen nå.")
        if start < self.now + BOOKING_NOTICE:
            return _("Det er for kort tid til.")
        if name := self.closed.get(wall_date(start)):
            return _("Stengt, %(name)s.") % {"name": name}
        return self._taken(start) or _("Utenfor åpne tider, eller det er ikke rom eller pause til det.")

    def _taken(self, start: datetime) -> str:
        end = start + timedelta(minutes=need(self.session.channel).minutes)
        for each in self.taken:
            if each.period.lower < end and start < each.period.upper:
                span = words.span(each.period.lower, each.period.upper)
                what = self.names.get(each.pk, _("noe annet"))
                values = {"name": self.adviser.name, "what": what, "span": span}
                return _("%(name)s er opptatt: %(what)s, %(span)s.") % values
        return ""


def week(session: AdviceSession, adviser: Resource, staff: Staffing, *, first: date, last: date, now: datetime) -> Week:
    """Read what is needed to carry `session` over the days [first, last]."""
    begins, ends = datetime.combine(first, time(0), OSLO), datetime.combine(last + timedelta(days=1), time(0), OSLO)
    own = reservation_ids(session)
    free = scheduling.free_times(
        [adviser], begins, ends, need=need(session.channel, heavy=session.is_heavy), now=now,
        rooms=staff.rooms_for(session.channel), ignore=own,
    )  # fmt: skip
    taken = [each for each in scheduling.taken([adviser.pk], begins, ends, now=now) if each.pk not in own]
    return Week(
        session, adviser, first, last, now, frozenset(each.start for each in free if each.start != session.starts_at),
        scheduling.closed_days(first, last), taken, describers.describe(taken),
    )  # fmt: skip
