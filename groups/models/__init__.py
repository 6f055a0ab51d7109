"""Led groups with meetings, entries and attendance; intake stops; self-run groups with their reports."""

from groups.models.entries import GroupAttendance, GroupEntry
from groups.models.groups import GroupMeeting, IntakeStop, SupportGroup
from groups.models.self_run import SelfRunGroup, SelfRunReport

__all__ = [
    "GroupAttendance", "GroupEntry", "GroupMeeting", "IntakeStop", "SelfRunGroup", "SelfRunReport", "SupportGroup",
]  # fmt: skip
