"""Chainable reads of offerings, evenings and registrations."""

from datetime import datetime
from typing import Any, Self

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Case, Count, Exists, Func, Max, Min, OuterRef, Q, When
from django.db.models.functions import JSONObject

from courses.enums import OfferingStatus
from pio.waitlist.enums import LIVE
from pio.waitlist.querysets import EntryQuerySet, PlacesQuerySet

EVENINGS_IN_A_ROW = 5


class _NextFew(Func):
    """The first of an array: as many as a line of a list looks at."""

    template = f"(%(expressions)s)[1:{EVENINGS_IN_A_ROW}]"
    arity = 1


class OfferingQuerySet(PlacesQuerySet):
    """Courses and events."""

    entries = "registrations"

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

    def with_line(self, *, now: datetime) -> Self:
        """Adds what a line of a list says of the evenings: `evening_count`, `first_starts_at`, and `coming`.

        `coming` is the next few as starts_at, ends_at and place_text.
        """
        live = Q(evenings__is_cancelled=False)
        shown = JSONObject(**{name: f"evenings__{name}" for name in ("starts_at", "ends_at", "place_text")})
        to_come = live & Q(evenings__ends_at__gt=now)
        return self.annotate(
            evening_count=Count("evenings", filter=live),
            first_starts_at=Min("evenings__starts_at", filter=live),
            coming=_NextFew(ArrayAgg(shown, filter=to_come, order_by="evenings__starts_at")),
        )


class EveningQuerySet(models.QuerySet[Any]):
    """Evenings."""

    def taking_place(self) -> Self:
        """Not cancelled."""
        return self.filter(is_cancelled=False)

    def upcoming(self, *, now: datetime) -> Self:
        """Not ended, the soonest first."""
        return self.taking_place().filter(ends_at__gt=now).order_by("starts_at")

    def shown_with(self, slug: str, *, now: datetime) -> Self:
        """Those on the page of an offering: all of a course, of a drop-in only those to come; the soonest first."""
        shown = Q(offering__takes_registrations=True) | Q(ends_at__gt=now)
        return self.filter(shown, offering__slug=slug).order_by("starts_at")

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
