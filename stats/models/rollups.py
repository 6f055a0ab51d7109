"""Counts of the helpline log that triggers keep as the log is written, so that the running year's page is quick.

They are sums over whole rows and know nothing the log does not; who reads them gets what counting the log would give,
in the same transaction (`docs/decisions/0120-rollups-of-the-log.md`). Reports are counted from the log itself.
"""

from typing import ClassVar

from django.db import models

from pio.core.models import BaseModel


class CallHour(BaseModel):
    """Rows of the log by day and hour in Oslo, channel and kind."""

    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    calls = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "hour", "channel", "kind"], name="call_hour_once")
        ]

    class Privacy:
        keep = ("day", "hour", "channel", "kind", "calls")
        erase = ()

    def __str__(self) -> str:
        return f"{self.day} {self.hour}"


class CallMonth(BaseModel):
    """Rows of the log by month in Oslo (its first day), channel, kind, relation and gender."""

    month = models.DateField()
    channel = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    relation = models.CharField(max_length=60, blank=True)
    gender = models.CharField(max_length=60, blank=True)
    calls = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["month", "channel", "kind", "relation", "gender"], name="call_month_once")
        ]

    class Privacy:
        keep = ("month", "channel", "kind", "relation", "gender", "calls")
        erase = ()

    def __str__(self) -> str:
        return f"{self.month} {self.relation}"
