"""Assignments: which live, which wait, and for whom."""

from typing import TYPE_CHECKING, Self

from django.db import models

from ombud.enums import ENDED, AssignmentStatus

if TYPE_CHECKING:
    from ombud.models import Assignment  # noqa: F401  # named in the bases of the class


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments."""

    def live(self) -> Self:
        """Neither done nor given up."""
        return self.exclude(status__in=ENDED)

    def waiting(self) -> Self:
        """Those that wait for somebody, the longest first."""
        return self.filter(status=AssignmentStatus.WAITING).order_by("waiting_since", "id")

    def with_awaited(self) -> Self:
        """With the rows that say for whom each waits."""
        return self.select_related("waiting_on", "waiting_person")
