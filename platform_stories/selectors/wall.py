"""The wall of published quotes: themes with counts, quotes of a theme or with certain words, what is related."""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Count, F, Func, Q, QuerySet
from django.utils.translation import gettext as _

from pio.core import choices
from pio.core.composed import Reading
from platform_stories.models import Quote
from platform_stories.querysets import SEARCH_CONFIG

RELATED = 3
_TELLING = Reading[Quote](lambda: Quote.objects.published().order_by("-is_telling", "-published_month", "id")[:1])


@dataclass(frozen=True)
class Theme:
    """A theme that at least one published quote has."""

    code: str
    label: str
    count: int


def themes() -> list[Theme]:
    """The themes on the wall, in the order of the list; one query."""
    rows = (
        Quote.objects.published().order_by().annotate(theme=Func(F("themes"), function="unnest"))
        .values("theme").annotate(count=Count("pk"))
    )  # fmt: skip
    counts = {row["theme"]: row["count"] for row in rows}
    return [
        Theme(code, choices.label("topic", code), counts[code]) for code in choices.codes("topic") if code in counts
    ]


def wall(theme: str = "", words: str = "") -> QuerySet[Quote]:
    """Published quotes of a theme and with certain words; all when both are empty."""
    found: QuerySet[Quote] = Quote.objects.published().about(theme).matching(words)
    return found


def related(quote: Quote) -> list[Quote]:
    """Published quotes that share words or themes with this one, the closest words first; one query.

    It may itself be a proposal: then these show the editors what already stands on the wall.
    """
    words = " or ".join(sorted({word for word in quote.words.split() if len(word) > 3 and word.isalpha()})[:40])
    query = SearchQuery(words, config=SEARCH_CONFIG, search_type="websearch")
    others = Quote.objects.published().exclude(pk=quote.pk).filter(Q(themes__overlap=quote.themes) | Q(search=query))
    return list(others.annotate(rank=SearchRank(F("search"), query)).order_by("-rank", "id")[:RELATED])


def latest_telling() -> Quote | None:
    """A quote for the front page: the newest of those marked as telling, else the newest."""
    found = _TELLING.objects(_TELLING.rows())
    return found[0] if found else None


def by_line(quote: Quote) -> str:
    """Who said it, as coarsely as it is known."""
    return {
        "parents": _("En mor eller far"),
        "children": _("En datter eller sønn"),
        "siblings": _("En søster eller bror"),
        "partners": _("En partner"),
        "other_family": _("En i familien"),
        "network": _("En som står nær"),
    }.get(quote.relation_group, _("En pårørende"))
