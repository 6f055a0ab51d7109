"""`manage.py annual_report YEAR`: the figures of a year, counted now from the rows, or as published."""

import csv
import io
import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from stats.annual_report import annual_report
from stats.models import Publication
from stats.models.publications import State
from stats.publishing import snapshot
from stats.publishing.protection import protect, values_left
from stats.selectors.published import PublishedYear, five_maps, from_cells, publication_of, published_year

Maps = Mapping[str, Mapping[str, int | float | None]]
FIRST_YEAR, LAST_YEAR = 1990, 2100


class Command(BaseCommand):
    """Print the annual report; only the report goes to standard output."""

    help = "Print the figures of a year, counted from the rows or as they were published."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Year, format, frozen or counted, and an optional file."""
        parser.add_argument("year", type=int)
        parser.add_argument("--format", choices=("json", "csv", "xlsx", "pdf"), default="json")
        parser.add_argument("--published", action="store_true", help="the frozen version instead of counting")
        parser.add_argument("--output", type=Path, help="write here instead of to standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count or read, and write.

        Raises:
            CommandError: the year is out of reach, or not published though `--published` asks for it.
        """
        year = options["year"]
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise CommandError(f"The year must be from {FIRST_YEAR} to {LAST_YEAR}.")
        content = _content(year, options["format"], published=options["published"])
        if options["output"]:
            options["output"].write_bytes(content)
        else:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()


def _content(year: int, form: str, *, published: bool) -> bytes:
    if form in {"json", "csv"}:
        maps = five_maps(_published(year)) if published else annual_report(year).as_dict()
        return (as_json(maps) if form == "json" else as_csv(maps)).encode()
    shown = _published(year) if published else _counted(year)
    if form == "xlsx":
        from stats.exports.xlsx import as_xlsx

        return as_xlsx(shown)
    from stats.exports.pdf import as_pdf

    return as_pdf(shown)


def _published(year: int) -> PublishedYear:
    publication = publication_of(year)
    if publication is None:
        raise CommandError(f"{year} is not published.")
    return published_year(publication, "nb")


def _counted(year: int) -> PublishedYear:
    """The year as it would be published now, protected, with nothing stored."""
    cells = protect(snapshot.cells_of(year), before={}, check=values_left)
    draft = Publication(
        year=year, version=0, state=State.PREPARING, published_date=timezone.localdate(datetime.now(UTC)),
        definitions=snapshot.definitions(), labels=snapshot.labels(cells), code_version=snapshot.code_version(),
    )  # fmt: skip
    return from_cells(draft, cells, "nb")


def as_json(maps: Maps) -> str:
    """The five maps as JSON."""
    return json.dumps(maps, ensure_ascii=False, indent=2) + "\n"


def as_csv(maps: Maps) -> str:
    """One line a figure: section, key, value."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["section", "key", "value"])
    for section, values in maps.items():
        writer.writerows([section, key, "" if value is None else value] for key, value in values.items())
    return stream.getvalue()
