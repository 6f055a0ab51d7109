"""Which pages of courses search engines are told about: published offerings with something to come."""

from datetime import datetime

from courses.enums import OfferingStatus
from courses.models import Offering


def paths(*, now: datetime) -> list[str]:
    """Addresses without language; one query."""
    slugs = Offering.objects.filter(status=OfferingStatus.PUBLISHED).upcoming(now=now).values_list("slug", flat=True)
    return [f"/kurs/{slug}/" for slug in slugs]
