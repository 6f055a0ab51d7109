"""Figures of led and self-run groups. Definitions: `annual_report_2025.json`."""

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from groups.enums import PRESENT
from groups.models import GroupAttendance, GroupMeeting, SelfRunGroup
from stats.registry import Chapter, Counts, Flow, Stock, indicator


@indicator(
    name=_("Oppmøter i samtalegrupper"),
    unit=_("oppmøter"),
    definition=_("Oppmøter på møter i ledede samtalegrupper. En som kom ti ganger, teller ti."),
    chapter=Chapter.GROUPS,
    source="groups.GroupAttendance, groups.GroupMeeting",
)
def group_attendances() -> tuple[Flow, Flow]:
    """Presences at meetings of led groups, and heads of those who walked in."""
    return (
        Flow(
            GroupAttendance.objects.filter(attendance__in=PRESENT), "meeting__starts_at",
            dimensions={"group_audience": "meeting__group__audience", "group_kind": "meeting__group__kind"},
        ),
        Flow(
            GroupMeeting.objects.filter(is_cancelled=False, head_count__gt=0), "starts_at", measure=Sum("head_count"),
            dimensions={"group_audience": "group__audience", "group_kind": "group__kind"},
        ),
    )  # fmt: skip


@indicator(
    name=_("Selvstyrte grupper"),
    unit=_("grupper"),
    definition=_("Selvstyrte grupper som står i registeret ved utgangen av året."),
    chapter=Chapter.GROUPS,
    source="groups.SelfRunGroup",
)
def self_run_groups() -> Stock:
    """Registered at the end of the period."""
    return _register(Counts.OPEN_AT_END)


@indicator(
    name=_("Nye selvstyrte grupper"),
    unit=_("grupper"),
    definition=_("Av de selvstyrte gruppene: de som ble registrert i løpet av året."),
    chapter=Chapter.GROUPS,
    source="groups.SelfRunGroup",
)
def self_run_groups_new() -> Stock:
    """Of these, registered in the period."""
    return _register(Counts.OPEN_AT_END_AND_NEW)


def _register(counts: Counts) -> Stock:
    return Stock(
        SelfRunGroup.objects.all(), "registered_date", "ended_date", counts, dimensions={"group_audience": "audience"}
    )
