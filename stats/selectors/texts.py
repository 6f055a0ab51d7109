"""The manager's own words in the report: the newest version of each chapter and language."""

from stats.models import ChapterText


def texts_of(year: int) -> dict[str, dict[str, str]]:
    """The newest text by chapter and language; what was never written is missing."""
    rows = ChapterText.objects.filter(year=year).order_by("chapter", "language", "-version")
    found: dict[str, dict[str, str]] = {}
    for row in rows.distinct("chapter", "language"):
        if row.text.strip():
            found.setdefault(row.chapter, {})[row.language] = row.text
    return found


def versions_of(year: int, chapter: str, language: str) -> list[ChapterText]:
    """Every version of one text, the newest first."""
    rows = ChapterText.objects.filter(year=year, chapter=chapter, language=language)
    return list(rows.select_related("written_by").order_by("-version"))
