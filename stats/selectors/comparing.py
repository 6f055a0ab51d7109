"""Compare a published year with what the rows give today, and name what protection hides."""

from dataclasses import dataclass

from django.utils import translation

from stats.annual_report import annual_report
from stats.dimensions import DIMENSIONS
from stats.exports import words
from stats.manual import manual_name
from stats.models import Publication
from stats.models.publications import Protection
from stats.publishing.snapshot import SHARES, Cell, cell
from stats.registry import INDICATORS
from stats.selectors.published import plain


@dataclass(frozen=True)
class Change:
    """A figure that has changed since it was published."""

    name: str
    published: str
    today: str


def changes(publication: Publication) -> list[Change]:
    """The figures of the table whose count today differs from the published one."""
    today = {
        (section, key): cell(section, key, "", value).value
        for section, values in annual_report(publication.year).as_dict().items()
        for key, value in values.items()
    }
    found = []
    for row in publication.rows.filter(code="").order_by("position"):
        now = today.get((row.section, row.key))
        if now != row.value:
            found.append(
                Change(name_of(row.section, row.key), words.written(plain(row.value)), words.written(plain(now)))
            )
    return found


def protected_cells(cells: list[Cell]) -> list[tuple[str, str, str, str]]:
    """What is hidden or rounded: figure, value, what is shown, why."""
    return [
        (name_of(each.section, each.key), _value_name(each), words.written(plain(each.shown)),
         str(Protection(each.protection).label))
        for each in cells if each.protection
    ]  # fmt: skip


def name_of(section: str, key: str) -> str:
    """The name of a number of the table in the active language."""
    if key in INDICATORS:
        return str(INDICATORS[key].name)
    return words.section_title(section) if section in SHARES else manual_name(key)


def _value_name(each: Cell) -> str:
    dimension = DIMENSIONS.get(each.section.removeprefix("by_"))
    return dimension.label(each.code) if dimension else translation.gettext("I alt")
