"""How fast 500 people sign up for 12 places: all answered within 10 seconds. That it is right, the races say."""

import pytest
from django.utils import timezone

from tests.courses.factories import offering
from tests.races.test_courses_http import PEOPLE, PLACES, portal, race, sign_ups

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]
SECONDS = 10.0


def test_500_sign_ups_are_answered_within_ten_seconds(measured):
    course = offering(timezone.now(), capacity=PLACES, largest_party=3)
    path = course.get_absolute_url()
    with portal(path) as address:
        _statuses, seconds = race(address, course, sign_ups(path, PEOPLE))
    measured("500 sign-ups for 12 places, all answered", f"≤ {SECONDS:.0f} s", f"{seconds:.1f} s", seconds < SECONDS)
