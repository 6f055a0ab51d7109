"""Documents of a case, sealed. Served as attachments under a random name, never under the one they came with."""

from typing import ClassVar

from django.db import models

from ombud.enums import DocumentKind
from ombud.models.cases import Case, forgotten_with_the_case
from ombud.querysets.documents import DocumentQuerySet
from pio.core.fields import EncryptedBinaryField, EncryptedTextField
from pio.core.models import BaseModel

__all__ = ["Document"]


class Document(BaseModel):
    """One file: a letter of ours, or something uploaded and stripped (P15)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=10, choices=DocumentKind)
    title = EncryptedTextField(label="ombud.document.title", null=True)
    content = EncryptedBinaryField(label="ombud.document.content", null=True)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    added_on = models.DateField()
    added_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-added_on", "id"]

    class Privacy:
        erase = ("title", "content")
        keep = ("case", "kind", "content_type", "size", "added_on", "added_by")
        retention = forgotten_with_the_case("ombud.document")
        subject = "case__account"

    def __str__(self) -> str:
        return self.kind

    @property
    def is_printable(self) -> bool:
        """Whether it can be printed with a watermark: a PDF or a picture."""
        return self.content_type == "application/pdf" or self.content_type.startswith("image/")
