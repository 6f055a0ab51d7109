"""A published year as a spreadsheet: one sheet per chapter, numbers as numbers. Only worker and commands make it."""

import io
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _

from stats.exports import words
from stats.selectors.published import Breakdown, PublishedYear

WIDTHS = (52, 34, 14)


def as_xlsx(year: PublishedYear) -> bytes:
    """The spreadsheet in the year's language."""
    stream = io.BytesIO()
    with translation.override(year.language), xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"title": _("Tall for %(year)s") % {"year": year.year}})
        styles = {
            "bold": book.add_format({"bold": True}),
            "head": book.add_format({"bold": True, "bottom": 1}),
            "whole": book.add_format({"num_format": "#,##0"}),
            "share": book.add_format({"num_format": "0.0"}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        for chapter, title, keys in year.chapters:
            sheet = _sheet(book, title)
            line = _table(
                sheet, 0, [_("Tall"), _("Enhet"), str(year.year)], [(k.name, k.unit, k.value) for k in keys], styles
            )
            for table in year.breakdowns:
                if year.publication.definitions.get(table.key, {}).get("chapter") == chapter.value:
                    line = _breakdown(sheet, line + 1, year, table, styles)
        sheet = _sheet(book, _("Andeler"))
        _table(sheet, 0, [_("Andel"), _("Gruppe"), _("Prosent")], words.share_rows(year), styles)
        sheet = _sheet(book, _("Lagt inn for hånd"))
        rows = [(name, "", value) for name, value in words.manual_rows(year)]
        _table(sheet, 0, [_("Tall"), "", str(year.year)], rows, styles)
        _notes(_sheet(book, _("Definisjoner")), year, styles)
    return stream.getvalue()


def _sheet(book: Any, title: str) -> Any:
    sheet = book.add_worksheet(title[:31])
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    return sheet


def _table(sheet: Any, line: int, head: list[str], rows: list[tuple[str, str, Any]], styles: dict[str, Any]) -> int:
    for column, text in enumerate(head):
        sheet.write_string(line, column, text, styles["head"])
    for name, unit, value in rows:
        line += 1
        sheet.write_string(line, 0, str(name))
        sheet.write_string(line, 1, str(unit))
        _write(sheet, line, value, styles)
    return line + 1


def _breakdown(sheet: Any, line: int, year: PublishedYear, table: Breakdown, styles: dict[str, Any]) -> int:
    sheet.write_string(line, 0, year.name(table.key), styles["bold"])
    rows = [
        (words.value_name(table.section, number), _note(number.protection), number.value) for number in table.numbers
    ]
    return _table(sheet, line + 1, [words.section_name(table.section), _("Merknad"), str(year.year)], rows, styles)


def _write(sheet: Any, line: int, value: float | None, styles: dict[str, Any]) -> None:
    if value is None:
        sheet.write_string(line, 2, _("skjult"))
    else:
        sheet.write_number(line, 2, value, styles["share" if isinstance(value, float) else "whole"])


def _note(protection: str) -> str:
    return {"": "", "rounded": _("avrundet til nærmeste 5")}.get(protection, _("skjult av hensyn til personvernet"))


def _notes(sheet: Any, year: PublishedYear, styles: dict[str, Any]) -> None:
    sheet.set_column(1, 1, 90)
    for line, key in enumerate(year.keys):
        sheet.write_string(line, 0, key.name)
        sheet.write_string(line, 1, key.definition, styles["wrap"])
