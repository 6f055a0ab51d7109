"""Figures of courses, events and digital writing. Definitions: `annual_report_2025.json`.

Present, online and trial count as presences; a head count counts as that many.
"""

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from courses.enums import COURSE_KINDS, PRESENT, WRITING_KINDS
from courses.models import Evening, Presence
from stats.counting import Flow
from stats.models import EveningCount
from stats.registry import Chapter, indicator


def offering_dimensions(path: str) -> dict[str, str]:
    """The breakdowns that every offering has, as columns behind `path`."""
    return {"offering_kind": f"{path}kind", "offering_audience": f"{path}audience", "offering_place": f"{path}place"}


def _of(which: str, path: str = "") -> Q:
    """Whether the offering behind `path` is a `course`, an `event` or `writing`."""
    kinds = {"course": COURSE_KINDS, "event": COURSE_KINDS | WRITING_KINDS, "writing": WRITING_KINDS}
    condition = Q(**{f"{path}offering__kind__in": kinds[which]})
    return ~condition if which == "event" else condition


def _presences(which: str) -> tuple[Flow, Flow]:
    """Cells marked as present, and heads counted, at courses, events or writing."""
    of_cells = offering_dimensions("evening__offering__")
    measures = {each: Sum("cells", filter=_of(each, "evening__")) for each in ("course", "event", "writing")}
    heads = {each: Sum("head_count", filter=_of(each)) for each in measures}
    kept = Flow(
        EveningCount.objects.filter(attendance__in=PRESENT), "evening__starts_at", measure=measures[which],
        together=tuple(measures.values()), dimensions=of_cells,
    )  # fmt: skip
    return (
        Flow(
            Presence.objects.filter(_of(which, "evening__"), attendance__in=PRESENT), "evening__starts_at",
            dimensions=of_cells, rollups=(kept,),
        ),
        Flow(
            Evening.objects.filter(is_cancelled=False, head_count__gt=0), "starts_at", measure=heads[which],
            together=tuple(heads.values()), dimensions=offering_dimensions("offering__"),
        ),
    )  # fmt: skip


@indicator(
    name=_("Oppmøter på kurs"),
    unit=_("oppmøter"),
    definition=_("Oppmøter på kurskvelder. En som kom alle tre kveldene, teller tre."),
    chapter=Chapter.COURSES,
    source="courses.Presence, courses.Evening",
)
def course_attendances() -> tuple[Flow, Flow]:
    """Presences at course evenings."""
    return _presences("course")


@indicator(
    name=_("Oppmøter på arrangementer"),
    unit=_("oppmøter"),
    definition=_("Oppmøter på arrangementer som verken er kurs eller digital skriving, drop-in medregnet."),
    chapter=Chapter.COURSES,
    source="courses.Presence, courses.Evening",
)
def event_attendances() -> tuple[Flow, Flow]:
    """Presences at events that are not courses and not digital writing."""
    return _presences("event")


@indicator(
    name=_("Oppmøter i digital skriving"),
    unit=_("oppmøter"),
    definition=_("Oppmøter i digitale skrivegrupper og skrivetimer."),
    chapter=Chapter.COURSES,
    source="courses.Presence, courses.Evening",
)
def writing_attendances() -> tuple[Flow, Flow]:
    """Presences at digital writing groups and writing hours."""
    return _presences("writing")
