"""More figures of courses and events, also by each course: places, who waits, how many came, who is new.

The staff's page of one run has the same figures for that run (`courses/selectors/figures.py`).
"""

from django.db.models import Aggregate, Count, F, IntegerField, Q, Sum
from django.utils.translation import gettext_lazy as _

from courses.enums import PRESENT
from courses.models import Evening, Presence, Registration
from pio.waitlist.enums import TAKES_PLACE, PlaceState
from stats.counting import Flow
from stats.indicators.courses import offering_dimensions
from stats.models import EveningPresenceNow
from stats.registry import Chapter, indicator

OF_REGISTRATION = offering_dimensions("offering__") | {"offering": "offering__title"}
OF_EVENING = OF_REGISTRATION
OF_CELL = offering_dimensions("evening__offering__") | {"offering": "evening__offering__title"}


class PresencePercent(Aggregate):
    """Of all cells, the share that came, in whole percent; None without cells."""

    output_field = IntegerField()
    template = "ROUND(100.0 * COUNT(*) FILTER (WHERE %(expressions)s IN (%(came)s)) / NULLIF(COUNT(*), 0))::int"

    def __init__(self) -> None:
        came = ", ".join(f"'{code}'" for code in sorted(PRESENT))
        super().__init__(F("attendance"), came=came)


class KeptPercent(Aggregate):
    """The same from two sums: of the second column, the share that is in the first."""

    output_field = IntegerField()
    arg_joiner = ") / NULLIF(SUM("
    template = "ROUND(100.0 * SUM(%(expressions)s), 0))::int"


@indicator(
    name=_("Plasser på kurs og arrangementer"),
    unit=_("plasser"),
    definition=_("Plasser på det man melder seg på, lagt sammen for hver holdte kveld. Uten grense teller ikke med."),
    chapter=Chapter.COURSES,
    source="courses.Evening, courses.Offering",
)
def course_seats() -> Flow:
    """Seats offered at the evenings that were held and marked."""
    held = Evening.objects.filter(
        is_cancelled=False, marked_date__isnull=False, offering__takes_registrations=True,
        offering__capacity__isnull=False,
    )  # fmt: skip
    return Flow(held, "starts_at", measure=Sum("offering__capacity"), dimensions=OF_EVENING)


@indicator(
    name=_("Fremmøte på kurs og arrangementer"),
    unit=_("prosent"),
    definition=_("Prosent som kom, av dem som var ventet på holdte kvelder. Erstatningskvelder er ikke med."),
    chapter=Chapter.COURSES,
    source="courses.Presence, courses.Evening",
)
def course_presence_percent() -> Flow:
    """Share of those marked at an evening that came."""
    rows = Presence.objects.filter(is_make_up=False, evening__is_cancelled=False)
    kept = EveningPresenceNow.objects.filter(evening__is_cancelled=False)
    return Flow(
        rows, "evening__starts_at", measure=PresencePercent(), dimensions=OF_CELL,
        rollups=(Flow(kept, "evening__starts_at", measure=KeptPercent("came", "expected"), dimensions=OF_CELL),),
    )  # fmt: skip


@indicator(
    name=_("Første gang på kurs eller arrangement"),
    unit=_("påmeldinger"),
    definition=_("Påmeldinger med plass fra noen som ikke hadde meldt seg på noe hos oss før."),
    chapter=Chapter.COURSES,
    source="courses.Registration",
    small_numbers=True,
)
def course_first_timers() -> Flow:
    """Parties with a place whose contact had signed up for nothing before."""
    return _joined("first")


@indicator(
    name=_("Fikk ikke plass på kurs eller arrangement"),
    unit=_("påmeldinger"),
    definition=_("Påmeldinger i perioden som står på venteliste, eller sto der til det var over."),
    chapter=Chapter.COURSES,
    source="courses.Registration",
)
def course_waiting() -> Flow:
    """Parties that joined in the period and wait."""
    return _joined("waiting")


def _joined(which: str) -> Flow:
    conditions = {"first": Q(state__in=TAKES_PLACE, is_first_time=True), "waiting": Q(state=PlaceState.WAITING)}
    measures = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    return Flow(
        Registration.objects.filter(conditions["first"] | conditions["waiting"]), "joined_date",
        measure=measures[which], together=tuple(measures.values()), dimensions=OF_REGISTRATION,
    )  # fmt: skip
