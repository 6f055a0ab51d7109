"""Demo of the figures: the numbers that only people know, and the counted year, published."""

import json
from datetime import date, datetime
from pathlib import Path
from random import Random

from django.utils import timezone

from pio.accounts.models import User
from stats.models import ManualFigure
from stats.services.publications import freeze, order_publication
from stats.services.releases import release_months

MANAGER = "leder@example.org"
PUBLISHED = Path(__file__).parent / "data" / "annual_report_2025.json"


def published() -> dict[str, dict[str, int]]:
    """The published report of 2025."""
    report: dict[str, dict[str, int]] = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return report


def manual_figures(year: int) -> list[ManualFigure]:
    """The manual figures of the counted year, and of the year before about a tenth less; not saved."""
    values = published()["manual_figures"]
    return [
        ManualFigure(year=at, key=key, value=round(value * share), source="Oppdiktet demo", entered_date=day)
        for at, share, day in ((year, 1.0, date(year + 1, 1, 6)), (year - 1, 0.9, date(year, 1, 7)))
        for key, value in values.items()
    ]


def build(*, year: int, now: datetime, random: Random) -> None:
    """Enter the manual figures, publish the counted year when it is over, and let the finished months out."""
    ManualFigure.objects.bulk_create(manual_figures(year))
    if year < timezone.localdate(now).year:
        ordered = order_publication(year, reason="", by=User.objects.filter(email=MANAGER).first(), now=now)
        freeze(ordered.pk)
    release_months(now=now)
