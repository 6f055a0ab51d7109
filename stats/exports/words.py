"""Names that every form of a published year shares: of shares, months, weekdays, and of hidden numbers."""

from django.utils import dates, translation
from django.utils.translation import gettext as _

from stats.charts.weekdays import HEAT
from stats.dimensions import DIMENSIONS, UNANSWERED
from stats.manual import manual_name
from stats.publishing.snapshot import MONTHS, SHARES
from stats.selectors.published import Number, PublishedYear


def value_name(section: str, number: Number) -> str:
    """What one value of a breakdown is called in the active language."""
    if section == MONTHS:
        return str(dates.MONTHS[int(number.code)]).capitalize()
    if section == HEAT:
        day, hour = number.code.split("-")
        return f"{str(dates.WEEKDAYS[int(day) - 1]).capitalize()} {hour}–{int(hour) + 1:02}"
    return number.label


def section_name(section: str) -> str:
    """What a breakdown goes by."""
    if section == MONTHS:
        return _("Måned")
    if section == HEAT:
        return _("Ukedag og klokkeslett")
    return str(DIMENSIONS[section.removeprefix("by_")].title)


def share_rows(year: PublishedYear) -> list[tuple[str, str, int | float | None]]:
    """The shares in per cent: title, value's name, share."""
    names = {"female": _("Kvinner"), "male": _("Menn")}
    relations = year.publication.labels.get("relation_percent", {}).get(year.language, {})
    return [
        (section_title(section), (relations if section == "relation_percent" else names).get(key, key), value)
        for section in SHARES
        for key, value in year.sections.get(section, {}).items()
    ]


def section_title(section: str) -> str:
    """What a set of shares is about."""
    return {
        "gender_percent": _("Kjønn, de som tar kontakt"),
        "ombud_gender_percent": _("Kjønn, klienter hos personlig ombud"),
        "relation_percent": _("Relasjon, de fem største"),
    }[section]


def manual_rows(year: PublishedYear) -> list[tuple[str, int | float | None]]:
    """The figures entered by hand, by name."""
    return [(manual_name(key), value) for key, value in year.sections.get("manual_figures", {}).items()]


def missing_rows(year: PublishedYear) -> list[str]:
    """What was not asked or not known, breakdown by breakdown, as it was published."""
    found = []
    for table in year.breakdowns:
        gaps = [f"{each.label.lower()} {number(each)}" for each in table.numbers if each.code in UNANSWERED]
        if gaps:
            found.append(f"{year.name(table.key)}, {section_name(table.section).lower()}: {', '.join(gaps)}.")
    return found


def number(each: Number) -> str:
    """A number of a breakdown, marked when it is rounded."""
    text = written(each.value)
    return _("ca. %(number)s") % {"number": text} if each.is_rounded else text


def written(value: float | None) -> str:
    """A number as people read it: thin spaces in thousands, a comma or point before decimals; "skjult" when hidden."""
    if value is None:
        return _("skjult")
    text = f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"
    if (translation.get_language() or "nb").startswith("en"):
        return text
    return text.replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",")
