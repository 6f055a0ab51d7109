"""Each offering in numbers: places, who waits, who came of those expected, who is with us for the first time.

Two statements for any number of offerings; nothing sealed is read.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from courses.enums import PRESENT
from courses.models import Offering, Presence, Registration
from pio.waitlist.enums import TAKES_PLACE, PlaceState


@dataclass(frozen=True)
class Figures:
    """One offering in numbers. `places` is None where there is room for everybody; `waiting` counts parties.

    `presence_percent`: of those marked at its evenings, the share that came, in whole percent; None before marking.
    `first_timers`: parties with a place or an offer that had never signed up for anything before.
    """

    places: int | None
    taken: int
    waiting: int
    first_timers: int
    presence_percent: int | None


def of(offerings: Collection[Offering]) -> dict[UUID, Figures]:
    """The numbers of these offerings; two queries."""
    keys = [offering.pk for offering in offerings]
    placed = Q(state__in=TAKES_PLACE)
    rows = _by_offering(
        Registration.objects.filter(offering__in=keys).live(), "offering", taken=Sum("party_size", filter=placed),
        waiting=Count("pk", filter=Q(state=PlaceState.WAITING)),
        first=Count("pk", filter=placed & Q(is_first_time=True)),
    )  # fmt: skip
    marked = _by_offering(
        Presence.objects.filter(evening__offering__in=keys, is_make_up=False), "evening__offering",
        marked=Count("pk"), came=Count("pk", filter=Q(attendance__in=PRESENT)),
    )  # fmt: skip
    return {each.pk: _figures(each, rows.get(each.pk, {}), marked.get(each.pk, {})) for each in offerings}


def _by_offering(rows: Any, key: str, **measures: Any) -> dict[UUID, dict[str, int]]:
    return {row[key]: row for row in rows.order_by().values(key).annotate(**measures)}


def _figures(offering: Offering, row: dict[str, int], marks: dict[str, int]) -> Figures:
    percent = round(100 * marks["came"] / marks["marked"]) if marks.get("marked") else None
    return Figures(offering.capacity, row.get("taken") or 0, row.get("waiting", 0), row.get("first", 0), percent)
