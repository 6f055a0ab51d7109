"""100 people for 20 places, five rounds: exactly 20, no 5xx, everybody answered in two seconds. (200 for one time: the
same bound stands in tests/races/test_booking_http.py, with its control.)"""

import pytest
from django.utils import timezone

from tests.bench.conftest import Measured
from tests.bench.report import spread
from tests.courses.factories import offering
from tests.races.test_courses_http import portal as course_portal
from tests.races.test_courses_http import race, taken

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, PLACES, ROUNDS, SECONDS = 100, 20, 5, 2.0


def test_100_people_for_20_places(measured: Measured) -> None:
    courses = [offering(timezone.now(), capacity=PLACES, largest_party=1) for _round in range(ROUNDS)]
    took = []
    with course_portal(courses[0].get_absolute_url()) as address:
        for number, course in enumerate(courses):
            path = course.get_absolute_url()
            posts = [(path, {"party_size": "1", "email": f"p{number}-{who}@example.org"}) for who in range(PEOPLE)]
            statuses, seconds = race(address, course, posts)
            assert (statuses, taken(course)) == ({200: PEOPLE}, PLACES)
            took.append(seconds)
    measured("100 people for 20 places", "right in 5 of 5 rounds, ≤ 2 s", spread(took) + " s", max(took) <= SECONDS)
