"""Manual figures of a year, and which of the usual ones are missing."""

from stats.manual import MANUAL_NAMES, manual_name
from stats.models import ManualFigure
from stats.services.manual_figures import Entry


def entries_of(year: int) -> dict[str, Entry]:
    """What is entered for a year, by key."""
    rows = ManualFigure.objects.filter(year=year).order_by("key")
    return {row.key: Entry(row.value, row.source) for row in rows}


def missing(year: int) -> list[str]:
    """The names of the usual manual figures that nobody has entered."""
    entered = set(ManualFigure.objects.filter(year=year).values_list("key", flat=True))
    return [manual_name(key) for key in MANUAL_NAMES if key not in entered]
