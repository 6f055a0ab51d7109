"""What the figures keep of their own."""

from stats.models.figures import ChapterText, Drawing, ManualFigure
from stats.models.kept import (
    ChangedKey,
    EveningPresence,
    EveningPresenceNow,
    FirstPresence,
    FirstPresenceNow,
    PeopleMonth,
    PeopleMonthNow,
)
from stats.models.publications import FrozenFigure, Publication, PublishedFile
from stats.models.releases import MonthRelease
from stats.models.reports import SavedReport
from stats.models.rollups import CallHour, CallMonth, EveningCount, MeetingCount

__all__ = [
    "CallHour",
    "CallMonth",
    "ChangedKey",
    "ChapterText",
    "Drawing",
    "EveningCount",
    "EveningPresence",
    "EveningPresenceNow",
    "FirstPresence",
    "FirstPresenceNow",
    "FrozenFigure",
    "ManualFigure",
    "MeetingCount",
    "MonthRelease",
    "PeopleMonth",
    "PeopleMonthNow",
    "Publication",
    "PublishedFile",
    "SavedReport",
]
