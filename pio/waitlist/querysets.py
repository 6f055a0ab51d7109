"""Chainable reads of those who have, are offered, or wait for a place."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from pio.waitlist.enums import LIVE, TAKES_PLACE, PlaceState


class EntryQuerySet(models.QuerySet[Any]):
    """Entries of one queue or of many."""

    def live(self) -> Self:
        """Those who have, are offered, or wait for a place."""
        return self.filter(state__in=LIVE)

    def confirmed(self) -> Self:
        """Those who have a place."""
        return self.filter(state=PlaceState.CONFIRMED)

    def waiting(self) -> Self:
        """Those who wait, first come first."""
        return self.filter(state=PlaceState.WAITING).order_by("queue_number")

    def offered(self) -> Self:
        """Those who have an offer they have not answered."""
        return self.filter(state=PlaceState.OFFERED)

    def taking_places(self) -> Self:
        """Those whose places nobody else can have."""
        return self.filter(state__in=TAKES_PLACE)

    def with_offer_ended_by(self, moment: datetime) -> Self:
        """Those whose offer had run out at `moment`."""
        return self.offered().filter(offer_expires_at__lte=moment)

    def places(self) -> int:
        """The sum of their parties."""
        return int(self.aggregate(places=Coalesce(Sum("party_size"), 0))["places"])

    def counts(self, *, offers_ended_by: datetime) -> tuple[int, int, int]:
        """Places taken, entries that wait, and offers that had run out at that moment, in one statement."""
        taken, ended = Q(state__in=TAKES_PLACE), Q(state=PlaceState.OFFERED, offer_expires_at__lte=offers_ended_by)
        found = (
            self.live()
            .order_by()
            .aggregate(
                taken=Coalesce(Sum("party_size", filter=taken), 0),
                waiting=Count("pk", filter=Q(state=PlaceState.WAITING)),
                ended=Count("pk", filter=ended),
            )
        )
        return found["taken"], found["waiting"], found["ended"]

    def places_by(self, owner: str) -> Self:
        """For each owner that has any: its key, the places nobody else can have, and the entries in the queue."""
        taken, waiting = Q(state__in=TAKES_PLACE), Q(state=PlaceState.WAITING)
        rows: Self = self.live().order_by().values_list(owner)  # type: ignore[assignment]
        return rows.annotate(
            taken=Coalesce(Sum("party_size", filter=taken), 0), waiting=Count("pk", filter=waiting)
        )  # fmt: skip


class PlacesQuerySet(models.QuerySet[Any]):
    """What people queue for. `entries` is the name by which it has its entries."""

    entries: ClassVar[str]

    def with_places(self) -> Self:
        """Adds `taken` (places nobody else can have) and `waiting` (entries in the queue), each by an index."""
        link: Any = self.model._meta.get_field(self.entries)
        owner = link.field.name
        of_this = link.related_model._default_manager.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
        taken = of_this.filter(state__in=TAKES_PLACE).annotate(n=Sum("party_size")).values("n")
        waiting = of_this.filter(state=PlaceState.WAITING).annotate(n=Count("pk")).values("n")
        return self.annotate(
            taken=Coalesce(Subquery(taken, output_field=IntegerField()), 0),
            waiting=Coalesce(Subquery(waiting, output_field=IntegerField()), 0),
        )
