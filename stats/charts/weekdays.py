"""Calls by weekday and hour, in Oslo's wall time: the heat map of the helpline."""

from django.db.models import Sum
from django.db.models.functions import ExtractIsoWeekDay

from advising.querysets.calls import conversation_kinds
from stats.models import CallHour
from stats.periods import Period

HEAT = "by_weekday_hour"


def calls_by_weekday_and_hour(period: Period) -> dict[str, int]:
    """Phone conversations by `weekday-hour` (1 = Monday, 00-23), for the hours and days that have any."""
    rows = (
        CallHour.objects.filter(channel="phone", kind__in=conversation_kinds())
        .filter(day__gte=period.start, day__lt=period.end)
        .order_by()
        .values("hour", weekday=ExtractIsoWeekDay("day"))
        .annotate(count=Sum("calls"))
    )
    found = {(row["weekday"], row["hour"]): row["count"] for row in rows if row["count"]}
    return {f"{day}-{hour:02}": found[day, hour] for day, hour in sorted(found)}
