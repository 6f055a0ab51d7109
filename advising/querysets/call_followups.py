"""Chainable reads of the promises to call back."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models

from advising.enums.calls import FollowUpStatus

if TYPE_CHECKING:
    from advising.models import CallFollowUp  # noqa: F401  # named in the base of the class


class FollowUpQuerySet(models.QuerySet["CallFollowUp"]):
    """Promises to call back."""

    def open(self) -> "FollowUpQuerySet":
        """Those that wait."""
        return self.filter(status=FollowUpStatus.OPEN)

    def due_by(self, day: dt.date) -> "FollowUpQuerySet":
        """Those promised for that day or an earlier one."""
        return self.open().filter(due_date__lte=day)
