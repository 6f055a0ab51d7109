"""Free times, 20 advisers × 31 days: at most 40 ms and one query (the queries are asserted in tests/scheduling)."""

import time
from datetime import datetime, timedelta

import pytest

from pio.scheduling import agenda, selectors
from pio.scheduling.intervals import OSLO
from pio.scheduling.models import Reservation
from pio.scheduling.needs import Need
from tests.scheduling.factories import AdviserFactory, ExceptionFactory, RoomFactory, open_all_week

NOW = datetime(2026, 11, 24, 10, tzinfo=OSLO)
BUDGET_MS, ROUNDS = 40, 15


@pytest.mark.django_db
def test_free_times_of_twenty_advisers_in_a_month_take_at_most_40_ms(measured) -> None:
    advisers, rooms = AdviserFactory.create_batch(20), RoomFactory.create_batch(3)
    for adviser in advisers:
        open_all_week(adviser)
        ExceptionFactory(resource=adviser)
    Reservation.objects.bulk_create(
        Reservation(
            resource=adviser,
            period=(start := NOW + timedelta(days=day, hours=hour), start + timedelta(hours=1)),
            status="booked",
            purpose="advising",
        )
        for adviser in advisers
        for day in range(31)
        for hour in (1, 3)
    )
    took = []
    for _round in range(ROUNDS):
        agenda.kept_starts.cache_clear()
        agenda.kept_room_windows.cache_clear()
        began = time.perf_counter()
        found = selectors.free_times(
            advisers, NOW, NOW + timedelta(days=31), need=Need(minutes=60), now=NOW, rooms=rooms
        )
        took.append((time.perf_counter() - began) * 1000)
    middle = sorted(took)[ROUNDS // 2]
    assert found
    measured("free times, 20 advisers × 31 days", f"≤ {BUDGET_MS} ms", f"{middle:.0f} ms", middle <= BUDGET_MS)
