"""The helpline for the manager: when people call, how long, why, what they need and do not get, where we send them.

Of phone conversations, counted from the log. Lengths of nought minutes were not written down and are left out. An unmet
need is a conversation about waiting for help or about refusal of it, or one where we could only listen and knew nobody
to send the caller to.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, CharField, Count, F, FloatField, Func, Q, QuerySet

from advising.models import Call
from stats.dimensions import DIMENSIONS, UNANSWERED
from stats.periods import Period

WAITING, REFUSAL, LISTENED = "waiting", "refusal", "listened"


@dataclass(frozen=True)
class Length:
    """How long conversations last, in minutes: half are shorter than the median, nine of ten shorter than `p90`."""

    name: str
    calls: int
    median: float | None
    p90: float | None


@dataclass(frozen=True)
class Share:
    """One value with its count and its share of all conversations in per cent."""

    name: str
    count: int
    percent: float


@dataclass(frozen=True)
class UnmetNeeds:
    """Conversations that show a need nobody met; `total` counts each once."""

    calls: int
    total: int
    waiting: int
    refusal: int
    only_listened: int

    @property
    def percent(self) -> float:
        """Share of all conversations."""
        return round(100 * self.total / self.calls, 1) if self.calls else 0.0


class Percentile(Aggregate):
    """The value that `share` of the rows are below, interpolated."""

    template = "PERCENTILE_CONT(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, column: str, share: float) -> None:
        super().__init__(F(column), share=share)


def conversations(year: int) -> QuerySet[Call]:
    """The phone conversations of a year."""
    start, end = Period.year(year).instants
    return Call.objects.conversations().filter(channel="phone").between(start, end)


def lengths(year: int, *, whole: str) -> list[Length]:
    """Median and 90th percentile of all conversations (called `whole`), then by kind, the most frequent first."""
    timed = conversations(year).filter(duration_minutes__gt=0)
    measures: dict[str, Any] = {
        "calls": Count("pk"), "median": Percentile("duration_minutes", 0.5), "p90": Percentile("duration_minutes", 0.9),
    }  # fmt: skip
    of_all = timed.aggregate(**measures)
    label = DIMENSIONS["call_kind"].label
    by_kind: list[dict[str, Any]] = list(timed.order_by().values("kind").annotate(**measures))  # type: ignore[arg-type]  # named annotations
    by_kind.sort(key=lambda row: (-row["calls"], row["kind"]))
    return [
        Length(whole, of_all["calls"], of_all["median"], of_all["p90"]),
        *(Length(label(row["kind"]), row["calls"], row["median"], row["p90"]) for row in by_kind),
    ]


def shares_of(year: int, dimension: str) -> list[Share]:
    """The values of a list column (topics, referred to), the most frequent first; a call counts under each."""
    column = {"topic": "topics", "referred_to": "referred_to"}[dimension]
    calls = conversations(year)
    all_calls = calls.count()
    unnested = Func(F(column), function="unnest", output_field=CharField())
    rows = calls.order_by().annotate(_code=unnested).values("_code").annotate(_count=Count("pk"))
    label = DIMENSIONS[dimension].label
    counted = sorted(rows, key=lambda row: (row["_code"] in UNANSWERED, -row["_count"], row["_code"]))
    return [Share(label(row["_code"]), row["_count"], round(100 * row["_count"] / all_calls, 1)) for row in counted]


def unmet_needs(year: int) -> UnmetNeeds:
    """Conversations about waiting or refusal, and those where listening was all; one query."""
    waiting, refusal = Q(topics__contains=[WAITING]), Q(topics__contains=[REFUSAL])
    listened = Q(help_given=[LISTENED], referred_to=[])
    found = conversations(year).aggregate(
        calls=Count("pk"), total=Count("pk", filter=waiting | refusal | listened),
        waiting=Count("pk", filter=waiting), refusal=Count("pk", filter=refusal),
        only_listened=Count("pk", filter=listened),
    )  # fmt: skip
    return UnmetNeeds(**found)
