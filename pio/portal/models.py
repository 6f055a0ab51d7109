"""What the centre says about itself: how to reach it, and when somebody answers the telephone."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pio.core.models import BaseModel


class Weekday(models.IntegerChoices):
    """ISO weekdays."""

    MONDAY = 1, _("mandag")
    TUESDAY = 2, _("tirsdag")
    WEDNESDAY = 3, _("onsdag")
    THURSDAY = 4, _("torsdag")
    FRIDAY = 5, _("fredag")
    SATURDAY = 6, _("lørdag")
    SUNDAY = 7, _("søndag")


class Centre(BaseModel):
    """The one row of facts about the centre. Without it the portal shows those of `centre.DEFAULT`."""

    is_only = models.BooleanField(default=True, editable=False, unique=True)
    name = models.CharField(_("Navn"), max_length=80)
    phone = models.CharField(_("Telefonnummer"), max_length=20)
    email = models.EmailField(_("E-post"))
    address = models.CharField(_("Adresse"), max_length=160)
    organisation = models.CharField(_("Drives av"), max_length=120)
    organisation_number = models.CharField(_("Organisasjonsnummer"), max_length=11)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(is_only=True), name="portal_centre_only"),)

    class Privacy:
        keep = ("is_only", "name", "phone", "email", "address", "organisation", "organisation_number")

    def __str__(self) -> str:
        return self.name


class OpeningHours(BaseModel):
    """One stretch of a weekday, wall time in Oslo, when somebody answers the helpline."""

    weekday = models.PositiveSmallIntegerField(_("Dag"), choices=Weekday.choices)
    opens_at = models.TimeField(_("Åpner"))
    closes_at = models.TimeField(_("Stenger"))

    class Meta:
        ordering = ("weekday", "opens_at")
        verbose_name_plural = "opening hours"
        constraints = (
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="portal_hours_forward"),
            models.UniqueConstraint(fields=("weekday",), name="portal_hours_once_a_day"),
        )

    class Privacy:
        keep = ("weekday", "opens_at", "closes_at")

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens_at:%H.%M}"
