"""More figures of groups: seats that were used, people who came for the first time, days of intake stop."""

from collections import Counter
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from groups.enums import PRESENT
from groups.models import GroupAttendance, IntakeStop, SelfRunReport
from stats.counting import Counts, Flow, Stock
from stats.indicators.groups import OF_CELLS, OF_MEETING, OF_MEMBER
from stats.models import FirstPresenceNow, MeetingCount
from stats.periods import Period
from stats.registry import Chapter, indicator

OF_MEMBERS = OF_CELLS | OF_MEMBER
ONE_DAY = timedelta(days=1)


class DaysOpen(Stock):
    """The days of the period on which rows were open, summed over the rows, which are few. The last day counts."""

    def total(self, period: Period) -> int:
        """Days inside the period; a row without an end is open until today."""
        spans = self.rows.filter(self.condition(period)).values_list(self.opened, self.closed)
        return sum(_overlap(opened, closed or localdate(), period) for opened, closed in spans)

    def by_month(self, period: Period) -> dict[date, int]:
        """Days inside each month."""
        spans = list(self.rows.filter(self.condition(period)).values_list(self.opened, self.closed))
        return {
            month.start: sum(_overlap(opened, closed or localdate(), month) for opened, closed in spans)
            for month in period.months
        }

    def by(self, dimension: str, period: Period) -> dict[str, int]:
        """Days inside the period by the values of a dimension."""
        if dimension not in self.dimensions:
            return {}
        column = self.dimensions[dimension]
        rows = self.rows.filter(self.condition(period)).annotate(_key=F(column) if isinstance(column, str) else column)
        found: Counter[str] = Counter()
        for key, opened, closed in rows.values_list("_key", self.opened, self.closed):
            found[str(key or "")] += _overlap(opened, closed or localdate(), period)
        return dict(found)


@indicator(
    name=_("Brukte plasser på gruppemøtene"),
    unit=_("plasser"),
    definition=_("Medlemmer og prøvebesøk som kom på holdte møter. De som kom uten å stå på listen, er ikke med."),
    chapter=Chapter.GROUPS,
    source="groups.GroupAttendance, groups.GroupMeeting",
)
def group_seats_used() -> Flow:
    """Presences of those on the list at meetings that were held and marked."""
    of_seats = {"attendance__in": PRESENT, "meeting__is_cancelled": False, "meeting__marked_date__isnull": False}
    kept = Flow(
        MeetingCount.objects.filter(**of_seats), "meeting__starts_at", measure=Sum("cells"), dimensions=OF_CELLS
    )
    return Flow(
        GroupAttendance.objects.filter(**of_seats), "meeting__starts_at", dimensions=OF_MEMBERS, rollups=(kept,)
    )


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
    return Flow(_reported(), "meeting_date", dimensions={"group_audience": "group__audience"})


@indicator(
    name=_("Oppmøter i selvstyrte grupper"),
    unit=_("oppmøter"),
    definition=_("Hvor mange som kom på møtene de selvstyrte gruppene har meldt. Ingen navn er kjent."),
    chapter=Chapter.GROUPS,
    source="groups.SelfRunReport",
)
def self_run_heads() -> Flow:
    """Heads at the reported meetings."""
    return Flow(
        _reported(), "meeting_date", measure=Sum("head_count"), dimensions={"group_audience": "group__audience"}
    )


def _reported() -> QuerySet[SelfRunReport]:
    return SelfRunReport.objects.filter(was_held=True)


def _overlap(first: date, last: date, period: Period) -> int:
    begins, ends = max(first, period.start), min(last + ONE_DAY, period.end)
    return max((ends - begins).days, 0)
