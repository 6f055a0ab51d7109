"""Failures of the system as tables for the board, with small numbers hidden: 1-7 are not shown (P16).

A hidden number must not be found from the others and the total either: while one of them could have fewer than three
values, the smallest number that is shown is hidden as well.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ombud.enums import FailureKind
from ombud.models import SystemFailure
from pio.core import geography

SMALL = 7
FEWEST_VALUES = 3


@dataclass(frozen=True)
class Line:
    """One line: what, and how many in words."""

    label: str
    count: str


@dataclass(frozen=True)
class Table:
    """One breakdown."""

    title: str
    lines: list[Line]


def of_year(year: int) -> list[Table]:
    """The year by office, by kind and by municipality."""
    rows = SystemFailure.objects.filter(month__gte=date(year, 1, 1), month__lte=date(year, 12, 31))
    found = list(rows.values_list("office__name", "kind", "municipality"))
    labels = {kind.value: str(kind.label) for kind in FailureKind}
    return [
        Table(_("Etter kontor"), protected(Counter(office for office, _kind, _place in found))),
        Table(_("Etter hva som sviktet"), protected(Counter(labels[kind] for _office, kind, _place in found))),
        Table(_("Etter kommune"), protected(Counter(_municipality(place) for _office, _kind, place in found))),
    ]


def _municipality(code: str) -> str:
    return geography.name("municipalities", code) if code else _("Ukjent")


def protected(counts: Counter[str]) -> list[Line]:
    """The counts, the largest first, without what could point to one person."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    hidden = {label for label, count in ordered if count <= SMALL}
    shown = [label for label, _count in ordered if label not in hidden]
    while hidden and shown and not _is_safe(counts, hidden):
        hidden.add(shown.pop())
    return [Line(label, _("færre enn vi viser") if label in hidden else str(count)) for label, count in ordered]


def _is_safe(counts: Counter[str], hidden: set[str]) -> bool:
    """Whether each hidden number could be at least three numbers, for a reader who knows the sum of them all."""
    total = sum(counts[label] for label in hidden)
    low = {label: 1 if counts[label] <= SMALL else SMALL + 1 for label in hidden}
    high = {label: SMALL if counts[label] <= SMALL else total for label in hidden}
    return all(
        min(high[label], total - (sum(low.values()) - low[label]))
        - max(low[label], total - (sum(high.values()) - high[label]))
        + 1
        >= FEWEST_VALUES
        for label in hidden
    )
