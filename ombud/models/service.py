"""What belongs to the service and not to a case: intake stops, failures of the system (never with a name, and without
a way back to the case), and the secret address of a personal calendar feed.
"""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ombud.enums import FailureKind
from ombud.models.offices import Office
from pio.core.models import BaseModel

__all__ = ["CalendarFeed", "IntakeStop", "SystemFailure"]


class IntakeStop(BaseModel):
    """Days on which the service takes in no new clients. Two stops never overlap."""

    starts_date = models.DateField()
    ends_date = models.DateField(null=True, blank=True)
    public_text = models.CharField(max_length=400)
    public_text_en = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering: ClassVar = ["-starts_date"]
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_date__isnull=True) | Q(ends_date__gte=F("starts_date")), name="ombud_stop_is_a_span"
            ),
            ExclusionConstraint(
                name="ombud_stops_never_overlap",
                expressions=[
                    (
                        Func(F("starts_date"), F("ends_date"), models.Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Det er allerede et inntaksstopp i den perioden."),
            ),
        )

    class Privacy:
        erase = ()
        keep = ("starts_date", "ends_date", "public_text", "public_text_en")

    def __str__(self) -> str:
        return f"{self.starts_date}"

    @property
    def text(self) -> str:
        """The text in the reader's language."""
        english = (get_language() or "nb").startswith("en")
        return (self.public_text_en if english else "") or self.public_text


class SystemFailure(BaseModel):
    """Evidence of how an office failed: which office, how, where, in which month. Nothing leads back to the case."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="failures")
    kind = models.CharField(max_length=12, choices=FailureKind)
    municipality = models.CharField(max_length=4, blank=True)
    month = models.DateField()
    days_over = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-month", "id"]
        constraints = (models.CheckConstraint(condition=Q(month__day=1), name="ombud_failure_by_month"),)

    class Privacy:
        erase = ()
        keep = ("office", "kind", "municipality", "month", "days_over")

    def __str__(self) -> str:
        return self.kind


class CalendarFeed(BaseModel):
    """The secret address of one ombud's calendar of deadlines; a new one ends the old one."""

    user = models.OneToOneField("accounts.User", models.CASCADE, related_name="+")
    token_digest = models.BinaryField(max_length=32, unique=True)

    class Privacy:
        erase = ("token_digest",)
        keep = ("user",)
        subject = "user"
        secret = ("token_digest",)
        on_erase = "delete"

    def __str__(self) -> str:
        return str(self.user_id)
