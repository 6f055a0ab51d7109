"""A published year as a PDF to print (PDF/UA-1), set by Typst. Heavy, so only worker and commands make it."""

import json
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from stats.charts.chart import Chart
from stats.charts.drawing import draw_for_print
from stats.charts.weekdays import HEAT
from stats.exports import words
from stats.publishing.charts import charts_by_chapter
from stats.selectors.published import PublishedYear

TEMPLATE = Path(__file__).parent / "report.typ"
FONTS = {"inter-latin.woff2": "Inter", "inter-latin-ext.woff2": "Inter Ext", "inter-latin-more.woff2": "Inter More"}
WEIGHTS, OPTICAL_SIZE = (400, 600), 14
FAMILY, SUBFAMILY, FULL_NAME, POSTSCRIPT = 1, 2, 4, 6  # records of a font's name table
WINDOWS = (3, 1, 0x409)


def as_pdf(year: PublishedYear) -> bytes:
    """The report in the year's language."""
    with tempfile.TemporaryDirectory(prefix="pio-report-") as name, translation.override(year.language):
        folder = Path(name)
        shutil.copy(TEMPLATE, folder / "report.typ")
        content = _content(year)
        for chapter in content["chapters"]:
            chapter["charts"] = [_drawn(chart, folder) for chart in chapter["charts"]]
        (folder / "report.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        pdf = typst.compile(
            str(folder / "report.typ"), root=str(folder), font_paths=[str(font_folder())], ignore_system_fonts=True,
            format="pdf", pdf_standards=["ua-1"],
        )  # fmt: skip
    return bytes(pdf)


@cache
def font_folder() -> Path:
    """A folder with Inter in two weights as TrueType: Typst reads neither WOFF2 nor the weights of a variable font."""
    folder = Path(settings.PIO_DATA_DIR) / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    for name, family in FONTS.items():
        found = next(iter(settings.BASE_DIR.glob(f"build/**/{name}")), None)
        if found is None:
            continue
        for weight in WEIGHTS:
            made = folder / f"{found.stem}-{weight}.ttf"
            if made.exists():
                continue
            font = instancer.instantiateVariableFont(TTFont(found), {"wght": weight, "opsz": OPTICAL_SIZE})
            font.flavor = None
            for record in list(font["name"].names):
                font["name"].removeNames(nameID=record.nameID)
            words_of_font = {FAMILY: family, SUBFAMILY: "Regular", FULL_NAME: family, POSTSCRIPT: f"{family}-{weight}"}
            for number, text in words_of_font.items():
                font["name"].setName(text.replace(" ", "") if number == POSTSCRIPT else text, number, *WINDOWS)
            font["OS/2"].usWeightClass = weight
            font.save(made.with_suffix(".part"))
            made.with_suffix(".part").replace(made)
    return folder


def _content(year: PublishedYear) -> dict[str, Any]:
    publication = year.publication
    published = date_format(publication.published_date, "j. F Y" if year.language == "nb" else "j F Y")
    charts = charts_by_chapter(year)
    return {
        "language": year.language,
        "year": year.year,
        "words": _words(year, published),
        "keys": [{"name": key.name, "value": words.written(key.value)} for key in year.keys],
        "chapters": [
            {
                "title": title,
                "text": [part.strip() for part in year.texts.get(chapter.value, "").split("\n\n") if part.strip()],
                "keys": [
                    {"name": key.name, "value": words.written(key.value), "definition": key.definition} for key in keys
                ],
                "charts": charts.get(chapter, []),
                "tables": _tables(year, chapter.value),
            }
            for chapter, title, keys in year.chapters
        ],
        "shares": [[title, label, words.written(value)] for title, label, value in words.share_rows(year)],
        "manual": [[name, words.written(value)] for name, value in words.manual_rows(year)],
        "missing": words.missing_rows(year),
    }


def _tables(year: PublishedYear, chapter: str) -> list[dict[str, Any]]:
    return [
        {
            "name": year.name(table.key),
            "by": words.section_name(table.section),
            "rows": [[words.value_name(table.section, each), words.number(each)] for each in table.numbers],
        }
        for table in year.breakdowns
        if year.publication.definitions.get(table.key, {}).get("chapter") == chapter and table.section != HEAT
    ]


def _words(year: PublishedYear, published: str) -> dict[str, str]:
    publication = year.publication
    return {
        "centre": "PIO-senteret",
        "title": _("Årets tall %(year)s") % {"year": year.year},
        "subtitle": _("Pårørendesenteret i Oslo"),
        "published": _("Publisert %(day)s, versjon %(version)s. Tallene er låst og endres ikke.")
        % {"day": published, "version": publication.version}
        if publication.version
        else _("Talt %(day)s. Ikke publisert.") % {"day": published},
        "reason": _("Rettet: %(reason)s") % {"reason": publication.reason} if publication.reason else "",
        "keys": _("Nøkkeltall"),
        "figures": _("Tall"),
        "count": _("Antall"),
        "appendix": _("Tabeller"),
        "definitions": _("Slik har vi regnet"),
        "shares": _("Andeler"),
        "manual": _("Lagt inn for hånd"),
        "notes": _("Om tallene"),
        "missing": _("Det vi ikke vet"),
        "missing_text": _("Noen svar ble ikke spurt om, eller var ikke kjent. De teller med i summene."),
        "protection": _(
            "Tall på 1 til 7 personer er skjult, og et tall ved siden av er avrundet til nærmeste 5 der det skjulte "
            "ellers kunne regnes ut. Avrundede tall er merket med ca."
        ),
        "checksum": _("Kontrollsum: %(sum)s") % {"sum": year.checksum[:16]},
        "page": _("Side"),
    }


def _drawn(chart: Chart, folder: Path) -> dict[str, Any]:
    """A chart's words for the report; its picture is written into the folder."""
    file = f"chart-{chart.digest[:16]}.svg"
    (folder / file).write_text(draw_for_print(chart), encoding="utf-8")
    spoken = "; ".join(f"{label}: {', '.join(values)}" for label, values in chart.table)
    return {"file": file, "finding": chart.finding, "note": chart.note, "alt": f"{chart.finding}. {spoken}"}
