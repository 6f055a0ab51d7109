"""The plan for a day on which an adviser is sick: which sessions it touches, and the time that is held for each.

A plan is carried out ten minutes after it was sent. Until then nothing is moved and no message is written, so undoing
is giving back what was taken; a session that somebody changes meanwhile is left as they changed it.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from advising.enums.sick_days import MoveChoice, MoveResult, PlanStatus
from advising.models.sessions import AdviceSession
from pio.core.models import BaseModel
from pio.core.privacy import Retention

__all__ = ["SickDay", "SickDayMove"]

KEPT_DAYS = 30


class SickDay(BaseModel):
    """One plan. `effective_at` is when it is carried out; `absence` is what keeps the day from being booked."""

    adviser = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    day = models.DateField(_("dato"))
    status = models.CharField(max_length=10, choices=PlanStatus, default=PlanStatus.PLANNED)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    effective_at = models.DateTimeField(null=True, blank=True)
    absence = models.ForeignKey(
        "scheduling.AvailabilityException", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["day", "id"]
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status=PlanStatus.PLANNED) | models.Q(effective_at__isnull=False),
                name="advising_sick_day_sent_has_moment",
            ),
        )
        indexes = (
            models.Index(
                fields=("effective_at",), condition=models.Q(status=PlanStatus.SENT), name="advising_sick_day_due"
            ),
        )

    class Privacy:
        erase = ()
        keep = ("adviser", "day", "status", "planned_by", "effective_at", "absence")
        retention = Retention(
            "advising.sick_day", since="day", days=KEPT_DAYS, action="delete",
            why=_("Planen for en sykedag trengs ikke når alle har fått beskjed."),
        )  # fmt: skip
        subject = "adviser"

    def __str__(self) -> str:
        return str(self.day)


class SickDayMove(BaseModel):
    """One session of the plan, as it stood (`sequence`), and the time that is taken for it, if any was found."""

    sick_day = models.ForeignKey(SickDay, models.CASCADE, related_name="moves")
    session = models.ForeignKey(AdviceSession, models.CASCADE, related_name="+")
    sequence = models.PositiveSmallIntegerField()
    choice = models.CharField(max_length=10, choices=MoveChoice)
    starts_at = models.DateTimeField(null=True, blank=True)
    adviser_time = models.OneToOneField(
        "scheduling.Reservation", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    room_time = models.OneToOneField("scheduling.Reservation", models.SET_NULL, null=True, blank=True, related_name="+")
    result = models.CharField(max_length=10, choices=MoveResult, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["session__starts_at", "id"]
        constraints = (models.UniqueConstraint(fields=("sick_day", "session"), name="advising_sick_day_move_once"),)

    class Privacy:
        erase = ()
        keep = ("sick_day", "session", "sequence", "choice", "starts_at", "adviser_time", "room_time", "result")
        subject = "session__account"

    def __str__(self) -> str:
        return str(self.session_id)
