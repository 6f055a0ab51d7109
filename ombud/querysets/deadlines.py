"""Deadlines by when they are due, and rules by when they hold."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from ombud.models import Deadline, DeadlineRule  # noqa: F401  # named in the bases of the classes


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    """Deadlines."""

    def live(self) -> Self:
        """Not closed, the soonest first."""
        return self.filter(closed_date__isnull=True).order_by("due_date", "id")

    def due_by(self, day: date) -> Self:
        """Not closed and due on `day` or before."""
        return self.live().filter(due_date__lte=day)


class DeadlineRuleQuerySet(models.QuerySet["DeadlineRule"]):
    """Rules."""

    def on(self, day: date) -> Self:
        """The rules that hold on `day`."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)

    def to_verify(self, *, today: date) -> Self:
        """Not verified yet, or past their date of review; one that another has followed is looked at no more."""
        return self.filter(Q(is_certain=False) | Q(review_date__lt=today), valid_to__isnull=True)
