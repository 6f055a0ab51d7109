"""Figures of led and self-run groups. Definitions: `annual_report_2025.json`."""

from typing import Any

from django.db.models import Aggregate, Count, F, FloatField, Q, Sum
from django.utils.translation import gettext_lazy as _

from groups.enums import PRESENT
from groups.models import GroupAttendance, GroupEntry, GroupMeeting, SelfRunGroup
from stats.counting import Counts, Flow, Stock, county_of
from stats.models import MeetingCount
from stats.registry import Chapter, indicator


def group_dimensions(path: str) -> dict[str, Any]:
    """The breakdowns that every led group has, as columns behind `path`."""
    of_group = {f"group_{name}": f"{path}{name}" for name in ("audience", "kind", "theme", "place")}
    return of_group | {"county": county_of(f"{path}municipality")}


OF_MEMBER = {"relation": "entry__relation", "age_band": "entry__age_band"}
OF_CELLS, OF_MEETING = group_dimensions("meeting__group__"), group_dimensions("group__")


class DaysBetween(Aggregate):
    """Days from the second column to the first, over all rows; `share` 0.5 is their median."""

    arg_joiner = " - "
    output_field = FloatField()

    def __init__(self, end: str, start: str, share: float) -> None:
        super().__init__(F(end), F(start), share=share)

    template = "PERCENTILE_CONT(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"


def cells_of_meetings(which: str) -> Flow:
    """Presences from the counts that triggers keep: `all` of them, or those at meetings that were `held` and marked."""
    held = Q(meeting__is_cancelled=False, meeting__marked_date__isnull=False)
    measures = {"all": Sum("cells"), "held": Sum("cells", filter=held)}
    return Flow(
        MeetingCount.objects.filter(attendance__in=PRESENT), "meeting__starts_at", measure=measures[which],
        together=tuple(measures.values()), dimensions=OF_CELLS,
    )  # fmt: skip


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
            dimensions=OF_CELLS | OF_MEMBER,
            rollups=(cells_of_meetings("all"),),
        ),
        _meetings("heads", unasked=frozenset(OF_MEMBER)),
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


@indicator(
    name=_("Holdte gruppemøter"),
    unit=_("møter"),
    definition=_("Møter i ledede grupper som ble holdt og ført."),
    chapter=Chapter.GROUPS,
    source="groups.GroupMeeting",
)
def group_meetings() -> Flow:
    """Meetings of led groups that were held and marked."""
    return _meetings("held")


@indicator(
    name=_("Avlyste gruppemøter"),
    unit=_("møter"),
    definition=_("Møter i ledede grupper som ble avlyst."),
    chapter=Chapter.GROUPS,
    source="groups.GroupMeeting",
)
def group_meetings_cancelled() -> Flow:
    """Meetings of led groups that were cancelled."""
    return _meetings("cancelled")


@indicator(
    name=_("Plasser på gruppemøtene"),
    unit=_("plasser"),
    definition=_("Plasser i gruppa, lagt sammen for hvert holdte møte. Oppmøtene viser hvor mange som ble brukt."),
    chapter=Chapter.GROUPS,
    source="groups.GroupMeeting, groups.SupportGroup",
)
def group_seats() -> Flow:
    """Seats offered at the meetings that were held, by today's capacity of the group."""
    return _meetings("seats")


@indicator(
    name=_("Ventetid til gruppe, median"),
    unit=_("dager"),
    definition=_("Dager fra interesse til plass for dem som fikk plass i perioden. Halvparten ventet kortere."),
    chapter=Chapter.GROUPS,
    source="groups.GroupEntry",
)
def group_waiting_days() -> Flow:
    """Median of the days from joining the list to the place."""
    return _waited(0.5)


@indicator(
    name=_("Ventetid til gruppe, ni av ti"),
    unit=_("dager"),
    definition=_("Dager fra interesse til plass for dem som fikk plass i perioden. Ni av ti ventet kortere."),
    chapter=Chapter.GROUPS,
    source="groups.GroupEntry",
)
def group_waiting_days_p90() -> Flow:
    """90th percentile of the days from joining the list to the place."""
    return _waited(0.9)


def _meetings(which: str, *, unasked: frozenset[str] = frozenset()) -> Flow:
    held = Q(is_cancelled=False, marked_date__isnull=False)
    measures = {
        "held": Count("pk", filter=held), "cancelled": Count("pk", filter=Q(is_cancelled=True)),
        "seats": Sum("group__capacity", filter=held), "heads": Sum("head_count", filter=Q(is_cancelled=False)),
    }  # fmt: skip
    return Flow(
        GroupMeeting.objects.all(), "starts_at", measure=measures[which], together=tuple(measures.values()),
        dimensions=OF_MEETING, unasked=unasked,
    )  # fmt: skip


def _waited(share: float) -> Flow:
    rows = GroupEntry.objects.filter(placed_date__isnull=False)
    measures = {each: DaysBetween("placed_date", "joined_date", each) for each in (0.5, 0.9)}
    return Flow(
        rows, "placed_date", measure=measures[share], together=tuple(measures.values()),
        dimensions=OF_MEETING | {"relation": "relation", "age_band": "age_band"},
    )  # fmt: skip
