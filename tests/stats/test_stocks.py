"""What was open in a period is counted as hand-written SQL counts it, whatever the days."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection

from groups.models import SelfRunGroup
from stats.counting import Counts, Stock
from stats.periods import Period

pytestmark = pytest.mark.django_db

BY_HAND = {
    Counts.OPEN_AT_END: "registered_date < %(end)s AND (ended_date IS NULL OR ended_date >= %(end)s)",
    Counts.OPEN_AT_END_AND_NEW: "registered_date >= %(start)s AND registered_date < %(end)s "
    "AND (ended_date IS NULL OR ended_date >= %(end)s)",
    Counts.OPEN_ANY_DAY: "registered_date < %(end)s AND (ended_date IS NULL OR ended_date >= %(start)s)",
}
PERIODS = [*Period.year(2025).months, *Period.year(2026).months, Period.year(2025), Period.year(2026)]


@pytest.fixture
def registered() -> None:
    """Three hundred groups; many of them begin or end on the first or last day of a month."""
    chance = Random(2026)
    edges = [each for month in PERIODS for each in (month.start, month.last_day)]
    for number in range(300):
        opened = chance.choice([*edges, date(2024, 6, 1) + timedelta(days=chance.randrange(900))])
        later = [None, opened, *(each for each in edges if each > opened)]
        SelfRunGroup.objects.create(
            name=f"Oppdiktet {number}", audience=chance.choice(("parents", "siblings")), registered_date=opened,
            ended_date=chance.choice(later),
        )  # fmt: skip


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize("counts", list(Counts))
def test_every_period_is_counted_as_by_hand(counts):
    stock = Stock(SelfRunGroup.objects.all(), "registered_date", "ended_date", counts, {"group_audience": "audience"})
    by_hand, by_audience = [], []
    for period in PERIODS:
        days = {"start": period.start, "end": period.end}
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM groups_selfrungroup WHERE {BY_HAND[counts]}", days)
            by_hand.append(cursor.fetchone()[0])
            cursor.execute(
                f"SELECT audience, count(*) FROM groups_selfrungroup WHERE {BY_HAND[counts]} GROUP BY 1", days
            )
            by_audience.append(dict(cursor.fetchall()))
    assert min(by_hand) > 0
    assert stock.quick_values(PERIODS) == by_hand
    assert [stock.total(each) for each in PERIODS] == by_hand
    assert [stock.by("group_audience", each) for each in PERIODS] == by_audience
