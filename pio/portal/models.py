"""What the centre says about itself, and what a signed-in relative has told about safe contact."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pio.core.fields import EncryptedJSONField
from pio.core.models import BaseModel
from pio.core.privacy import Retention


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


class ContactWishes(BaseModel):
    """How a signed-in relative wants to be reached; everything in one sealed value, as the booking form has it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="contact_wishes")
    wishes = EncryptedJSONField(label="portal.contact_wishes.wishes")

    class Privacy:
        erase = ("wishes",)
        keep = ("user",)
        subject = "user"
        on_erase = "delete"

    def __str__(self) -> str:
        return str(self.user_id)


class JoinCode(BaseModel):
    """A code on its way to the contact of a guest's booking, for one account; sealed, and gone when used.

    `content` is empty when no booking was found, so that asking for one tells nothing.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content = EncryptedJSONField(label="portal.join_code.content")
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()

    class Privacy:
        erase = ("content",)
        keep = ("user", "tries", "made_at")
        subject = "user"
        on_erase = "delete"
        secret = ("content",)
        retention = Retention(
            "portal.join_code",
            since="made_at",
            days=1,
            action="delete",
            why=_("Koden virker i et kvarter."),
        )

    def __str__(self) -> str:
        return str(self.pk)
