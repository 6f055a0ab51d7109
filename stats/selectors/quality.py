"""How complete the rows behind a year's figures are: what was not asked, what came late, and what nobody has marked.

An answer is missing when nobody asked (empty or "ikke spurt"); "ukjent" was asked and not known, and counts for itself.
Each finding has the address where it is mended. Names of addresses belong to the parts; no part is imported for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advising.enums.calls import CallSource
from advising.models import AdviceSession, Call, SessionParticipant
from courses.models import Evening
from groups.models import GroupMeeting
from pio.core import words
from stats.periods import Period

MOST_ROWS = 20
LATE_DAYS = 3
NOT_ASKED = ("", "not_asked")
CALL_FIELDS: tuple[tuple[str, Any, str], ...] = (
    ("relation", gettext_lazy("Relasjon"), "relasjon"), ("caller_gender", gettext_lazy("Kjønn"), ""),
    ("caller_age_band", gettext_lazy("Alder"), ""), ("county", gettext_lazy("Fylke"), "fylke"),
    ("severity", gettext_lazy("Bekymring"), "bekymring"),
)  # fmt: skip
"""Field, name, and what the log's filter calls it (empty: it has no such filter)."""
PERSON_FIELDS: tuple[tuple[str, Any], ...] = (
    ("relation", gettext_lazy("Relasjon")), ("gender", gettext_lazy("Kjønn")), ("age_band", gettext_lazy("Alder")),
)  # fmt: skip


@dataclass(frozen=True)
class Missing:
    """How often one field was not asked, and asked without an answer, in per cent of the rows."""

    name: Any
    rows: int
    not_asked: int
    unknown: int
    url: str = ""

    @property
    def not_asked_percent(self) -> float:
        """Share nobody asked about."""
        return round(100 * self.not_asked / self.rows, 1) if self.rows else 0.0

    @property
    def unknown_percent(self) -> float:
        """Share that was asked and not known."""
        return round(100 * self.unknown / self.rows, 1) if self.rows else 0.0


@dataclass(frozen=True)
class ToMend:
    """One row somebody has to finish."""

    when: str
    title: str
    url: str


@dataclass(frozen=True)
class Pile:
    """Rows of one kind that somebody has to finish: how many, and the oldest of them."""

    title: str
    count: int
    rows: tuple[ToMend, ...]


@dataclass(frozen=True)
class Late:
    """Rows of one kind, and how many of them came late."""

    name: str
    rows: int
    late: int
    url: str = ""

    @property
    def percent(self) -> float:
        """Share that came late."""
        return round(100 * self.late / self.rows, 1) if self.rows else 0.0


def missing_of_calls(year: int) -> list[Missing]:
    """The fields of the year's conversations; one query."""
    period = Period.year(year)
    start, end = period.instants
    asked = {name: Q(**{f"{name}__in": NOT_ASKED}) for name, _name, _filter in CALL_FIELDS}
    unknown = {name: Q(**{name: "unknown"}) for name, _name, _filter in CALL_FIELDS}
    asked["topics"] = Q(topics=[]) | Q(topics__contains=["not_asked"])
    unknown["topics"] = Q(topics__contains=["unknown"])
    calls = Call.objects.conversations().between(start, end)
    found = _missing(calls, asked, unknown)
    days = {"fra": period.start.isoformat(), "til": period.last_day.isoformat(), "type": "talks"}
    fields = (*CALL_FIELDS, ("topics", gettext_lazy("Tema"), "tema"))
    return [
        Missing(title, found["rows"], found[f"a_{name}"], found[f"u_{name}"], _log(days, filter_name))
        for name, title, filter_name in fields
    ]


def missing_of_people(year: int) -> list[Missing]:
    """The fields of those who were present at the year's sessions; one query."""
    asked = {name: Q(**{f"{name}__in": NOT_ASKED}) for name, _name in PERSON_FIELDS}
    unknown = {name: Q(**{name: "unknown"}) for name, _name in PERSON_FIELDS}
    people = SessionParticipant.objects.filter(
        present=True, session__status="held", session__session_date__year=year
    )  # fmt: skip
    found = _missing(people, asked, unknown)
    return [Missing(title, found["rows"], found[f"a_{name}"], found[f"u_{name}"]) for name, title in PERSON_FIELDS]


def late_rows(year: int) -> list[Late]:
    """What was entered or marked long after it happened."""
    period = Period.year(year)
    start, end = period.instants
    calls = Call.objects.between(start, end).exclude(source=CallSource.IMPORT)
    found = calls.aggregate(rows=Count("pk"), late=Count("pk", filter=Q(source=CallSource.LATE)))
    days = {"fra": period.start.isoformat(), "til": period.last_day.isoformat(), "kilde": CallSource.LATE.value}
    marks = [
        _late_marks(name, model.objects.filter(starts_at__gte=start, starts_at__lt=end, marked_date__isnull=False))
        for name, model in ((_("Gruppemøter"), GroupMeeting), (_("Kurskvelder"), Evening))
    ]
    return [Late(_("Samtaler i telefonloggen"), found["rows"], found["late"], _log(days, "")), *marks]


def piles(year: int, *, now: datetime) -> list[Pile]:
    """Sessions without outcome, meetings and evenings without marks; two queries each."""
    end = min(now, Period.year(year).instants[1])
    start = Period.year(year).instants[0]
    sessions = AdviceSession.objects.without_outcome(now=end).filter(starts_at__gte=start).select_related("adviser")
    meetings = _unmarked(GroupMeeting.objects.select_related("group"), start, end)
    evenings = _unmarked(Evening.objects.select_related("offering"), start, end)
    return [
        Pile(_("Rådgivningstimer uten utfall"), sessions.count(), tuple(
            _row(one.starts_at, f"{one.reference}, {one.adviser}", "advising_outcome", one.pk)
            for one in sessions[:MOST_ROWS]
        )),
        Pile(_("Gruppemøter uten oppmøte"), meetings.count(), tuple(
            _row(one.starts_at, one.group.name, "groups_meeting", one.pk) for one in meetings[:MOST_ROWS]
        )),
        Pile(_("Kurskvelder uten oppmøte"), evenings.count(), tuple(
            _row(one.starts_at, one.offering.title, "courses_roll", one.pk) for one in evenings[:MOST_ROWS]
        )),
    ]  # fmt: skip


def _missing(rows: QuerySet[Any], asked: dict[str, Q], unknown: dict[str, Q]) -> dict[str, int]:
    counts = {f"a_{name}": Count("pk", filter=condition) for name, condition in asked.items()}
    counts |= {f"u_{name}": Count("pk", filter=condition) for name, condition in unknown.items()}
    return rows.aggregate(rows=Count("pk"), **counts)


def _late_marks(name: str, rows: QuerySet[Any]) -> Late:
    late = Q(marked_date__gt=F("starts_at__date") + timedelta(days=LATE_DAYS))
    found = rows.aggregate(rows=Count("pk"), late=Count("pk", filter=late))
    return Late(name, found["rows"], found["late"])


def _unmarked(rows: QuerySet[Any], start: datetime, end: datetime) -> QuerySet[Any]:
    past = rows.filter(starts_at__gte=start, starts_at__lt=end, ends_at__lte=end, is_cancelled=False)
    return past.filter(marked_date__isnull=True).order_by("starts_at", "id")


def _row(when: datetime | date | None, title: str, name: str, pk: object) -> ToMend:
    return ToMend(words.short_day(when) if when else "", title, reverse(name, args=[pk]))


def _log(days: dict[str, str], filter_name: str) -> str:
    """The helpline log with this filter; when it knows the field, only the rows that nobody asked about."""
    chosen: Iterable[tuple[str, str]] = (days | ({filter_name: "not_asked"} if filter_name else {})).items()
    return f"{reverse('calls_list')}?{urlencode(list(chosen))}"
