"""What a sign-up and an answer cost the database: the write itself at most 15 statements (performance.md)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.services.registrations import accept_offer, sign_up, withdraw
from pio.core.public import form_token
from pio.messaging.models import OutboxMessage
from tests.courses.factories import offering, person

pytestmark = pytest.mark.django_db
BUDGET = 15


def statements(verb):
    """How many statements a verb needs, the beginning and the end of the transaction among them."""
    with CaptureQueriesContext(connection) as captured:
        verb()
    return len(captured)


@pytest.mark.parametrize("evenings", [1, 3])
@pytest.mark.parametrize("before", [1, 3])
def test_sign_up_with_a_place_is_nine_statements(now, before, evenings):
    course = offering(now, capacity=10, evenings=evenings)
    for number in range(before):
        sign_up(course.pk, person(number), now=now)
    OutboxMessage.objects.all().delete()
    assert statements(lambda: sign_up(course.pk, person(50), now=now)) == 9 <= BUDGET
    assert OutboxMessage.objects.count() == 1 + evenings


@pytest.mark.parametrize("waiting", [1, 3, 40])
def test_sign_up_in_the_queue_is_nine_statements_however_long_it_is(now, waiting):
    course = offering(now, capacity=1)
    for number in range(1 + waiting):
        sign_up(course.pk, person(number), now=now)
    assert statements(lambda: sign_up(course.pk, person(50), now=now)) == 9 <= BUDGET


def test_same_contact_again_is_seven_statements(now):
    course = offering(now, capacity=1)
    sign_up(course.pk, person(1), now=now)
    assert statements(lambda: sign_up(course.pk, person(1), now=now + timedelta(hours=1))) == 7


def test_withdrawing_with_a_queue_and_accepting_stay_within_the_budget_of_a_write(now):
    course = offering(now, capacity=1, evenings=3)
    rows = [sign_up(course.pk, person(number), now=now)[1] for number in range(3)]
    assert statements(lambda: withdraw(rows[0], now=now)) <= 20
    assert statements(lambda: accept_offer(rows[1], now=now)) <= BUDGET


def test_sign_up_through_http_adds_one_read(now, at, client):
    at(now)
    course = offering(now, capacity=1)
    sign_up(course.pk, person(1), now=now)
    path = course.get_absolute_url()
    fields = {"form_token": form_token(path), "party_size": "1", "email": "ny@example.org"}
    assert statements(lambda: client.post(path, fields, headers={"Origin": "http://testserver"})) == 10
