"""How long the wait may be: from how often places came up in the last year, with an interval, or nothing at all."""

from datetime import timedelta

import pytest

from courses.models import Registration
from courses.services.registrations import sign_up
from pio.waitlist.forecast import Forecast, forecast
from tests.courses.factories import offering, person

pytestmark = pytest.mark.django_db


def history(now, *days_ago):
    """People who were offered a place that many days ago."""
    course = offering(now, capacity=100)
    for number, days in enumerate(days_ago):
        row = sign_up(course.pk, person(number), now=now)[1]
        Registration.objects.filter(pk=row.pk).update(offered_at=now - timedelta(days=days))
    return course.registrations.all()


def test_fewer_than_three_places_promise_nothing(now):
    assert forecast(history(now, 10, 20), 1, now=now) is None


def test_offers_older_than_a_year_and_of_the_future_do_not_count(now):
    assert forecast(history(now, 10, 20, 366, -1), 1, now=now) is None


def test_one_place_a_week_gives_number_four_about_four_weeks_and_an_interval(now):
    rows = history(now, *range(7, 71, 7))
    assert forecast(rows, 4, now=now) == Forecast(shortest=1, likely=4, longest=7)
    assert forecast(rows, 1, now=now) == Forecast(shortest=0, likely=1, longest=3)


def test_it_is_one_query_however_long_the_history_is(now, django_assert_num_queries):
    rows = history(now, *range(1, 20))
    with django_assert_num_queries(1):
        forecast(rows, 2, now=now)
