"""A published year as its readers see it: protected numbers with the words of the day it was frozen."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils import translation

from stats.annual_report import FIGURES
from stats.models import FrozenFigure, Publication
from stats.models.publications import Protection, State
from stats.publishing.snapshot import MONTHS, SHARES
from stats.registry import Chapter
from stats.selectors.running import chapter_titles


class Shown(Protocol):
    """A number on its way to a reader: a frozen row, or a cell not yet stored."""

    section: str
    key: str
    code: str
    shown: Decimal | None
    protection: str


@dataclass(frozen=True)
class Number:
    """One published number: None = hidden. `label` is the name of its value in a breakdown."""

    code: str
    label: str
    shown: Decimal | None
    protection: str

    @property
    def value(self) -> int | float | None:
        """As a plain number: whole when it is whole."""
        return plain(self.shown)

    @property
    def is_rounded(self) -> bool:
        """Whether the number is to the nearest five."""
        return self.protection == Protection.ROUNDED


@dataclass(frozen=True)
class Breakdown:
    """The values of one figure by one dimension."""

    section: str
    key: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True)
class Key:
    """A figure of the report with its words."""

    key: str
    name: str
    unit: str
    definition: str
    chapter: str
    value: int | float | None


@dataclass(frozen=True)
class PublishedYear:
    """Everything that a page or file about a published year shows, in one language."""

    publication: Publication
    language: str
    sections: dict[str, dict[str, int | float | None]]
    keys: tuple[Key, ...]
    breakdowns: tuple[Breakdown, ...]
    texts: dict[str, str]

    @property
    def year(self) -> int:
        """The calendar year."""
        return self.publication.year

    @property
    def figures(self) -> dict[str, int | float | None]:
        """The counted figures by key."""
        return self.sections.get("figures", {})

    @property
    def checksum(self) -> str:
        """SHA-256 over the numbers as they are shown. The publication's own covers hidden ones and is never shown."""
        said = [self.year, self.publication.version, self.sections]
        tables = [[t.section, t.key, [[n.code, n.value, n.protection] for n in t.numbers]] for t in self.breakdowns]
        return hashlib.sha256(json.dumps([said, tables], sort_keys=True).encode()).hexdigest()

    def breakdown(self, section: str, key: str) -> Breakdown | None:
        """One breakdown, or None when it is not published."""
        return next((each for each in self.breakdowns if (each.section, each.key) == (section, key)), None)

    def name(self, key: str) -> str:
        """The name of a figure on the day of publication."""
        words = self.publication.definitions.get(key, {}).get(self.language)
        return words["name"] if words else key

    @property
    def chapters(self) -> list[tuple[Chapter, str, list[Key]]]:
        """The chapters that have a figure, with their titles."""
        with translation.override(self.language):
            titles = chapter_titles()
        found = [
            (chapter, titles[chapter], [key for key in self.keys if key.chapter == chapter]) for chapter in Chapter
        ]
        return [(chapter, title, keys) for chapter, title, keys in found if keys]


def publications() -> list[Publication]:
    """The newest published version of each year, the newest year first."""
    rows = Publication.objects.filter(state=State.PUBLISHED)
    return list(rows.order_by("-year", "-version").distinct("year"))


def publication_of(year: int, version: int | None = None) -> Publication | None:
    """A published version of a year, the newest when none is named."""
    rows = Publication.objects.filter(state=State.PUBLISHED, year=year)
    if version is not None:
        rows = rows.filter(version=version)
    return rows.order_by("-version").first()


def published_versions(year: int) -> list[Publication]:
    """The published versions of a year, the newest first."""
    return list(Publication.objects.filter(state=State.PUBLISHED, year=year).order_by("-version"))


def versions_of(year: int) -> list[Publication]:
    """Every version of a year, the newest first, whatever became of it."""
    return list(Publication.objects.filter(year=year).select_related("published_by").order_by("-version"))


def published_year(publication: Publication, language: str) -> PublishedYear:
    """Read a publication in one query."""
    return from_cells(publication, list(publication.rows.order_by("position")), language)


def from_cells(publication: Publication, cells: Iterable[Shown], language: str) -> PublishedYear:
    """The year made of these numbers, frozen or about to be."""
    sections: dict[str, dict[str, int | float | None]] = {}
    tables: dict[tuple[str, str], list[Number]] = {}
    for row in cells:
        if row.code:
            label = _label(publication, row, language)
            number = Number(row.code, label, row.shown, row.protection)
            tables.setdefault((row.section, row.key), []).append(number)
        else:
            sections.setdefault(row.section, {})[row.key] = plain(row.shown)
    return PublishedYear(
        publication=publication, language=language, sections=sections,
        keys=_keys(publication, sections, language),
        breakdowns=tuple(Breakdown(section, key, tuple(rows)) for (section, key), rows in tables.items()),
        texts={chapter: said[language] for chapter, said in publication.texts.items() if language in said},
    )  # fmt: skip


def series(publication_list: list[Publication]) -> dict[str, dict[int, int | float | None]]:
    """The figures of all published years: by key, then by year; one query."""
    rows = FrozenFigure.objects.filter(publication__in=publication_list, section="figures").order_by("position")
    found: dict[str, dict[int, int | float | None]] = {key: {} for key in FIGURES}
    for row in rows.select_related("publication"):
        found.setdefault(row.key, {})[row.publication.year] = plain(row.shown)
    return {key: years for key, years in found.items() if years}


def five_maps(year: PublishedYear) -> dict[str, dict[str, int | float | None]]:
    """The five maps of the annual report, as the command prints them."""
    return {name: year.sections.get(name, {}) for name in ("figures", *SHARES, "manual_figures")}


def plain(value: Decimal | None) -> int | float | None:
    """A whole number as `int`, another as `float`."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _keys(
    publication: Publication, sections: dict[str, dict[str, int | float | None]], language: str
) -> tuple[Key, ...]:
    found = []
    for key, value in sections.get("figures", {}).items():
        about = publication.definitions.get(key)
        if about:
            words = about[language]
            found.append(Key(key, words["name"], words["unit"], words["definition"], about["chapter"], value))
    return tuple(found)


def _label(publication: Publication, row: Shown, language: str) -> str:
    if row.section == MONTHS:
        return row.code
    return str(publication.labels.get(row.section, {}).get(language, {}).get(row.code, row.code))
