"""More figures of groups: seats that were used, people who came for the first time, days of intake stop."""

from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from groups.enums import PRESENT
from groups.models import GroupAttendance, IntakeStop, SelfRunReport
from stats.counting import Counts, Flow, Stock
from stats.indicators.groups import OF_CELLS, OF_MEETING, OF_MEMBER, cells_of_meetings
from stats.models import FirstPresenceNow
from stats.periods import Period
from stats.registry import Chapter, indicator

OF_MEMBERS = OF_CELLS | OF_MEMBER
ONE_DAY = timedelta(days=1)


class DaysOpen(Stock):
    """The days of the period on which rows were open, summed over the rows. The last day counts."""

    def of_row(self, opened: date, closed: date | None, period: Period) -> int:
        """Days inside the period; a row without an end is open until today."""
        begins, ends = max(opened, period.start), min((closed or localdate()) + ONE_DAY, period.end)
        return max((ends - begins).days, 0)


@indicator(
    name=_("Brukte plasser på gruppemøtene"),
    unit=_("plasser"),
    definition=_("Medlemmer og prøvebesøk som kom på holdte møter. De som kom uten å stå på listen, er ikke med."),
    chapter=Chapter.GROUPS,
    source="groups.GroupAttendance, groups.GroupMeeting",
)
def group_seats_used() -> Flow:
    """Presences of those on the list at meetings that were held and marked."""
    seats = GroupAttendance.objects.filter(
        attendance__in=PRESENT, meeting__is_cancelled=False, meeting__marked_date__isnull=False
    )
    return Flow(seats, "meeting__starts_at", dimensions=OF_MEMBERS, rollups=(cells_of_meetings("held"),))


@indicator(
    name=_("Nye i gruppene"),
    unit=_("personer"),
    definition=_("Personer som kom til et møte i gruppa for første gang. Et prøvebesøk teller som første gang."),
    chapter=Chapter.GROUPS,
    source="groups.GroupAttendance, groups.GroupMeeting",
    small_numbers=True,
)
def group_first_timers() -> Flow:
    """First presences of entries in the period."""
    earlier = GroupAttendance.objects.filter(
        entry=OuterRef("entry"), attendance__in=PRESENT, meeting__starts_at__lt=OuterRef("meeting__starts_at")
    )
    first = GroupAttendance.objects.filter(~Exists(earlier), attendance__in=PRESENT)
    kept = Flow(FirstPresenceNow.objects.all(), "meeting__starts_at", measure=Count("entry"), dimensions=OF_MEMBERS)
    return Flow(first, "meeting__starts_at", dimensions=OF_MEMBERS, rollups=(kept,))


@indicator(
    name=_("Dager med inntaksstopp"),
    unit=_("dager"),
    definition=_(
        "Dager i perioden da et inntaksstopp gjaldt, lagt sammen for hvert stopp. Uten slutt teller det til i dag."
    ),
    chapter=Chapter.GROUPS,
    source="groups.IntakeStop",
)
def group_intake_stop_days() -> DaysOpen:
    """Days of stops inside the period."""
    return DaysOpen(IntakeStop.objects.all(), "starts_date", "ends_date", Counts.OPEN_ANY_DAY, dimensions=OF_MEETING)


@indicator(
    name=_("Møter i selvstyrte grupper"),
    unit=_("møter"),
    definition=_("Møter som de selvstyrte gruppene har meldt at de holdt."),
    chapter=Chapter.GROUPS,
    source="groups.SelfRunReport",
)
def self_run_meetings() -> Flow:
    """Meetings of self-run groups that were reported as held."""
    return _reported("meetings")


@indicator(
    name=_("Oppmøter i selvstyrte grupper"),
    unit=_("oppmøter"),
    definition=_("Hvor mange som kom på møtene de selvstyrte gruppene har meldt. Ingen navn er kjent."),
    chapter=Chapter.GROUPS,
    source="groups.SelfRunReport",
)
def self_run_heads() -> Flow:
    """Heads at the reported meetings."""
    return _reported("heads")


def _reported(which: str) -> Flow:
    measures = {"meetings": Count("*"), "heads": Sum("head_count")}
    return Flow(
        SelfRunReport.objects.filter(was_held=True), "meeting_date", measure=measures[which],
        together=tuple(measures.values()), dimensions={"group_audience": "group__audience"},
    )  # fmt: skip
