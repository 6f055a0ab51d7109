"""Numbers that only people know, the manager's words, and the drawings of the charts."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pio.core.models import BaseModel


class ManualFigure(BaseModel):
    """A figure that no row of the portal can count, such as visits to the website, for one year."""

    year = models.PositiveSmallIntegerField(_("år"), validators=[MinValueValidator(1990), MaxValueValidator(2100)])
    key = models.CharField(_("tall"), max_length=60)
    value = models.PositiveBigIntegerField(_("verdi"))
    source = models.CharField(_("kilde"), max_length=200, blank=True)
    entered_date = models.DateField(_("lagt inn"))
    entered_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "key"], name="manual_figure_once_a_year")]

    class Privacy:
        keep = ("year", "key", "value", "source", "entered_date", "entered_by")
        erase = ()

    def __str__(self) -> str:
        return f"{self.key} {self.year}"


class ChapterText(BaseModel):
    """The manager's own words in a chapter of the report, in one language. Each saving is a new version."""

    year = models.PositiveSmallIntegerField(_("år"))
    chapter = models.CharField(_("kapittel"), max_length=20)
    language = models.CharField(_("språk"), max_length=2)
    version = models.PositiveSmallIntegerField(_("versjon"))
    text = models.TextField(_("tekst"), blank=True)
    written_date = models.DateField(_("skrevet"))
    written_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "chapter", "language", "version"], name="chapter_text_version_once")
        ]

    class Privacy:
        keep = ("year", "chapter", "language", "version", "text", "written_date", "written_by")
        erase = ()

    def __str__(self) -> str:
        return f"{self.year} {self.chapter} {self.language} {self.version}"


class Drawing(BaseModel):
    """A chart as SVG, stored under the hash of what it shows; drawn in the worker, inlined in the page."""

    digest = models.CharField(max_length=64, unique=True)
    svg = models.TextField()
    drawn_date = models.DateField()

    class Privacy:
        keep = ("digest", "svg", "drawn_date")
        erase = ()

    def __str__(self) -> str:
        return self.digest[:12]
