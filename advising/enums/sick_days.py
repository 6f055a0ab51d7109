"""A day on which an adviser is sick: where the plan stands, and what becomes of each session."""

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

UNDO_FOR: Final = timedelta(minutes=10)
"""Nothing is moved and no message leaves before this has passed since the plan was sent."""
CALL_INSTEAD: Final = timedelta(hours=2)
"""A session that begins sooner than this: a message may come too late, so we call."""


class PlanStatus(models.TextChoices):
    """Where a plan stands. Only a plan that has been sent and waits can be undone."""

    PLANNED = "planned", _("Ikke sendt")
    SENT = "sent", _("Sendes snart")
    DONE = "done", _("Sendt")
    UNDONE = "undone", _("Angret")


PLAN_TRANSITIONS: dict[PlanStatus, frozenset[PlanStatus]] = {
    PlanStatus.PLANNED: frozenset({PlanStatus.SENT}),
    PlanStatus.SENT: frozenset({PlanStatus.DONE, PlanStatus.UNDONE}),
    PlanStatus.DONE: frozenset(),
    PlanStatus.UNDONE: frozenset(),
}


class MoveChoice(models.TextChoices):
    """What shall become of one session."""

    MOVE = "move", _("Flytt")
    CANCEL = "cancel", _("Avlys, og be dem velge en ny tid")
    LEAVE = "leave", _("La stå, jeg ringer")


class MoveResult(models.TextChoices):
    """What became of it when the ten minutes were over."""

    DONE = "done", _("Utført")
    CHANGED = "changed", _("Ble endret i mellomtiden, så vi lot den stå")
