"""A saved report as CSV: one line a figure, with a column for each month when the report asks for it."""

import csv
import io
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from stats.periods import Period
from stats.selectors.reports import ReportRow


def as_csv(rows: Iterable[ReportRow], months: list[date], period: Period) -> str:
    """Names in the active language; a number that is not shown is an empty cell. Excel reads it as UTF-8."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    whole = f"{period.start.isoformat()}/{period.last_day.isoformat()}"
    writer.writerow([_("Tall"), _("Enhet"), *(f"{month:%Y-%m}" for month in months), whole])
    for row in rows:
        writer.writerow([row.indicator.name, row.indicator.unit, *(_cell(v) for v in row.months), _cell(row.value)])
    return "\N{BYTE ORDER MARK}" + stream.getvalue()


def _cell(value: float | None) -> str:
    return "" if value is None else str(value)
