"""Led groups with meetings, entries and attendance; intake stops; self-run groups with their reports."""

from groups.models.entries import GroupAttendance, GroupEntry
from groups.models.groups import GroupMeeting, IntakeStop, SupportGroup
from groups.models.self_run import SelfRunGroup, SelfRunMeeting, SelfRunReport

__all__ = [
    "GroupAttendance", "GroupEntry", "GroupMeeting", "IntakeStop", "SelfRunGroup", "SelfRunMeeting", "SelfRunReport",
    "SupportGroup",
]  # fmt: skip
