"""Periods of whole Norwegian days: a call on 31 December at 23:55 in Oslo belongs to the old year."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")


@dataclass(frozen=True)
class Period:
    """Whole days in Oslo from `start` up to, but not including, `end`."""

    start: date
    end: date

    @classmethod
    def year(cls, year: int) -> "Period":
        """The calendar year."""
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        """One calendar month, 1-12."""
        return cls(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))

    @property
    def is_year(self) -> bool:
        """Whether it is a calendar year."""
        return self == Period.year(self.start.year)

    @property
    def last_day(self) -> date:
        """The last day that is part of the period."""
        return self.end - timedelta(days=1)

    @property
    def months(self) -> tuple["Period", ...]:
        """The calendar months that begin in the period, in order."""
        found, current = [], date(self.start.year, self.start.month, 1)
        while current < self.end:
            month = Period.month(current.year, current.month)
            found.append(month)
            current = month.end
        return tuple(found)

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """First instant and the first instant after the period, in UTC."""
        return _midnight(self.start), _midnight(self.end)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), OSLO).astimezone(UTC)
