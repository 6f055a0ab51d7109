"""What a publication holds: the table of the report, events by month, and a fixed set of breakdowns.

Sums of events are published by month when `PUBLISHED_MONTHS` names them; people for the whole year
only. A breakdown is published when `BREAKDOWNS` names it, so that a new dimension never goes out by itself.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation

from pio.core import choices
from stats.annual_report import AnnualReport, annual_report
from stats.charts.weekdays import HEAT, calls_by_weekday_and_hour
from stats.dimensions import DIMENSIONS
from stats.models.publications import Protection
from stats.periods import Period
from stats.registry import INDICATORS, Indicator

LANGUAGES = ("nb", "en")
MONTHS = "by_month"
BREAKDOWNS: tuple[tuple[str, str], ...] = (
    ("inquiries_total", "channel"), ("helpline_calls", "county"), ("helpline_calls", "topic"),
    ("people_in_contact", "relation"), ("people_in_contact", "gender"), ("people_in_contact", "age_band"),
    ("group_attendances", "group_audience"), ("event_attendances", "offering_kind"), ("ombud_clients", "gender"),
    ("ombud_assignments", "assignment_category"), ("survey_answers", "score"),
)  # fmt: skip
"""Which figure is published by which breakdown."""

PUBLISHED_MONTHS = ("inquiries_total", "helpline_calls", "advice_sessions")
"""Which figure is published by month: sums of events so large that a month tells nothing about anybody."""

SHARES = ("gender_percent", "ombud_gender_percent", "relation_percent")


@dataclass
class Cell:
    """One number on its way out; `protect` fills in `shown` and `protection`, and what a hidden one is at `least`."""

    section: str
    key: str
    code: str
    value: Decimal
    shown: Decimal | None
    protection: str = Protection.NONE
    least: int = 0

    @property
    def place(self) -> tuple[str, str, str]:
        """Which number this is, the same in every version."""
        return (self.section, self.key, self.code)


def cells_of(year: int, report: AnnualReport | None = None) -> list[Cell]:
    """Every number of a year, counted now, not yet protected, in the order of the report."""
    counted = report or annual_report(year)
    return [*_table(counted), *_months(year), *_heat(year), *_breakdowns(year)]


def cell(section: str, key: str, code: str, value: float) -> Cell:
    """A cell that is shown as it is."""
    number = Decimal(str(value))
    return Cell(section, key, code, number, number)


def _table(report: AnnualReport) -> Iterator[Cell]:
    for section, values in report.as_dict().items():
        for key, value in values.items():
            yield cell(section, key, "", value)


def _months(year: int) -> Iterator[Cell]:
    for key in PUBLISHED_MONTHS:
        values = INDICATORS[key].by_month(Period.year(year))
        if any(values):
            yield from (cell(MONTHS, key, f"{number:02}", value) for number, value in enumerate(values, start=1))


def _heat(year: int) -> Iterator[Cell]:
    for code, value in calls_by_weekday_and_hour(Period.year(year)).items():
        yield cell(HEAT, "helpline_calls", code, value)


def _breakdowns(year: int) -> Iterator[Cell]:
    period = Period.year(year)
    for key, dimension in BREAKDOWNS:
        item = INDICATORS.get(key)
        if item is None or dimension not in item.dimensions:
            continue
        counts = {code or "not_asked": 0 for code in item.by(dimension, period)}
        for code, count in item.by(dimension, period).items():
            counts[code or "not_asked"] += count
        for code in sorted(counts, key=lambda code: (-counts[code], code)):
            if counts[code]:
                yield cell(f"by_{dimension}", key, code, counts[code])


def definitions() -> dict[str, dict[str, Any]]:
    """Every indicator in words, in both languages, as they are today."""
    return {item.key: _definition(item) for item in INDICATORS.values()}


def _definition(item: Indicator) -> dict[str, Any]:
    found: dict[str, Any] = {"chapter": item.chapter.value, "source": item.source, "protected": item.small_numbers}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = {"name": str(item.name), "unit": str(item.unit), "definition": str(item.definition)}
    return found


def labels(cells: list[Cell]) -> dict[str, dict[str, dict[str, str]]]:
    """The names of the values of each published breakdown, by language, as they are today."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for each in cells:
                dimension = DIMENSIONS.get(each.section.removeprefix("by_"))
                if dimension is not None and each.section != MONTHS:
                    names = found.setdefault(each.section, {}).setdefault(language, {})
                    names[each.code] = dimension.label(each.code)
            names = found.setdefault("relation_percent", {}).setdefault(language, {})
            names |= {each.key: choices.label("relation", each.key) for each in cells if each.section == SHARES[2]}
    return found


def choices_version() -> dict[str, str]:
    """A hash of the codes and words of each choice list that a published breakdown uses."""
    lists = sorted({DIMENSIONS[name].values for _, name in BREAKDOWNS} - {"county", "score"})
    return {name: _version(name) for name in lists}


def _version(list_name: str) -> str:
    said = [
        f"{code}|{choices.label(list_name, code, 'nb')}|{choices.label(list_name, code, 'en')}"
        for code in choices.codes(list_name)
    ]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def code_version() -> str:
    """The version of the portal: the commit when it runs from a clone, else its release."""
    head = settings.BASE_DIR / ".git" / "HEAD"
    try:
        text = head.read_text().strip()
        if text.startswith("ref: "):
            text = (settings.BASE_DIR / ".git" / text[5:]).read_text().strip()
    except OSError:
        return "release"
    return text[:40]
