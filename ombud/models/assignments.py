"""Assignments: what the client wants, how far it has come, and for whom it waits: an office, the client, somebody close
to them or another. PostgreSQL refuses one that waits without saying for whom and since when.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from ombud.enums import ENDED, AssignmentStatus, Result, Side, WaitsFor
from ombud.models.cases import Case, NetworkPerson, forgotten_with_the_case
from ombud.querysets.assignments import AssignmentQuerySet
from pio.audit import history
from pio.core import choices
from pio.core.fields import EncryptedTextField
from pio.core.models import BaseModel

__all__ = ["Assignment"]


@history.track()
class Assignment(BaseModel):
    """What the client wants, in the client's own words; the category comes second."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="assignments")
    words = EncryptedTextField(label="ombud.assignment.words", null=True)
    goal = EncryptedTextField(label="ombud.assignment.goal", null=True)
    category = models.CharField(max_length=60)
    status = models.CharField(max_length=10, choices=AssignmentStatus, default=AssignmentStatus.WISHED)
    waiting_on = models.ForeignKey("ombud.Office", models.PROTECT, null=True, blank=True, related_name="+")
    waiting_for = models.CharField(max_length=8, choices=WaitsFor, blank=True, default="", db_default="")
    waiting_person = models.ForeignKey(NetworkPerson, models.RESTRICT, null=True, blank=True, related_name="+")
    waiting_words = EncryptedTextField(label="ombud.assignment.waiting", null=True)
    waiting_since = models.DateField(null=True, blank=True)
    wait_reported_date = models.DateField(null=True, blank=True)
    next_step = EncryptedTextField(label="ombud.assignment.next_step", null=True)
    opened_date = models.DateField()
    opened_by = models.CharField(max_length=6, choices=Side, default=Side.CLIENT)
    confirmed_date = models.DateField(null=True, blank=True)
    closed_date = models.DateField(null=True, blank=True)
    closed_by = models.CharField(max_length=6, choices=Side, blank=True)
    result = models.CharField(max_length=10, choices=Result, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0, db_default=0)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opened_date", "id"]
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=ENDED, closed_date__isnull=False) & ~Q(closed_by="") & ~Q(result="")
                | Q(~Q(status__in=ENDED), closed_date__isnull=True, closed_by="", result=""),
                name="ombud_assignment_closed_with_result",
            ),
            models.CheckConstraint(
                condition=Q(
                    Q(waiting_on__isnull=False)
                    | Q(waiting_for__in=[WaitsFor.CLIENT, WaitsFor.OTHER])
                    | Q(waiting_for=WaitsFor.PERSON, waiting_person__isnull=False),
                    status=AssignmentStatus.WAITING, waiting_since__isnull=False,
                )
                | Q(~Q(status=AssignmentStatus.WAITING), waiting_since__isnull=True, waiting_on__isnull=True),
                name="ombud_assignment_waits_for_somebody",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)), name="ombud_assignment_rating"
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("opened_date",), name="ombud_assignment_by_date"),
            models.Index(
                fields=("waiting_since",), condition=Q(status=AssignmentStatus.WAITING), name="ombud_assignment_waits"
            ),
        )

    class Privacy:
        erase = ("words", "goal", "next_step", "waiting_words")
        keep = (
            "case", "category", "status", "waiting_on", "waiting_for", "waiting_person", "waiting_since",
            "wait_reported_date", "opened_date", "opened_by", "confirmed_date", "closed_date", "closed_by", "result",
            "rating", "version",
        )  # fmt: skip
        retention = forgotten_with_the_case("ombud.assignment")
        subject = "case__account"

    def __str__(self) -> str:
        return self.category

    @property
    def is_open(self) -> bool:
        """Neither done nor given up."""
        return self.status not in ENDED

    @property
    def waits_for(self) -> str:
        """A code of `WaitsFor`, empty while it does not wait; an office that is named is whom it waits for."""
        if self.status != AssignmentStatus.WAITING:
            return ""
        return WaitsFor.OFFICE if self.waiting_on_id else self.waiting_for

    @property
    def awaited(self) -> str:
        """For whom it waits, without a person's name: the office, `Klienten`, `Mor`, or the ombud's own words."""
        whom = self.waits_for
        if whom == WaitsFor.OFFICE and self.waiting_on is not None:
            return self.waiting_on.name
        if whom == WaitsFor.PERSON and self.waiting_person is not None:
            return choices.label("relation", self.waiting_person.relation)
        words = self.waiting_words if whom == WaitsFor.OTHER else ""
        return words or (str(WaitsFor(whom).label) if whom else "")
