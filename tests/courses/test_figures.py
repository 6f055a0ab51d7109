"""Figures of each offering: places, waiting, presence, first time. Parties and made-up evenings are told apart."""

from datetime import timedelta

import pytest

from courses.models import Presence
from courses.selectors import figures
from courses.selectors.figures import Figures
from courses.services.registrations import sign_up
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
