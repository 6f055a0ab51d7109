"""What was told in confidence: the adviser's notes and the messages of e-mail advice. Forgotten after 12 months."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from advising.enums.sessions import WrittenBy
from advising.models.sessions import AdviceSession, SessionParticipant
from pio.core.fields import EncryptedTextField
from pio.core.models import BaseModel
from pio.core.privacy import Retention

__all__ = ["SessionMessage", "SessionNote"]

MONTHS = 12


class SessionNote(BaseModel):
    """A note by an adviser, on the session as a whole (`participant` is null) or on one who came.

    A note on a participant is shown on that participant's own page only, never beside another's. Each reading is a
    row in the log of reads.
    """

    session = models.ForeignKey(AdviceSession, models.CASCADE, related_name="notes")
    participant = models.ForeignKey(SessionParticipant, models.CASCADE, null=True, blank=True, related_name="notes")
    author = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    written_on = models.DateField(_("skrevet"))
    text = EncryptedTextField(_("notat"), label="advising.note.text", null=True)

    class Meta:
        ordering: ClassVar = ["written_on", "id"]

    class Privacy:
        erase = ("text",)
        keep = ("session", "participant", "author", "written_on")
        retention = Retention(
            "advising.note", since="session__session_date", months=MONTHS, action="delete",
            why=_("For at rådgiveren skal huske hva dere snakket om."),
        )  # fmt: skip
        subject = "session__account"
        on_erase = "delete"

    def __str__(self) -> str:
        return str(self.session_id)


class SessionMessage(BaseModel):
    """One message of an e-mail advice thread."""

    session = models.ForeignKey(AdviceSession, models.CASCADE, related_name="messages")
    written_by = models.CharField(max_length=10, choices=WrittenBy)
    author = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(_("skrevet"))
    text = EncryptedTextField(_("tekst"), label="advising.message.text", null=True)

    class Meta:
        ordering: ClassVar = ["written_at", "id"]
        constraints = (
            models.CheckConstraint(
                condition=models.Q(written_by=WrittenBy.RELATIVE, author__isnull=True)
                | models.Q(written_by=WrittenBy.ADVISER, author__isnull=False),
                name="advising_message_adviser_is_named",
            ),
        )

    class Privacy:
        erase = ("text",)
        keep = ("session", "written_by", "author", "written_at")
        retention = Retention(
            "advising.message", since="session__session_date", months=MONTHS, action="delete",
            why=_("For at du og rådgiveren skal kunne lese hva dere har skrevet."),
        )  # fmt: skip
        subject = "session__account"
        on_erase = "delete"

    def __str__(self) -> str:
        return str(self.session_id)
