"""`manage.py annual_report YEAR`: the figures of a year, counted from the rows at the time of the call."""

import csv
import io
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from stats.annual_report import AnnualReport, annual_report


class Command(BaseCommand):
    """Print the annual report; only the report goes to standard output."""

    help = "Print the figures of a year, counted from the rows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Year, format, and an optional file."""
        parser.add_argument("year", type=int)
        parser.add_argument("--format", choices=("json", "csv"), default="json")
        parser.add_argument("--output", type=Path, help="write here instead of to standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and write."""
        report = annual_report(options["year"])
        text = as_json(report) if options["format"] == "json" else as_csv(report)
        if options["output"]:
            options["output"].write_text(text, encoding="utf-8")
        else:
            sys.stdout.write(text)


def as_json(report: AnnualReport) -> str:
    """The five maps as JSON."""
    return json.dumps(report.as_dict(), ensure_ascii=False, indent=2) + "\n"


def as_csv(report: AnnualReport) -> str:
    """One line a figure: section, key, value."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["section", "key", "value"])
    for section, values in report.as_dict().items():
        writer.writerows([section, key, value] for key, value in values.items())
    return stream.getvalue()
