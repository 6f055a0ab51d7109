"""Offices, and what the client has allowed: mandates for offices, consents for people close to them.

A mandate or consent is never deleted when it ends: it is withdrawn, with the moment and how.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ombud.enums import MandateScope
from ombud.models.cases import Case, NetworkPerson, forgotten_with_the_case
from ombud.querysets.permits import ConsentQuerySet, MandateQuerySet
from pio.audit import history
from pio.core.fields import EncryptedTextField
from pio.core.models import BaseModel

__all__ = ["Consent", "Mandate", "Office"]


class Office(BaseModel):
    """A public office or service; public facts only, shared by all ombuds."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    service = models.CharField(max_length=60)
    municipality = models.CharField(max_length=4, blank=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=24, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        ordering: ClassVar = ["name"]

    class Privacy:
        erase = ()
        keep = ("slug", "name", "service", "municipality", "address", "phone", "is_active", "version")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The office's page."""
        return reverse("ombud_office", args=[self.slug])


class Permit(BaseModel):
    """What a mandate and a consent have in common: from when to when, and withdrawn when and how."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    confirmed_date = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_how = models.CharField(max_length=60, blank=True)

    class Meta:
        abstract = True


@history.track()
class Mandate(Permit):
    """The client's mandate towards one office."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="mandates")
    office = models.ForeignKey(Office, models.PROTECT, related_name="mandates")
    scope = ArrayField(models.CharField(max_length=10, choices=MandateScope))
    is_signed = models.BooleanField(default=False)
    document = models.ForeignKey("ombud.Document", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["office__name", "-valid_from", "id"]
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="ombud_mandate_is_a_span"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_how="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_how=""),
                name="ombud_mandate_withdrawn_how",
            ),
            models.CheckConstraint(
                condition=Q(scope__contained_by=MandateScope.values) & ~Q(scope=[]), name="ombud_mandate_has_scope"
            ),
        )

    class Privacy:
        erase = ()
        keep = (
            "case", "office", "scope", "is_signed", "document", "valid_from", "valid_to", "confirmed_date",
            "withdrawn_at", "withdrawn_how",
        )  # fmt: skip
        subject = "case__account"

    def __str__(self) -> str:
        return f"{self.valid_from}"


@history.track()
class Consent(Permit):
    """The client's consent to contact with one person close to them, in the client's own words."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="consents")
    person = models.ForeignKey(NetworkPerson, models.PROTECT, related_name="consents")
    purpose = EncryptedTextField(label="ombud.consent.purpose", null=True)
    words = EncryptedTextField(label="ombud.consent.words", null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["person__relation", "-valid_from", "id"]
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="ombud_consent_is_a_span"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_how="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_how=""),
                name="ombud_consent_withdrawn_how",
            ),
        )

    class Privacy:
        erase = ("purpose", "words")
        keep = ("case", "person", "valid_from", "valid_to", "confirmed_date", "withdrawn_at", "withdrawn_how")
        retention = forgotten_with_the_case("ombud.consent")
        subject = "case__account"

    def __str__(self) -> str:
        return f"{self.valid_from}"
