"""The figures of groups that the annual report does not have: meetings, seats, waiting days, days of stop."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from groups.models import IntakeStop
from stats import indicators as _registered  # noqa: F401
from stats.periods import Period
from stats.registry import INDICATORS
from tests.groups.factories import meeting, member, support_group, waiting

pytestmark = pytest.mark.django_db


def value(key: str) -> int:
    return INDICATORS[key].value(Period.year(2026))


def test_meetings_held_cancelled_and_seats(now):
    group = support_group(now, capacity=7)
    for week in (1, 2, 60):
        meeting(group, now - timedelta(weeks=week), marked_date=localdate(now))
    meeting(group, now - timedelta(weeks=3))
    meeting(group, now - timedelta(weeks=4), is_cancelled=True)
    assert [value(key) for key in ("group_meetings", "group_meetings_cancelled", "group_seats")] == [2, 1, 14]


def test_waiting_days_of_those_who_got_a_place(now):
    group = support_group(now, capacity=20)
    for number, days in enumerate((10, 20, 30, 40, 140)):
        member(group, number, now, joined_date=localdate(now) - timedelta(days=days))
    waiting(group, 9, now)
    assert [value(key) for key in ("group_waiting_days", "group_waiting_days_p90")] == [30, 100]


def test_days_of_stops_that_began_in_the_year():
    IntakeStop.objects.create(starts_date=date(2026, 3, 1), ends_date=date(2026, 3, 10), public_text="Full kø.")
    IntakeStop.objects.create(starts_date=date(2025, 3, 1), ends_date=date(2025, 3, 10), public_text="Full kø.")
    assert value("group_intake_stop_days") == 10


def test_nothing_is_nothing():
    assert [value(key) for key in INDICATORS if key.startswith("group_")] == [0] * 7
