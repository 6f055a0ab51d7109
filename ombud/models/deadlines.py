"""Deadlines and the dated rules they are computed from. A deadline cannot be closed without proof or a reason."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from ombud.enums import DeadlineOf, DeadlineUnit
from ombud.models.assignments import Assignment
from ombud.models.cases import Case, forgotten_with_the_case
from ombud.models.documents import Document
from ombud.models.offices import Office
from ombud.querysets.deadlines import DeadlineQuerySet, DeadlineRuleQuerySet
from pio.core.fields import EncryptedTextField
from pio.core.models import BaseModel

__all__ = ["Deadline", "DeadlineRule"]


class DeadlineRule(BaseModel):
    """One rule as it holds from a day: how long, counted in what, by which source, and when to look at it again."""

    code = models.SlugField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=12, choices=DeadlineUnit)
    whose = models.CharField(max_length=6, choices=DeadlineOf, default=DeadlineOf.US)
    source = models.CharField(max_length=200)
    review_date = models.DateField()
    is_certain = models.BooleanField(default=False)

    objects = DeadlineRuleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "-valid_from"]
        constraints = (
            models.UniqueConstraint(fields=("code", "valid_from"), name="ombud_rule_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="ombud_rule_is_a_span"
            ),
            models.CheckConstraint(condition=Q(amount__gte=1), name="ombud_rule_takes_time"),
        )

    class Privacy:
        erase = ()
        keep = (
            "code", "valid_from", "valid_to", "name", "name_en", "amount", "unit", "whose", "source", "review_date",
            "is_certain",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "nb").startswith("en") else self.name

    @property
    def length(self) -> str:
        """How long, in words: `1 måned`, `3 uker`."""
        words = {
            DeadlineUnit.DAYS.value: ngettext("%(n)s dag", "%(n)s dager", self.amount),
            DeadlineUnit.WORKING_DAYS.value: ngettext("%(n)s virkedag", "%(n)s virkedager", self.amount),
            DeadlineUnit.WEEKS.value: ngettext("%(n)s uke", "%(n)s uker", self.amount),
            DeadlineUnit.MONTHS.value: ngettext("%(n)s måned", "%(n)s måneder", self.amount),
        }
        return words[self.unit] % {"n": self.amount}


class Deadline(BaseModel):
    """One deadline of a case. Its day is computed once; a rule that changes later does not move it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="deadlines")
    assignment = models.ForeignKey(Assignment, models.SET_NULL, null=True, blank=True, related_name="deadlines")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")
    rule = models.ForeignKey(DeadlineRule, models.PROTECT, null=True, blank=True, related_name="+")
    title = EncryptedTextField(label="ombud.deadline.title", null=True, blank=True)
    whose = models.CharField(max_length=6, choices=DeadlineOf, default=DeadlineOf.US)
    trigger_date = models.DateField()
    due_date = models.DateField()
    moved_reason = EncryptedTextField(label="ombud.deadline.moved", null=True, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    closed_date = models.DateField(null=True, blank=True)
    is_kept = models.BooleanField(null=True)
    proof = models.ForeignKey(Document, models.SET_NULL, null=True, blank=True, related_name="+")
    closed_reason = EncryptedTextField(label="ombud.deadline.reason", null=True, blank=True)
    has_ground = models.BooleanField(default=False)
    reported_date = models.DateField(null=True, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_date", "id"]
        constraints = (
            models.CheckConstraint(condition=Q(due_date__gte=F("trigger_date")), name="ombud_deadline_after_trigger"),
            models.CheckConstraint(
                condition=Q(closed_date__isnull=True, is_kept__isnull=True)
                | Q(closed_date__isnull=False, is_kept__isnull=False, has_ground=True),
                name="ombud_deadline_closed_with_proof_or_reason",
            ),
        )
        indexes = (
            models.Index(fields=("due_date",), condition=Q(closed_date__isnull=True), name="ombud_deadline_open"),
        )

    class Privacy:
        erase = ("title", "moved_reason", "closed_reason")
        keep = (
            "case", "assignment", "office", "rule", "whose", "trigger_date", "due_date", "sequence", "closed_date",
            "is_kept", "proof", "has_ground", "reported_date",
        )  # fmt: skip
        retention = forgotten_with_the_case("ombud.deadline")
        subject = "case__account"

    def __str__(self) -> str:
        return f"{self.due_date}"

    @property
    def what(self) -> str:
        """What it is about: own words, or the rule's name."""
        return self.title or (self.rule.label if self.rule else str(_("Frist")))
