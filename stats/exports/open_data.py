"""A published year as open data: JSON with a documented schema, and CSV. Hidden numbers are null and empty."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from stats.selectors.published import PublishedYear, five_maps

LICENSE = {"name": "NLOD 2.0", "url": "https://data.norge.no/nlod/no/2.0"}
SCHEMA = Path(__file__).parents[1] / "data" / "published_year.schema.json"
SCHEMA_URL = "/tall/skjema.json"
COLUMNS = ("section", "key", "code", "label", "value", "protection")


def as_json(year: PublishedYear) -> str:
    """The year with its words, as the schema describes it."""
    publication = year.publication
    data: dict[str, Any] = {
        "$schema": SCHEMA_URL,
        "year": year.year,
        "version": publication.version,
        "published": publication.published_date.isoformat(),
        "reason": publication.reason,
        "license": LICENSE,
        "checksum": year.checksum,
        **five_maps(year),
        "breakdowns": [
            {
                "key": table.key,
                "by": table.section.removeprefix("by_"),
                "values": [
                    {"code": each.code, "label": each.label, "value": each.value, "protection": each.protection}
                    for each in table.numbers
                ],
            }
            for table in year.breakdowns
        ],
        "definitions": {
            key: {language: words[language] for language in ("nb", "en")}
            for key, words in publication.definitions.items()
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def as_csv(year: PublishedYear) -> str:
    """One line a number. Keys and codes are ours, labels are those of the choice lists."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for section, values in five_maps(year).items():
        writer.writerows([section, key, "", "", "" if value is None else value, ""] for key, value in values.items())
    for table in year.breakdowns:
        writer.writerows(
            [table.section, table.key, each.code, each.label, "" if each.value is None else each.value, each.protection]
            for each in table.numbers
        )
    return stream.getvalue()


def schema() -> dict[str, Any]:
    """The JSON Schema of `as_json`."""
    found: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return found
