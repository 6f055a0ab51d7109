"""Figures of each offering: places, waiting, presence, first time; and the same in the year's figures."""

from datetime import timedelta

import pytest

from courses.models import Presence
from courses.selectors import figures
from courses.selectors.figures import Figures
from courses.services.registrations import sign_up
from stats import indicators as _registered  # noqa: F401
from stats.periods import Period
from stats.registry import INDICATORS
from tests.courses.factories import offering, person

pytestmark = pytest.mark.django_db


def test_offering_without_anybody_is_all_zero(now):
    course = offering(now, capacity=None)
    assert figures.of([course]) == {course.pk: Figures(None, 0, 0, 0, None)}


def test_parties_take_places_and_those_who_have_been_here_are_no_first_timers(now):
    sign_up(offering(now, capacity=5).pk, person(1), now=now)
    course = offering(now, capacity=4)
    rows = [
        sign_up(course.pk, person(number, party_size=size), now=now)[1] for number, size in ((1, 2), (2, 1), (3, 1))
    ]
    sign_up(course.pk, person(4, party_size=2), now=now)
    evening = course.evenings.get()
    for row, attendance in zip(rows, ("present", "online", "absent"), strict=True):
        Presence.objects.create(evening=evening, registration=row, person_number=1, attendance=attendance)
    other = sign_up(offering(now).pk, person(9), now=now)[1]
    Presence.objects.create(evening=evening, registration=other, person_number=1, attendance="present", is_make_up=True)
    assert figures.of([course])[course.pk] == Figures(places=4, taken=4, waiting=1, first_timers=2, presence_percent=67)


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_offerings_is_two_queries(now, count, django_assert_num_queries):
    made = [offering(now + timedelta(days=number)) for number in range(count)]
    for course in made:
        sign_up(course.pk, person(1), now=now)
    with django_assert_num_queries(2):
        found = figures.of(made)
    assert [found[course.pk].taken for course in made] == [1] * count


def test_year_has_the_same_figures_by_course(now):
    course = offering(now, capacity=2, days_ahead=-3, title="Kurset")
    for number in (1, 2):
        course.registrations.create(
            queue_number=number, state="confirmed", joined_date=now.date(), placed_date=now.date(),
            is_first_time=number == 1,
        )  # fmt: skip
    course.registrations.create(queue_number=3, state="waiting", joined_date=now.date(), is_first_time=True)
    evening = course.evenings.get()
    for row, attendance in zip(course.registrations.filter(state="confirmed"), ("present", "absent"), strict=True):
        Presence.objects.create(evening=evening, registration=row, person_number=1, attendance=attendance)
    course.evenings.update(marked_date=now.date())
    offering(now, capacity=50, days_ahead=-2, title="Ikke holdt")
    expected = {"course_seats": 2, "course_presence_percent": 50, "course_first_timers": 1, "course_waiting": 1}
    year = Period.year(2026)
    assert {key: INDICATORS[key].value(year) for key in expected} == expected
    assert {key: INDICATORS[key].by("offering", year) for key in expected} == {
        key: {"Kurset": value} for key, value in expected.items()
    }
    assert INDICATORS["course_presence_percent"].by_month(year) == [0] * 10 + [50, 0]
    assert not INDICATORS["course_presence_percent"].is_count


def test_year_without_courses_has_zeros():
    keys = ("course_seats", "course_presence_percent", "course_first_timers", "course_waiting")
    assert [INDICATORS[key].value(Period.year(2019)) for key in keys] == [0, 0, 0, 0]
