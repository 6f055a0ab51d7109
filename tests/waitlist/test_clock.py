"""Offers run out on the offer clock: 08-20 on working days."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pio.scheduling.models import Closure
from pio.waitlist.clock import offer_end

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")


def oslo(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=OSLO)


def test_offer_made_in_the_morning_ends_two_working_days_later():
    assert offer_end(oslo(2026, 11, 24, 8)) == oslo(2026, 11, 25, 20)
    assert offer_end(oslo(2026, 11, 24, 10)) == oslo(2026, 11, 26, 10)


def test_offer_made_at_night_starts_in_the_morning():
    assert offer_end(oslo(2026, 11, 24, 23), hours=1) == oslo(2026, 11, 25, 9)


def test_offer_clock_stands_still_in_the_weekend():
    assert offer_end(oslo(2026, 11, 27, 19), hours=2) == oslo(2026, 11, 30, 9)


def test_offer_clock_stands_still_over_christmas_and_on_our_own_closed_days():
    Closure.objects.create(date="2026-12-24", source="own", name="Julaften")
    assert offer_end(oslo(2026, 12, 23, 19), hours=2) == oslo(2026, 12, 28, 9)


def test_offer_clock_stands_still_over_easter_and_the_spring_change():
    assert offer_end(oslo(2027, 3, 24, 19), hours=2) == oslo(2027, 3, 30, 9)


def test_offer_end_is_utc():
    assert offer_end(oslo(2026, 11, 24, 8)).tzinfo is UTC
