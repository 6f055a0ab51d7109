"""The table of the annual report: which figures it prints, in which order, and how the shares are computed.

The names and the rules are those of the published report of 2025 (`annual_report_2025.json`, "definitions").
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.timezone import localdate

from pio.core import choices, replica
from stats import indicators as _registered  # noqa: F401  importing it registers every indicator
from stats.models import ManualFigure
from stats.periods import Period
from stats.registry import INDICATORS

FIGURES = (
    "inquiries_total", "helpline_calls", "advice_sessions", "advice_participants", "group_attendances",
    "self_run_groups", "self_run_groups_new", "event_attendances", "course_attendances", "writing_attendances",
    "ombud_clients", "ombud_clients_new", "stories_received",
)  # fmt: skip
MANUAL_FIGURES = (
    "members", "website_unique_visits", "google_interactions", "facebook_views", "facebook_followers",
    "instagram_views", "instagram_followers", "books_sold",
)  # fmt: skip
NOT_RELATIVES = frozenset({"self", "professional", "unknown", "not_asked", ""})
LARGEST_RELATIONS = 5


@dataclass(frozen=True)
class AnnualReport:
    """The counted figures of one year, under the names of the published table."""

    figures: dict[str, int]
    gender_percent: dict[str, int]
    ombud_gender_percent: dict[str, int]
    relation_percent: dict[str, float]
    manual_figures: dict[str, int]

    def as_dict(self) -> dict[str, dict[str, int] | dict[str, float]]:
        """The five maps, as the JSON of the command has them."""
        return asdict(self)


@replica.reads()
def annual_report(year: int) -> AnnualReport:
    """Count the report of a year from the rows as they are now; a year without data gives zeros and empty maps.

    A year that has not begun is without data: what stands in a register today is no figure of it.
    """
    period = Period.year(year)
    manual = dict(ManualFigure.objects.filter(year=year).values_list("key", "value"))
    if year > localdate().year:
        return AnnualReport({key: 0 for key in FIGURES if key in INDICATORS}, {}, {}, {}, manual)
    people = INDICATORS["people_in_contact"]
    return AnnualReport(
        figures={key: INDICATORS[key].value(period) for key in FIGURES if key in INDICATORS},
        gender_percent=gender_percent(people.by("gender", period)),
        ombud_gender_percent=(
            gender_percent(INDICATORS["ombud_clients"].by("gender", period)) if "ombud_clients" in INDICATORS else {}
        ),
        relation_percent=relation_percent(people.by("relation", period), choices.codes("relation")),
        manual_figures={key: manual[key] for key in MANUAL_FIGURES if key in manual},
    )


def gender_percent(counts: Mapping[str, int]) -> dict[str, int]:
    """Women and men in whole per cent of those registered as one of the two, half up; empty without any."""
    known = {code: counts.get(code, 0) for code in ("female", "male")}
    total = sum(known.values())
    return {code: int(_share(count, total, "1")) for code, count in known.items()} if total else {}


def relation_percent(counts: Mapping[str, int], order: Iterable[str]) -> dict[str, float]:
    """The five largest relations in per cent of the relatives whose relation is known, one decimal, half up.

    Args:
        counts: people by relation code; codes that are no relatives or unknown are left out.
        order: the codes in the order of the list, which decides ties.
    """
    position = {code: number for number, code in enumerate(order)}
    known = {code: count for code, count in counts.items() if code not in NOT_RELATIVES and count}
    total = sum(known.values())
    largest = sorted(known, key=lambda code: (-known[code], position.get(code, len(position))))[:LARGEST_RELATIONS]
    return {code: float(_share(known[code], total, "0.1")) for code in largest}


def _share(count: int, total: int, step: str) -> Decimal:
    return (Decimal(count) * 100 / Decimal(total)).quantize(Decimal(step), ROUND_HALF_UP)
