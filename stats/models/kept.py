"""Values kept by key, for figures that hang on more than the row that was written, so that no trigger can add them up.

A statement that changes such rows adds the keys it touched to `ChangedKey`, and waits for nobody. Figures read a view
(`…Now`): what is kept, and for changed keys what their rows say now. Each night `stats.services.counts` counts the
changed keys anew. So a figure is never stale, whatever the night has done (`docs/decisions/0235-kept-by-key.md`).
"""

from typing import ClassVar

from django.db import models

from pio.core.models import BaseModel


class ChangedKey(BaseModel):
    """A key whose kept value is no longer looked at: `people` a month, `first` an entry, `evening` one."""

    what = models.CharField(max_length=20)
    key = models.CharField(max_length=40)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["what", "key"], name="changed_key_by_what")]

    class Privacy:
        keep = ("what", "key")
        erase = ()

    def __str__(self) -> str:
        return f"{self.what} {self.key}"


class OfMonth(BaseModel):
    """People present at the sessions held, by month (its first day), relation and gender."""

    month = models.DateField()
    relation = models.CharField(max_length=60, blank=True)
    gender = models.CharField(max_length=60, blank=True)
    people = models.IntegerField()

    class Meta:
        abstract = True

    class Privacy:
        keep = ("month", "relation", "gender", "people")
        erase = ()

    def __str__(self) -> str:
        return f"{self.month} {self.relation}"


class OfEntry(BaseModel):
    """The meeting that a member of a group came to first."""

    entry = models.ForeignKey("groups.GroupEntry", models.DO_NOTHING, db_constraint=False, related_name="+")
    meeting = models.ForeignKey("groups.GroupMeeting", models.DO_NOTHING, db_constraint=False, related_name="+")

    class Meta:
        abstract = True

    class Privacy:
        keep = ("entry", "meeting")
        erase = ()

    def __str__(self) -> str:
        return f"{self.meeting_id}"


class OfEvening(BaseModel):
    """How many came to a course evening, of those expected; make-up evenings of other runs are left out."""

    evening = models.ForeignKey("courses.Evening", models.DO_NOTHING, db_constraint=False, related_name="+")
    came = models.IntegerField()
    expected = models.IntegerField()

    class Meta:
        abstract = True

    class Privacy:
        keep = ("evening", "came", "expected")
        erase = ()

    def __str__(self) -> str:
        return f"{self.came} / {self.expected}"


class PeopleMonth(OfMonth):
    """As it was counted last."""


class FirstPresence(OfEntry):
    """As it was counted last."""


class EveningPresence(OfEvening):
    """As it was counted last."""


class PeopleMonthNow(OfMonth):
    """As it is now: a view, without ids of its own."""

    class Meta:
        managed = False
        db_table = "stats_peoplemonthnow"


class FirstPresenceNow(OfEntry):
    """As it is now: a view, without ids of its own."""

    class Meta:
        managed = False
        db_table = "stats_firstpresencenow"


class EveningPresenceNow(OfEvening):
    """As it is now: a view, without ids of its own."""

    class Meta:
        managed = False
        db_table = "stats_eveningpresencenow"
