"""Chainable reads of offerings, evenings and registrations."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Case, Count, Exists, IntegerField, Max, Min, OuterRef, Prefetch, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce

from courses.enums import OfferingStatus
from pio.waitlist.enums import LIVE, TAKES_PLACE, PlaceState
from pio.waitlist.querysets import EntryQuerySet

EVENINGS_IN_A_ROW = 5


class OfferingQuerySet(models.QuerySet[Any]):
    """Courses and events."""

    def public(self) -> Self:
        """What visitors may read; a cancelled one stays, so that nobody comes in vain."""
        return self.filter(status__in=[OfferingStatus.PUBLISHED, OfferingStatus.CANCELLED])

    def with_times(self, *, now: datetime) -> Self:
        """Adds `next_starts_at` (the next evening's start), `first_starts_at`, `last_ends_at`, `evening_count`."""
        live = Q(evenings__is_cancelled=False)
        return self.annotate(
            next_starts_at=Min("evenings__starts_at", filter=live & Q(evenings__ends_at__gt=now)),
            first_starts_at=Min("evenings__starts_at", filter=live),
            last_ends_at=Max("evenings__ends_at", filter=live),
            evening_count=Count("evenings", filter=live, distinct=True),
        )

    def to_come(self, *, now: datetime) -> Self:
        """Those with an evening that has not ended, in no order; an index answers it."""
        model: Any = self.model._meta.get_field("evenings").related_model
        return self.filter(Exists(model._default_manager.upcoming(now=now).filter(offering=OuterRef("pk")).order_by()))

    def upcoming(self, *, now: datetime) -> Self:
        """Those with an evening that has not ended, the soonest first."""
        return self.with_times(now=now).filter(next_starts_at__isnull=False).order_by("next_starts_at", "id")

    def with_evenings(self, *, now: datetime) -> Self:
        """Fetches the evenings: all of a course, of a drop-in only those to come."""
        model: Any = self.model._meta.get_field("evenings").related_model
        shown = model._default_manager.filter(Q(offering__takes_registrations=True) | Q(ends_at__gt=now))
        return self.prefetch_related(Prefetch("evenings", shown.order_by("starts_at")))

    def with_next_evenings(self, *, now: datetime) -> Self:
        """Adds `next_evenings`: the next few of each, enough for a row of a list."""
        model: Any = self.model._meta.get_field("evenings").related_model
        coming = model._default_manager.filter(is_cancelled=False, ends_at__gt=now).order_by("starts_at")
        return self.prefetch_related(Prefetch("evenings", coming[:EVENINGS_IN_A_ROW], to_attr="next_evenings"))

    def with_places(self) -> Self:
        """Adds `taken` (places nobody else can have) and `waiting` (parties in the queue), without joins."""
        of_this = self._registrations().filter(offering=OuterRef("pk")).order_by().values("offering")
        taken = of_this.filter(state__in=TAKES_PLACE).annotate(n=Sum("party_size")).values("n")
        waiting = of_this.filter(state=PlaceState.WAITING).annotate(n=Count("pk")).values("n")
        return self.annotate(
            taken=Coalesce(Subquery(taken, output_field=IntegerField()), 0),
            waiting=Coalesce(Subquery(waiting, output_field=IntegerField()), 0),
        )

    def _registrations(self) -> models.QuerySet[Any]:
        model: Any = self.model._meta.get_field("registrations").related_model
        found: models.QuerySet[Any] = model._default_manager.all()
        return found


class EveningQuerySet(models.QuerySet[Any]):
    """Evenings."""

    def taking_place(self) -> Self:
        """Not cancelled."""
        return self.filter(is_cancelled=False)

    def upcoming(self, *, now: datetime) -> Self:
        """Not ended, the soonest first."""
        return self.taking_place().filter(ends_at__gt=now).order_by("starts_at")

    def public(self) -> Self:
        """Of published offerings."""
        return self.filter(offering__status=OfferingStatus.PUBLISHED)


class RegistrationQuerySet(EntryQuerySet):
    """Registrations."""

    def of_contact(self, *, email_index: bytes | None, phone_index: bytes | None) -> Self:
        """Those with this e-mail or this phone."""
        same = Q(pk__in=[])
        if email_index:
            same |= Q(email_index=email_index)
        if phone_index:
            same |= Q(phone_index=phone_index)
        return self.filter(same)

    def nearest_to(self, offering: Any) -> Any:
        """The live one of this offering, else any; None when there is none."""
        here = Case(When(offering=offering, state__in=LIVE, then=0), default=1)
        return self.order_by(here, "pk").first()

    def with_presences(self) -> Self:
        """Adds `came`: how many evenings somebody of the party came to."""
        return self.annotate(came=Count("presences__evening", distinct=True))

    def first_timers(self) -> Self:
        """Those for whom no other registration has the same contact before."""
        earlier = self.model._default_manager.filter(
            email_index=OuterRef("email_index"), joined_date__lt=OuterRef("joined_date")
        )
        return self.exclude(Exists(earlier))
