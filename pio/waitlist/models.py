"""Abstract rows of the engine: what has places, and who wants one. The feature's own rows inherit them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pio.core.models import BaseModel
from pio.waitlist.enums import LIVE, PlaceState
from pio.waitlist.querysets import EntryQuerySet


class WithPlaces(BaseModel):
    """Something with a number of places: the row that is locked before anybody gets or leaves one.

    `capacity` empty means that there is room for everybody. `last_queue_number` gives the queue its dense numbers.
    """

    capacity = models.PositiveIntegerField(_("plasser"), null=True, blank=True)
    last_queue_number = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


class QueueEntry(BaseModel):
    """Somebody (one person or a party) who has, is offered, or waits for a place.

    `overtaken` counts how often a smaller party got a place that was too small for this one (`passed_on` has the days);
    `expired_offers` counts offers that ran out; the first one keeps the place in the queue.
    """

    state = models.CharField(_("status"), max_length=10, choices=PlaceState, default=PlaceState.WAITING)
    party_size = models.PositiveSmallIntegerField(_("antall personer"), default=1)
    queue_number = models.PositiveIntegerField(editable=False)
    joined_date = models.DateField(_("meldt på"))
    overtaken = models.PositiveSmallIntegerField(default=0, editable=False)
    passed_on = ArrayField(models.DateField(), default=list, blank=True, editable=False)
    expired_offers = models.PositiveSmallIntegerField(default=0, editable=False)
    offered_at = models.DateTimeField(_("tilbudt"), null=True, blank=True)
    offer_expires_at = models.DateTimeField(_("tilbudet gjelder til"), null=True, blank=True)
    placed_date = models.DateField(_("fikk plass"), null=True, blank=True)
    left_date = models.DateField(_("gikk ut"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=Q(party_size__gte=1), name="%(app_label)s_%(class)s_party_of_one_or_more"),
            models.CheckConstraint(
                condition=Q(state=PlaceState.OFFERED, offer_expires_at__isnull=False)
                | (~Q(state=PlaceState.OFFERED) & Q(offer_expires_at__isnull=True)),
                name="%(app_label)s_%(class)s_offer_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(LIVE), left_date__isnull=True)
                | (~Q(state__in=sorted(LIVE)) & Q(left_date__isnull=False)),
                name="%(app_label)s_%(class)s_left_has_a_day",
            ),
        )

    @property
    def is_live(self) -> bool:
        """Has, is offered, or waits for a place."""
        return self.state in LIVE


QUEUE_FIELDS = (
    "state", "party_size", "queue_number", "joined_date", "overtaken", "passed_on", "expired_offers", "offered_at",
    "offer_expires_at", "placed_date", "left_date", "version",
)  # fmt: skip
"""What the engine's columns are called, for the `keep` of the feature's privacy declaration."""
