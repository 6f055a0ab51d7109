"""Figures of courses, events and digital writing. Definitions: `annual_report_2025.json`.

Present, online and trial count as presences; a head count counts as that many.
"""

from collections.abc import Collection

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


def _presences(kinds: Collection[str], *, other: bool = False) -> tuple[Flow, Flow]:
    """Cells marked as present, and heads counted, at offerings of these kinds (or of all `other` kinds)."""
    cells, heads = Q(evening__offering__kind__in=kinds), Q(offering__kind__in=kinds)
    of_evenings = offering_dimensions("offering__")
    of_cells = offering_dimensions("evening__offering__")
    counted = EveningCount.objects.filter(~cells if other else cells, attendance__in=PRESENT)
    return (
        Flow(
            Presence.objects.filter(~cells if other else cells, attendance__in=PRESENT), "evening__starts_at",
            dimensions=of_cells,
            rollups=(Flow(counted, "evening__starts_at", measure=Sum("cells"), dimensions=of_cells),),
        ),
        Flow(
            Evening.objects.filter(~heads if other else heads, is_cancelled=False, head_count__gt=0), "starts_at",
            measure=Sum("head_count"), dimensions=of_evenings,
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
    return _presences(COURSE_KINDS)


@indicator(
    name=_("Oppmøter på arrangementer"),
    unit=_("oppmøter"),
    definition=_("Oppmøter på arrangementer som verken er kurs eller digital skriving, drop-in medregnet."),
    chapter=Chapter.COURSES,
    source="courses.Presence, courses.Evening",
)
def event_attendances() -> tuple[Flow, Flow]:
    """Presences at events that are not courses and not digital writing."""
    return _presences(COURSE_KINDS | WRITING_KINDS, other=True)


@indicator(
    name=_("Oppmøter i digital skriving"),
    unit=_("oppmøter"),
    definition=_("Oppmøter i digitale skrivegrupper og skrivetimer."),
    chapter=Chapter.COURSES,
    source="courses.Presence, courses.Evening",
)
def writing_attendances() -> tuple[Flow, Flow]:
    """Presences at digital writing groups and writing hours."""
    return _presences(WRITING_KINDS)
