"""Who signed up: one registration is a party of one or more, reached by an e-mail or mobile that is safe for them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.enums import RegistrationSource
from courses.models.offerings import Offering
from courses.querysets import RegistrationQuerySet
from pio.core.fields import EncryptedTextField
from pio.core.privacy import Retention
from pio.waitlist.enums import LIVE
from pio.waitlist.models import QUEUE_FIELDS, QueueEntry

CONTACT_INDEX = "courses.contact"
MONTHS_KEPT = 6


class Registration(QueueEntry):
    """A party that has, is offered, or waits for a place. The contact is forgotten six months after the offering."""

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="registrations")
    name = EncryptedTextField(_("navn"), label="courses.registration.name", null=True, blank=True, max_length=120)
    email = EncryptedTextField(_("e-post"), label="courses.registration.email", null=True, blank=True, max_length=254)
    email_index = models.BinaryField(max_length=32, null=True, blank=True, editable=False)
    phone = EncryptedTextField(_("mobil"), label="courses.registration.phone", null=True, blank=True, max_length=20)
    phone_index = models.BinaryField(max_length=32, null=True, blank=True, editable=False)
    may_leave_message = models.BooleanField(_("kan få beskjed på mobilen"), default=False)
    avoid_hours = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    message = EncryptedTextField(
        _("beskjed"), label="courses.registration.message", null=True, blank=True, max_length=1000
    )
    token = EncryptedTextField(label="courses.registration.token", null=True)
    token_hash = models.BinaryField(max_length=32, null=True, unique=True, editable=False)
    language = models.CharField(max_length=2, default="nb")
    source = models.CharField(max_length=10, choices=RegistrationSource, default=RegistrationSource.ONLINE)
    account = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="registrations")
    is_first_time = models.BooleanField(_("første gang hos oss"), null=True)
    forget_date = models.DateField(_("glemmes fra"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()  # type: ignore[misc]  # the base has a manager of its own

    class Meta(QueueEntry.Meta):
        ordering: ClassVar = ["queue_number", "id"]
        constraints = (
            *QueueEntry.Meta.constraints,
            models.UniqueConstraint(fields=("offering", "queue_number"), name="courses_registration_queue_number_once"),
            models.UniqueConstraint(
                fields=("offering", "email_index"), condition=Q(state__in=sorted(LIVE), email_index__isnull=False),
                name="courses_registration_one_live_an_email",
            ),
            models.UniqueConstraint(
                fields=("offering", "phone_index"), condition=Q(state__in=sorted(LIVE), phone_index__isnull=False),
                name="courses_registration_one_live_a_phone",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("offering", "state", "queue_number"), name="courses_registration_queue"),
            models.Index(fields=("email_index",), name="courses_registration_email"),
            models.Index(fields=("phone_index",), name="courses_registration_phone"),
            models.Index(
                fields=("offer_expires_at",), name="courses_registration_offers", condition=Q(state="offered")
            ),
        )

    class Privacy:
        erase = (
            "name", "email", "email_index", "phone", "phone_index", "may_leave_message", "avoid_hours", "message",
            "token", "token_hash", "account",
        )  # fmt: skip
        keep = (*QUEUE_FIELDS, "offering", "language", "source", "is_first_time", "forget_date")
        retention = Retention(
            "courses.contact", since="forget_date", days=0, where=Q(token_hash__isnull=False),
            why=_("For å kunne gi beskjed om kurset og svare på spørsmål etterpå."),
        )  # fmt: skip
        subject = "account"

    def __str__(self) -> str:
        return f"{self.queue_number}"
