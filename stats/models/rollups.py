"""Counts that triggers keep as rows are written, so that the running year's page is quick and never stale.

A statement that changes calls or attendances adds rows here, with what it added or (negative) took away; nothing is
updated, so no writer waits for another and none can deadlock. Readers take the sum, in whatever transaction they read
the rest; `stats.services.counts` puts the rows of one key together every night. The counts know nothing that the rows
they count do not (`docs/decisions/0120-rollups-of-the-log.md`). Reports are counted from the rows themselves.
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
        indexes: ClassVar = [models.Index(fields=["day"], name="call_hour_by_day")]

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
        indexes: ClassVar = [models.Index(fields=["month"], name="call_month_by_month")]

    class Privacy:
        keep = ("month", "channel", "kind", "relation", "gender", "calls")
        erase = ()

    def __str__(self) -> str:
        return f"{self.month} {self.relation}"


class CellCount(BaseModel):
    """Cells of an attendance list, by what stands in them."""

    attendance = models.CharField(max_length=20)
    cells = models.IntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.attendance


class MeetingCount(CellCount):
    """Those of one group meeting."""

    meeting = models.ForeignKey("groups.GroupMeeting", models.DO_NOTHING, db_constraint=False, related_name="+")

    class Privacy:
        keep = ("meeting", "attendance", "cells")
        erase = ()


class EveningCount(CellCount):
    """Those of one course evening."""

    evening = models.ForeignKey("courses.Evening", models.DO_NOTHING, db_constraint=False, related_name="+")

    class Privacy:
        keep = ("evening", "attendance", "cells")
        erase = ()
