"""What has been let out of a year that is not published: one number a month, written once and never changed."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from pio.core.models import BaseModel


class MonthRelease(BaseModel):
    """A figure of one finished month as it was let out; `month` 0 is the whole year. `shown` null = not told.

    The exact number is not kept: nobody can read here what was not shown.
    """

    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    shown = models.IntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "key", "month"], name="month_release_once"),
            models.CheckConstraint(condition=Q(month__lte=12), name="month_release_of_a_month"),
        ]
        triggers = (pgtrigger.Protect(name="released", operation=pgtrigger.Update | pgtrigger.Delete),)

    class Privacy:
        keep = ("year", "month", "key", "shown")
        erase = ()

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02} {self.key}"
