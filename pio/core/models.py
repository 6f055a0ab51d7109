"""The base of every model of ours, and the rows of core: reference lists, places, retention settings and holds.

Rule: every row has a random key (P02), and every model says in `Privacy` what is erased and what is kept.
"""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pio.core.privacy import Retention


class BaseModel(models.Model):
    """Abstract base: a random uuid4 key, no timestamps.

    A concrete model names each of its fields (the key aside) in `Privacy.erase` or `Privacy.keep`; see `privacy.py`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Validity(models.Model):
    """Abstract: from and to which day (both included, open when null) forms offer the row. Reading knows all rows."""

    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def _ordered(name: str) -> models.CheckConstraint:
    """Validity that ends before it begins is refused by the database."""
    return models.CheckConstraint(
        condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name=name
    )


class ChoiceList(BaseModel):
    """A list of answers, such as `relation`. A list `<code>_group` holds the labels of the groups of `<code>`."""

    code = models.CharField(max_length=40, unique=True)
    label_nb = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)

    class Privacy:
        keep = ("code", "label_nb", "label_en")

    def __str__(self) -> str:
        return self.code


class Choice(Validity, BaseModel):
    """One answer of a list. Other rows store its code, never a key to this row."""

    list = models.ForeignKey(ChoiceList, to_field="code", on_delete=models.PROTECT, related_name="choices")
    code = models.CharField(max_length=60)
    label_nb = models.CharField(max_length=160)
    label_en = models.CharField(max_length=160)
    group = models.CharField(max_length=40, blank=True)
    sort = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("list_id", "sort", "code")
        constraints = (
            models.UniqueConstraint(fields=("list", "code"), name="core_choice_once"),
            _ordered("core_choice_validity"),
        )

    class Privacy:
        keep = ("list", "code", "label_nb", "label_en", "group", "sort", "valid_from", "valid_to")

    def __str__(self) -> str:
        return f"{self.list_id}.{self.code}"


class ChoiceChange(BaseModel):
    """What somebody changed in a choice list: by column, what stood there before and after (a date as ISO text)."""

    list = models.ForeignKey(ChoiceList, to_field="code", on_delete=models.PROTECT, related_name="changes")
    code = models.CharField(max_length=60)
    changed = models.JSONField()
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("list", "-made_at"), name="core_choice_change_latest"),)

    class Privacy:
        keep = ("list", "code", "changed", "made_by", "made_at")

    def __str__(self) -> str:
        return f"{self.list_id}.{self.code}"


class Place(Validity, BaseModel):
    """Abstract: a place with its official number, its name, and a key that sorts æ ø å last."""

    code = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=80)
    other_names = models.CharField(max_length=200, blank=True, help_text="Separated by |")
    sort_key = models.CharField(max_length=80)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class County(Place):
    """A county (fylke), with the two digits of its number."""

    class Meta:
        ordering = ("sort_key", "code")
        verbose_name_plural = "counties"
        constraints = (_ordered("core_county_validity"),)

    class Privacy:
        keep = ("code", "name", "other_names", "sort_key", "valid_from", "valid_to")


class Municipality(Place):
    """A municipality (kommune), with the four digits of its number; the county is a code, not a key."""

    county = models.CharField(max_length=2)

    class Meta:
        ordering = ("sort_key", "code")
        verbose_name_plural = "municipalities"
        constraints = (_ordered("core_municipality_validity"),)

    class Privacy:
        keep = ("code", "name", "other_names", "sort_key", "county", "valid_from", "valid_to")


class District(Place):
    """A district (bydel) of Oslo, with the six digits of Statistics Norway."""

    class Meta:
        ordering = ("code",)
        constraints = (_ordered("core_district_validity"),)

    class Privacy:
        keep = ("code", "name", "other_names", "sort_key", "valid_from", "valid_to")


class RetentionPeriod(BaseModel):
    """A retention period that the centre has set itself, instead of the one in the code of the rule."""

    rule = models.CharField(max_length=120, unique=True)
    days = models.PositiveIntegerField(null=True, blank=True)
    months = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(days__gte=1, months__isnull=True) | Q(days__isnull=True, months__gte=1),
                name="core_retention_period_one_unit",
            ),
        )

    class Privacy:
        keep = ("rule", "days", "months")

    def __str__(self) -> str:
        return self.rule


class RetentionChange(BaseModel):
    """Somebody set another period: days or months before and after, and who."""

    rule = models.CharField(max_length=120)
    before = models.PositiveIntegerField()
    after = models.PositiveIntegerField()
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Privacy:
        keep = ("rule", "before", "after", "made_by", "made_at")

    def __str__(self) -> str:
        return self.rule


class RetentionRun(BaseModel):
    """The heartbeat of the nightly forgetting: what each rule forgot, and how many rows a hold kept back."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    rule = models.CharField(max_length=120)
    forgotten = models.PositiveIntegerField(default=0)
    held_back = models.PositiveIntegerField(default=0)
    failed = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=("rule", "-started_at"), name="core_retention_run_latest"),)

    class Privacy:
        keep = ("started_at", "finished_at", "rule", "forgotten", "held_back", "failed")
        retention = Retention(
            "core.retention_run",
            since="started_at",
            days=90,
            action="delete",
            why=_("Viser at slettingen går."),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.started_at:%Y-%m-%d}"


class LegalHold(BaseModel):
    """A row that must not be forgotten while a lawful reason stands. Ended holds stay as a trace."""

    model = models.CharField(max_length=80)
    row = models.UUIDField()
    reason = models.CharField(max_length=300)
    placed_by = models.UUIDField()
    placed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("model", "row"), condition=Q(ended_at__isnull=True), name="core_legal_hold_live_once"
            ),
        )

    class Privacy:
        keep = ("model", "row", "reason", "placed_by", "placed_at", "ended_at")

    def __str__(self) -> str:
        return f"{self.model} {self.row}"


class DemoLoad(BaseModel):
    """The mark that the demo data are in, whole: written last, in the same transaction. `/readyz` of a demo asks."""

    year = models.PositiveSmallIntegerField()
    loaded_at = models.DateTimeField()

    class Privacy:
        keep = ("year", "loaded_at")

    def __str__(self) -> str:
        return str(self.year)


def live_hold(model: type[models.Model]) -> models.QuerySet[Any, Any]:
    """The keys of the rows of `model` under a live hold, as a subquery."""
    return LegalHold.objects.filter(model=model._meta.label, ended_at__isnull=True).values("row")
