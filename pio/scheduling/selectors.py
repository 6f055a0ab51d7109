"""Reading time: what is free, who is least loaded, which days are closed. Three queries for any number of resources."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from pio.scheduling.models import Reservation, Resource
from pio.scheduling.needs import FreeTime, Need


def free_times(
    resources: Sequence[Resource],
    start: datetime,
    end: datetime,
    *,
    need: Need,
    now: datetime,
    rooms: Sequence[Resource] = (),
    ignore: Sequence[UUID] = (),
) -> list[FreeTime]:
    """Visits that start in [start, end) and can be booked now, by start; `resource_ids` = the advisers free for each.

    With `rooms`, only times when at least one of the rooms is free too. `ignore`: reservations that do not count
    (one's own hold, the booking that is moved). Three queries whatever the number of resources.
    """
    raise NotImplementedError


def nearest_free(
    resources: Sequence[Resource], around: datetime, *, need: Need, now: datetime, rooms: Sequence[Resource] = ()
) -> list[FreeTime]:
    """Up to three free times nearest to `around` (14 days each way), in order of time."""
    raise NotImplementedError


def closures_on(day: date) -> str:
    """Name of what closes the centre that day ("17. mai"), or "" on an ordinary day (weekends are ordinary here)."""
    raise NotImplementedError


def closed_days(start: date, end: date) -> dict[date, str]:
    """Closed days in [start, end] with their names; one query."""
    raise NotImplementedError


def adviser_for(user_id: UUID) -> Resource | None:
    """The adviser resource of a user, or None."""
    raise NotImplementedError


def taken(resource_ids: Sequence[UUID], start: datetime, end: datetime, *, now: datetime) -> list[Reservation]:
    """What keeps these resources busy in [start, end), by start (calendar pages)."""
    raise NotImplementedError
