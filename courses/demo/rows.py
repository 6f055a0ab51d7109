"""Small makers of demo rows."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from courses.enums import OfferingStatus, RegistrationSource
from courses.models import Evening, Offering, Presence, Registration
from pio.waitlist.enums import PlaceState

OSLO = ZoneInfo("Europe/Oslo")


def at(day: date, wall: time) -> datetime:
    """A wall time in Oslo as an instant in UTC."""
    return datetime.combine(day, wall, OSLO).astimezone(UTC)


def offering(slug: str, kind: str, title: str, summary: str, **fields: Any) -> Offering:
    """A published offering."""
    values = {"status": OfferingStatus.PUBLISHED, "price_text": "", **fields}
    return Offering.objects.create(slug=slug, kind=kind, title=title, summary=summary, **values)


def evenings(of: Offering, days: Sequence[date], start: time, end: time, themes: Sequence[str] = ()) -> list[Evening]:
    """Evenings on these days, with themes where there are some."""
    rows = [
        Evening(offering=of, starts_at=at(day, start), ends_at=at(day, end), title=theme)
        for day, theme in zip(days, [*themes, *[""] * len(days)], strict=False)
    ]
    return Evening.objects.bulk_create(rows)


def parties(of: Offering, sizes: Sequence[int], joined: date, *, first_timers: int = 0) -> list[Registration]:
    """Registrations that had a place and whose contact is forgotten."""
    rows = [
        Registration(
            offering=of, party_size=size, queue_number=number, joined_date=joined, placed_date=joined,
            state=PlaceState.CONFIRMED, source=RegistrationSource.ONLINE, is_first_time=number <= first_timers,
        )
        for number, size in enumerate(sizes, start=1)
    ]  # fmt: skip
    of.last_queue_number = len(rows)
    of.save(update_fields=["last_queue_number"])
    return Registration.objects.bulk_create(rows)


def presences(
    of: Sequence[Evening], who: Sequence[Registration], present: Sequence[int], code: str = "present"
) -> None:
    """Mark the first `present[n]` people as present on evening `n`, the rest as excused or absent by turns."""
    people = [(registration, number) for registration in who for number in range(1, registration.party_size + 1)]
    rows = []
    for evening, count in zip(of, present, strict=True):
        for position, (registration, number) in enumerate(people):
            missing = "excused" if position % 2 else "absent"
            attendance = code if position < count else missing
            rows.append(
                Presence(evening=evening, registration=registration, person_number=number, attendance=attendance)
            )
    Presence.objects.bulk_create(rows, batch_size=2000)
    Evening.objects.filter(pk__in=[evening.pk for evening in of]).update(marked_date=joined_day(of[0]))


def joined_day(evening: Evening) -> date:
    """The Oslo day of an evening."""
    return evening.starts_at.astimezone(OSLO).date()


def weekly(start: date, end: date, weekday: int) -> list[date]:
    """Every such weekday (Monday = 0) from `start` to `end`, both included."""
    first = start + timedelta(days=(weekday - start.weekday()) % 7)
    return [first + timedelta(weeks=n) for n in range(max((end - first).days // 7 + 1, 0))]
