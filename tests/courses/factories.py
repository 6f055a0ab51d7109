"""Boring offerings and registrations."""

from datetime import datetime, timedelta

from courses.enums import OfferingStatus
from courses.models import Evening, Offering
from courses.services.registrations import SignUp


def offering(now: datetime, *, evenings: int = 1, days_ahead: int = 14, **fields: object) -> Offering:
    """A published offering whose evenings are a week apart, from `days_ahead` days after `now`."""
    values = {
        "slug": f"kurs-{Offering.objects.count() + 1}", "kind": "course", "title": "Oppdiktet kurs",
        "summary": "Et kurs i testene.", "status": OfferingStatus.PUBLISHED, "capacity": 2,
    } | fields  # fmt: skip
    made = Offering.objects.create(**values)
    for number in range(evenings):
        starts_at = now + timedelta(days=days_ahead + 7 * number)
        Evening.objects.create(offering=made, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    return made


def person(number: int, **fields: object) -> SignUp:
    """What one person fills in."""
    return SignUp(**({"email": f"person{number}@example.org"} | fields))
