"""How long the wait may be, told honestly: from how often places came up before, with an interval."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from pio.waitlist.querysets import EntryQuerySet

HISTORY = timedelta(days=365)
FEWEST = 3
WIDTH = 1.28  # standard deviations on each side: four of five waits end inside


@dataclass(frozen=True)
class Forecast:
    """Weeks until the turn comes: the likely wait and the shortest and longest reasonable one."""

    shortest: int
    likely: int
    longest: int


def forecast(history: EntryQuerySet, ahead: int, *, now: datetime) -> Forecast | None:
    """Estimate the wait of somebody with `ahead` - 1 people before them.

    Args:
        history: entries of the same queue, or of queues like it; those that were offered a place count.
        ahead: number in the queue, 1 = next.
        now: places offered in the 365 days before it are the history.

    Returns:
        None when fewer than three places came up: then nothing is promised.
    """
    found = history.filter(offered_at__gte=now - HISTORY, offered_at__lt=now).order_by().aggregate(
        offers=Count("pk"), first=Min("offered_at")
    )  # fmt: skip
    if found["offers"] < FEWEST:
        return None
    weeks = max((now - found["first"]) / timedelta(weeks=1), 1.0)
    rate = found["offers"] / weeks
    likely, spread = ahead / rate, WIDTH * math.sqrt(ahead) / rate
    return Forecast(max(math.floor(likely - spread), 0), max(round(likely), 1), max(math.ceil(likely + spread), 1))
