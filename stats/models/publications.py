"""A year as it was published: rows that the database refuses to change. A correction is a new version."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pio.core.models import BaseModel


class State(models.TextChoices):
    """Where a publication stands."""

    PREPARING = "preparing", _("Gjøres klar")
    PUBLISHED = "published", _("Publisert")
    STOPPED = "stopped", _("Stoppet")


class Protection(models.TextChoices):
    """What was done to a number before it was shown (privacy.md P16)."""

    NONE = "", _("Vist som den er")
    SMALL = "small", _("Skjult: 1 til 7 personer")
    DERIVABLE = "derivable", _("Skjult: ville røpet et annet tall")
    ROUNDED = "rounded", _("Avrundet til nærmeste 5")


class Publication(BaseModel):
    """One version of a year's report.

    `definitions`, `labels` and `texts` hold the words of that day in both languages, `choices_version` a hash of each
    choice list. `checksum` is the SHA-256 over values and words; it is never shown, since it would give hidden values
    away. `is_counted` is false for an old year whose figures were entered as they had been published.
    """

    year = models.PositiveSmallIntegerField(_("år"))
    version = models.PositiveSmallIntegerField(_("versjon"))
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.PREPARING)
    reason = models.CharField(_("grunn"), max_length=300, blank=True)
    published_date = models.DateField(_("publisert"))
    published_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    is_counted = models.BooleanField(default=True)
    code_version = models.CharField(max_length=40)
    choices_version = models.JSONField(default=dict)
    definitions = models.JSONField(default=dict)
    labels = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    checksum = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-year", "-version"]
        constraints = (
            models.UniqueConstraint(fields=["year", "version"], name="publication_version_once"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason=""), name="publication_correction_has_reason"),
        )

    class Privacy:
        keep = (
            "year", "version", "state", "reason", "published_date", "published_by", "is_counted", "code_version",
            "choices_version", "definitions", "labels", "texts", "checksum",
        )  # fmt: skip
        erase = ()

    def __str__(self) -> str:
        return f"{self.year} v{self.version}"


class FrozenFigure(BaseModel):
    """One number of a published year: as it was counted (`value`) and as it is shown (`shown`, null = hidden)."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="rows")
    position = models.PositiveIntegerField()
    section = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    code = models.CharField(max_length=60, blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=1)
    shown = models.DecimalField(max_digits=14, decimal_places=1, null=True)
    protection = models.CharField(max_length=10, choices=Protection, blank=True, default=Protection.NONE)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints = (
            models.UniqueConstraint(fields=["publication", "section", "key", "code"], name="frozen_figure_once"),
        )
        triggers = (pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete),)

    class Privacy:
        keep = ("publication", "position", "section", "key", "code", "value", "shown", "protection")
        erase = ()

    def __str__(self) -> str:
        return f"{self.section} {self.key} {self.code}"


class PublishedFile(BaseModel):
    """A file of a publication, made once by the worker: the PDF in each language, and the spreadsheet."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4)
    language = models.CharField(max_length=2)
    content = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["publication", "kind", "language"], name="published_file_once"),)

    class Privacy:
        keep = ("publication", "kind", "language", "content")
        erase = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"
