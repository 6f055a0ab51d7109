"""Registrations as rows of a file; how the file is sent stands in `pio.core.table_files`."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from courses.models import Offering, Registration
from pio.waitlist.enums import PlaceState

Row = tuple[object, ...]


def registration_rows(offering: Offering) -> Iterator[Row]:
    """Heading and one row a registration, in the order of the queue."""
    yield (_("Nr."), _("Status"), _("Navn"), _("Antall"), _("E-post"), _("Mobil"), _("Beskjed"), _("Meldt på"))
    rows = Registration.objects.filter(offering=offering).order_by("queue_number")
    for row in rows.iterator(chunk_size=500):
        yield (
            row.queue_number, str(PlaceState(row.state).label), row.name or "", row.party_size, row.email or "",
            row.phone or "", row.message or "", row.joined_date.isoformat(),
        )  # fmt: skip
