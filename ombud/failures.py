"""Failures of the system as tables for the board, with small numbers hidden: 1-7 are shown as such (P16).

Where exactly one cell of a table would be hidden, the smallest of the others is hidden as well, so that it cannot be
found by subtraction from the total.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ombud.enums import FailureKind
from ombud.models import SystemFailure

SMALL = 7


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
    """The year by office and by kind."""
    rows = SystemFailure.objects.filter(month__gte=date(year, 1, 1), month__lte=date(year, 12, 31))
    pairs = list(rows.values_list("office__name", "kind"))
    labels = {kind.value: str(kind.label) for kind in FailureKind}
    return [
        Table(_("Etter kontor"), protected(Counter(office for office, _kind in pairs))),
        Table(_("Etter hva som sviktet"), protected(Counter(labels[kind] for _office, kind in pairs))),
    ]


def protected(counts: Counter[str]) -> list[Line]:
    """The counts, the largest first, without what could point to one person."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    hidden = {label for label, count in ordered if count <= SMALL}
    if len(hidden) == 1 and len(ordered) > 1:
        hidden.add(min((pair for pair in ordered if pair[0] not in hidden), key=lambda pair: pair[1])[0])
    return [Line(label, _("færre enn vi viser") if label in hidden else str(count)) for label, count in ordered]
