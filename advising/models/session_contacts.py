"""How a session's people are reached, safely, and by which link: all of it is deleted 12 months after the session."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from advising.enums.sessions import MessageConsent
from advising.models.sessions import AdviceSession
from pio.core.fields import EncryptedTextField
from pio.core.models import BaseModel
from pio.core.privacy import Retention
from pio.messaging.hours_to_avoid import AvoidHours

__all__ = ["SessionContact", "SessionLink"]

INDEX_PURPOSE = "advising.contact"
MONTHS = 12


class SessionContact(BaseModel):
    """The contact of one session: safe e-mail or mobile, hours to avoid, and what we must prepare.

    `old_start` and `old_end`: the time that was given back when the person went on by e-mail. Their calendar may still
    show it, and is told by it what to take out.
    """

    session = models.OneToOneField(AdviceSession, models.CASCADE, related_name="contact")
    email = EncryptedTextField(_("e-post"), label="advising.contact.email", null=True, blank=True, max_length=254)
    email_index = models.BinaryField(max_length=32, null=True, blank=True, editable=False)
    phone = EncryptedTextField(_("mobil"), label="advising.contact.phone", null=True, blank=True, max_length=20)
    phone_index = models.BinaryField(max_length=32, null=True, blank=True, editable=False)
    may_leave_message = models.CharField(max_length=20, choices=MessageConsent, default=MessageConsent.NO)
    avoid_hours = ArrayField(models.CharField(max_length=20, choices=AvoidHours), default=list, blank=True)
    interpreter_language = EncryptedTextField(
        _("tolk"), label="advising.contact.interpreter", null=True, blank=True, max_length=60
    )
    hearing = models.BooleanField(_("hørsel"), default=False)
    message = EncryptedTextField(_("beskjed"), label="advising.contact.message", null=True, blank=True, max_length=2000)
    video_link = EncryptedTextField(
        _("lenke til videosamtalen"), label="advising.contact.video_link", null=True, blank=True, max_length=400
    )
    old_start = models.DateTimeField(_("startet før endringen"), null=True, blank=True)
    old_end = models.DateTimeField(_("sluttet før endringen"), null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("email_index",), name="advising_contact_by_email"),
            models.Index(fields=("phone_index",), name="advising_contact_by_phone"),
        )

    class Privacy:
        erase = (
            "email", "email_index", "phone", "phone_index", "interpreter_language", "message", "video_link",
            "may_leave_message", "avoid_hours", "hearing", "old_start", "old_end",
        )  # fmt: skip
        keep = ("session",)
        retention = Retention(
            "advising.contact", since="session__session_date", months=MONTHS, action="delete",
            why=_("For å kunne flytte timen, følge den opp og kjenne deg igjen neste gang."),
        )  # fmt: skip
        subject = "session__account"
        on_erase = "delete"

    def __str__(self) -> str:
        return str(self.session_id)

    @property
    def may_text(self) -> bool:
        """Whether an SMS may be sent."""
        return bool(self.phone) and self.may_leave_message != MessageConsent.NO


class SessionLink(BaseModel):
    """A link to the session's own page: 256 random bits, looked up by their hash.

    The token itself is kept sealed as well, since messages are composed later and must carry the same link.
    """

    session = models.ForeignKey(AdviceSession, models.CASCADE, related_name="links")
    token_hash = models.BinaryField(max_length=32, unique=True, editable=False)
    token = EncryptedTextField(label="advising.link.token")

    class Privacy:
        erase = ("token_hash", "token")
        keep = ("session",)
        retention = Retention(
            "advising.link", since="session__session_date", months=MONTHS, action="delete",
            why=_("For at lenken i bekreftelsen skal virke."),
        )  # fmt: skip
        subject = "session__account"
        on_erase = "delete"

    def __str__(self) -> str:
        return str(self.session_id)
