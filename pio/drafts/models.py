"""What stands half-written in a long staff form, and the mark that a form has been sent.

`Draft.content` holds what was typed, where, and the heading of the page; it is sealed. `FormEnd` remembers for two days
that a form was sent, so that a save that comes late, or a second submit, does nothing. It names nobody: its key is a
keyed hash of person and form.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pio.core.fields import EncryptedJSONField
from pio.core.models import BaseModel
from pio.core.privacy import Retention
from pio.drafts.querysets import DraftQuerySet

KEPT_DAYS = 30


class Draft(BaseModel):
    """One form that one person has begun. `writer` is the page (tab) that saved last, `version` counts its saves."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    client_id = models.UUIDField(help_text="Made by the form before anything is saved.")
    form = models.CharField(max_length=60)
    content = EncryptedJSONField(label="drafts.draft.content", bucket=1024)
    writer = models.UUIDField()
    version = models.PositiveIntegerField()
    is_empty = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "client_id"), name="draft_once"),)

    class Privacy:
        erase = ("content",)
        keep = ("owner", "client_id", "form", "writer", "version", "is_empty", "saved_at")
        subject = "owner"
        on_erase = "delete"
        retention = (
            Retention(
                "drafts.draft", since="saved_at", days=KEPT_DAYS, action="delete",
                why=_("Utkast du ikke har rørt på 30 dager, slettes. Startsiden sier fra i god tid."),
            ),
            Retention(
                "drafts.empty", since="saved_at", days=1, action="delete", where=models.Q(is_empty=True),
                why=_("Tomme utkast trenger ingen."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.form} {self.client_id}"


class FormEnd(BaseModel):
    """That a form was sent; the row of the day on which it happened."""

    form_key = models.BinaryField(max_length=32, unique=True)
    ended_on = models.DateField()

    class Privacy:
        keep = ("form_key", "ended_on")
        retention = Retention(
            "drafts.end", since="ended_on", days=2, action="delete",
            why=_("Merket om at et skjema er sendt, trengs bare til forsinkede forsøk er over."),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.ended_on)
