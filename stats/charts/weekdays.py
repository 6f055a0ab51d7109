"""Calls by weekday and hour, in Oslo's wall time: the heat map of the helpline."""

from django.db.models import Count
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from advising.models import Call
from stats.periods import OSLO, Period

HEAT = "by_weekday_hour"


def calls_by_weekday_and_hour(period: Period) -> dict[str, int]:
    """Phone conversations by `weekday-hour` (1 = Monday, 00-23), for the hours and days that have any."""
    start, end = period.instants
    rows = (
        Call.objects.conversations()
        .filter(channel="phone", started_at__gte=start, started_at__lt=end)
        .order_by()
        .values(
            day=ExtractIsoWeekDay("started_at", tzinfo=OSLO),
            hour=ExtractHour("started_at", tzinfo=OSLO),
        )
        .annotate(count=Count("pk"))
    )
    return {f"{row['day']}-{row['hour']:02}": row["count"] for row in sorted(rows, key=lambda r: (r["day"], r["hour"]))}
