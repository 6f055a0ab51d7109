"""Let finished months out, once each. The worker does it every morning; what is out never changes."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from stats.counting import Flow
from stats.models import FrozenFigure, MonthRelease
from stats.periods import Period
from stats.publishing.releases import MONTHS_IN_A_YEAR, coarse, total_tells
from stats.registry import Indicator, indicators
from stats.selectors.published import publication_of
from stats.selectors.running import years

LATE_ENTRIES = timedelta(days=4)
"""A month is let out on the fifth of the next: what is written down late is in by then."""

WHOLE_YEAR = 0
ENOUGH_ROWS = 8


def release_months(*, now: datetime) -> int:
    """Let out every month that is finished and not out yet; returns how many numbers. Doing it twice changes nothing.

    Months of a figure that counts unique people are never let out: they are shown when the year is published.
    """
    today = timezone.localdate(now)
    return sum(_release_year(year, today) for year in years(today=today))


def _release_year(year: int, today: date) -> int:
    finished = [number for number in range(1, MONTHS_IN_A_YEAR + 1) if _is_over(Period.month(year, number), today)]
    if not finished:
        return 0
    out: dict[str, dict[int, int | None]] = {}
    for row in MonthRelease.objects.filter(year=year):
        out.setdefault(row.key, {})[row.month] = row.shown
    totals = _published_totals(year)
    made = [
        MonthRelease(year=year, month=month, key=item.key, shown=shown)
        for item in indicators() if not item.small_numbers
        for month, shown in _numbers(item, year, finished, out.get(item.key, {}), totals.get(item.key)).items()
    ]  # fmt: skip
    MonthRelease.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _numbers(
    item: Indicator, year: int, finished: list[int], out: dict[int, int | None], total: int | None
) -> dict[int, int | None]:
    """The months of one figure that come out now, and the year itself when it is no sum of them."""
    found: dict[int, int | None] = {}
    new = [month for month in finished if month not in out]
    if item.is_count and new:
        counted = item.by_month(Period.year(year))
        found = {month: coarse(counted[month - 1]) for month in new}
        known = [shown for month, shown in (out | found).items() if month != WHOLE_YEAR]
        if item.adds_up and total is not None and total_tells(known, total):
            found = dict.fromkeys(new)
    if not item.adds_up and len(finished) == MONTHS_IN_A_YEAR and WHOLE_YEAR not in out:
        found[WHOLE_YEAR] = _whole(item, Period.year(year))
    return found


def _whole(item: Indicator, period: Period) -> int | None:
    """A median or a share of at least eight rows as it is; what is open at the end as the months are."""
    if item.is_count:
        return coarse(item.value(period))
    rows = sum(part.within(period).count() for part in item.parts if isinstance(part, Flow))
    return item.value(period) if rows >= ENOUGH_ROWS else None


def _is_over(period: Period, today: date) -> bool:
    return period.end + LATE_ENTRIES <= today


def _published_totals(year: int) -> dict[str, int]:
    publication = publication_of(year)
    if publication is None:
        return {}
    rows = FrozenFigure.objects.filter(publication=publication, section="figures", shown__isnull=False)
    return {row.key: int(row.value) for row in rows}
