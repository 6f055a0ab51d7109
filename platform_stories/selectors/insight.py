"""What the experiences say together: themes by month, who writes and from where, never so few that one is known."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Func
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from pio.core import choices
from platform_stories import places
from platform_stories.models import Quote, Story

LEAST_SHOWN = 8
"""1 to 7 people are never shown as a number (P16)."""


@dataclass(frozen=True)
class ThemeRow:
    """A theme with its count in each month of the year, and in all."""

    label: str
    months: list[int]
    total: int


@dataclass(frozen=True)
class Share:
    """How many of a group wrote; "1–7" where they are few."""

    label: str
    count: str


def years() -> list[int]:
    """The years with experiences, newest first."""
    return [day.year for day in Story.objects.dates("received_date", "year", order="DESC")]


def themes_by_month(year: int) -> list[ThemeRow]:
    """Themes of the year's experiences, the most common first; one query. Counts texts, and a text may have several."""
    rows = (
        Story.objects.filter(received_date__year=year)
        .annotate(theme=Func(F("themes"), function="unnest"), month=TruncMonth("received_date"))
        .values("theme", "month").annotate(count=Count("pk"))
    )  # fmt: skip
    table: dict[str, Counter[int]] = {}
    for row in rows:
        table.setdefault(row["theme"], Counter())[row["month"].month] += row["count"]
    found = [
        ThemeRow(choices.label("topic", code), [months[n] for n in range(1, 13)], months.total())
        for code, months in table.items()
    ]
    return sorted(found, key=lambda row: (-row.total, row.label))


def by_relation(year: int) -> list[Share]:
    """Groups of relations; one query."""
    rows = Story.objects.filter(received_date__year=year).exclude(relation="").values_list("relation", flat=True)
    counts = Counter(choices.group_of("relation", code) for code in rows)
    return _shares({choices.group_label("relation", code): count for code, count in counts.items()})


def by_place(year: int) -> list[Share]:
    """Oslo, Akershus and elsewhere; one query."""
    rows = Story.objects.filter(received_date__year=year).exclude(county="").values_list("county", flat=True)
    return _shares({places.label(code): count for code, count in Counter(rows).items()})


def telling() -> list[Quote]:
    """Published quotes that an editor has marked."""
    return list(Quote.objects.published().filter(is_telling=True))


def month_names(year: int) -> list[date]:
    """The first day of each month."""
    return [date(year, month, 1) for month in range(1, 13)]


def export_rows() -> list[tuple[str, ...]]:
    """Every published quote for a report: month, themes, who, words, and whether social media may have it."""
    head = (_("Måned"), _("Temaer"), _("Hvem"), _("Sitat"), _("Sosiale medier"), _("Nummer"))
    rows = [
        (
            f"{quote.published_month:%Y-%m}",
            ", ".join(choices.label("topic", code) for code in quote.themes),
            choices.group_label("relation", quote.relation_group),
            quote.text,
            _("Ja") if quote.may_go_social else _("Nei"),
            str(quote.pk),
        )
        for quote in Quote.objects.published()
    ]
    return [head, *rows]


def _shares(counts: dict[str, int]) -> list[Share]:
    """Largest first. When exactly one is hidden, the next smallest is hidden too, so that no total gives it away."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    hidden = [label for label, count in ordered if count < LEAST_SHOWN]
    if len(hidden) == 1 and len(ordered) > 1:
        hidden.append(next(label for label, _count in reversed(ordered) if label not in hidden))
    return [Share(label, _("skjult") if label in hidden else str(count)) for label, count in ordered]
