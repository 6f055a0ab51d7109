"""Write the manager's own words in a chapter. Nothing is overwritten: each saving is a new version."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from pio.accounts.models import User
from stats.models import ChapterText


@transaction.atomic
def write_text(year: int, *, chapter: str, language: str, text: str, by: User, now: datetime) -> ChapterText | None:
    """Save a new version; None when the text is as it was."""
    rows = ChapterText.objects.select_for_update().filter(year=year, chapter=chapter, language=language)
    newest = rows.order_by("-version").first()
    if (newest.text if newest else "") == text.strip():
        return None
    version = (rows.aggregate(last=Max("version"))["last"] or 0) + 1
    return ChapterText.objects.create(
        year=year, chapter=chapter, language=language, version=version, text=text.strip(),
        written_date=timezone.localdate(now), written_by=by,
    )  # fmt: skip
