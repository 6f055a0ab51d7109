"""Who signed up: one registration is a party of one or more, reached by an e-mail or mobile that is safe for them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.enums import RegistrationSource
from courses.models.offerings import Offering
from courses.querysets import RegistrationQuerySet
from pio.core.fields import EncryptedTextField
from pio.core.privacy import Retention
from pio.waitlist.enums import LIVE
from pio.waitlist.models import CONTACT_FIELDS, QUEUE_FIELDS, Contact, QueueEntry

CONTACT_INDEX = "courses.contact"
MONTHS_KEPT = 6


class Registration(Contact, QueueEntry):
    """A party that has, is offered, or waits for a place. The contact is forgotten six months after the offering."""

    SEALED_AS = "courses.registration"

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="registrations")
    message = EncryptedTextField(
        _("beskjed"), label="courses.registration.message", null=True, blank=True, max_length=1000
    )
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
            models.Index(fields=("joined_date", "state"), name="courses_registration_joined"),
            models.Index(
                fields=("joined_date", "state"), condition=Q(is_first_time=True), name="courses_registration_first"
            ),
            models.Index(
                fields=("offered_at",), name="courses_registration_history", condition=Q(offered_at__isnull=False)
            ),
            models.Index(
                fields=("offer_expires_at",), name="courses_registration_offers", condition=Q(state="offered")
            ),
        )

    class Privacy:
        erase = (*CONTACT_FIELDS, "message", "account")
        keep = (*QUEUE_FIELDS, "offering", "language", "source", "is_first_time", "forget_date")
        retention = Retention(
            "courses.contact", since="forget_date", days=0, where=Q(token_hash__isnull=False),
            why=_("For å kunne gi beskjed om kurset og svare på spørsmål etterpå."),
        )  # fmt: skip
        subject = "account"

    def __str__(self) -> str:
        return f"{self.queue_number}"
