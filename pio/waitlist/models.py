"""Abstract rows of the engine: what has places, who wants one, and how they are reached. The features inherit them."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pio.core.fields import EncryptedTextField
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


class ContactText(EncryptedTextField):
    """Sealed text whose label is the model's `SEALED_AS` and the field's name, such as `courses.registration.email`."""

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:  # noqa: FBT001, FBT002  Django's signature
        """As Django's; the model that has the column gives the label."""
        sealed_as = getattr(cls, "SEALED_AS", "")
        self.label = f"{sealed_as}.{name}" if sealed_as else self.label
        super().contribute_to_class(cls, name, private_only)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """To migrations it is an `EncryptedTextField` with its label."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "pio.core.fields.EncryptedTextField", args, kwargs


class Contact(models.Model):
    """How somebody without an account is reached safely, and the link that is theirs.

    `SEALED_AS` of the inheriting model binds its sealed values; it stays when the model is renamed.
    """

    SEALED_AS: ClassVar[str]

    name = ContactText(_("navn"), null=True, blank=True, max_length=120)
    email = ContactText(_("e-post"), null=True, blank=True, max_length=254)
    email_index = models.BinaryField(max_length=32, null=True, blank=True, editable=False)
    phone = ContactText(_("mobil"), null=True, blank=True, max_length=20)
    phone_index = models.BinaryField(max_length=32, null=True, blank=True, editable=False)
    may_leave_message = models.BooleanField(_("kan få beskjed på mobilen"), default=False)
    avoid_hours = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    token = ContactText(null=True)
    token_hash = models.BinaryField(max_length=32, null=True, unique=True, editable=False)
    language = models.CharField(max_length=2, default="nb")

    class Meta:
        abstract = True


CONTACT_FIELDS = (
    "name", "email", "email_index", "phone", "phone_index", "may_leave_message", "avoid_hours", "token", "token_hash",
)  # fmt: skip
"""What of a contact identifies somebody, for the `erase` of the feature's privacy declaration."""


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
