"""What courses give to `/intern/` (one query), to `/min-side/` and to the front page."""

from datetime import timedelta

import pytest

from courses import front, own, start
from courses.models import Evening, Offering, Registration
from courses.services.registrations import sign_up, withdraw
from pio.accounts.enums import Role
from tests.accounts.factories import UserFactory
from tests.courses.factories import offering, person

pytestmark = pytest.mark.django_db


def held(now, *, hours, **fields) -> Offering:
    """An offering of one evening that many hours from now."""
    made = offering(now, evenings=0, **fields)
    starts_at = now + timedelta(hours=hours)
    Evening.objects.create(offering=made, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    return made


@pytest.mark.parametrize("count", [1, 3])
def test_start_page_costs_one_query(now, count, django_assert_num_queries):
    for _number in range(count):
        course = held(now, hours=30, capacity=1)
        for number in range(1 + count):
            sign_up(course.pk, person(number), now=now)
    host = UserFactory(roles=[Role.COURSE_HOST])
    with django_assert_num_queries(1):
        evenings, queues = start.boxes(user=host, now=now)
    assert [len(evenings.rows), len(queues.rows)] == [count, count]
    assert {row.more for row in queues.rows} == {f"{count} venter på plass"}


def test_start_page_shows_what_is_not_marked_first_then_today_then_the_week(now):
    held(now, hours=100, title="Senere")
    held(now, hours=-50, title="Glemt")
    held(now, hours=3, title="I kveld")
    held(now, hours=24 * 9, title="Om to uker")
    held(now, hours=-24 * 20, title="For lenge siden")
    marked = held(now, hours=-26, title="Ført")
    marked.evenings.update(marked_date=now.date())
    evenings, _queues = start.boxes(user=UserFactory(roles=[Role.COURSE_HOST]), now=now)
    assert [(row.title, row.act, row.more, row.is_late) for row in evenings.rows] == [
        ("Glemt", "Før oppmøte", "Oppmøtet er ikke ført", True),
        ("I kveld", "Før oppmøte", "", False),
        ("Senere", "Åpne", "", False),
    ]
    assert evenings.rows[1].time == "13.00"


def test_queue_of_what_is_over_is_not_shown(now):
    over, coming = held(now, hours=3, capacity=1), held(now, hours=40, capacity=1)
    for course in (over, coming):
        for number in range(2):
            sign_up(course.pk, person(number), now=now)
    later = now + timedelta(hours=20)
    _evenings, queues = start.boxes(user=UserFactory(roles=[Role.COURSE_HOST]), now=later)
    assert [row.url for row in queues.rows] == [f"/intern/kurs/{coming.pk}/"]


def test_those_without_the_right_get_nothing(now, django_assert_num_queries):
    reader = UserFactory(roles=[Role.BOARD])
    with django_assert_num_queries(0):
        assert start.boxes(user=reader, now=now) == []


@pytest.mark.parametrize("count", [1, 3])
def test_own_page_shows_what_i_am_signed_up_for(now, count, django_assert_num_queries):
    me = UserFactory(roles=[Role.RELATIVE])
    for _number in range(count):
        sign_up(offering(now, evenings=3).pk, person(1, account_id=me.pk), now=now)
    with django_assert_num_queries(2):
        (box,) = own.boxes(user=me, now=now)
    assert [(row.title, row.act, row.more) for row in box.rows] == [("Oppdiktet kurs", "Åpne", "Har plass")] * count


def test_own_page_shows_an_offer_and_its_end_but_nothing_that_is_over_or_of_others(now):
    me = UserFactory(roles=[Role.RELATIVE])
    course = offering(now, capacity=1, days_ahead=3)
    first = sign_up(course.pk, person(1), now=now)[1]
    sign_up(course.pk, person(2, account_id=me.pk), now=now)
    withdraw(first, now=now)
    (box,) = own.boxes(user=me, now=now)
    assert [(row.act, row.is_late) for row in box.rows] == [("Svar", True)]
    assert box.rows[0].more == "Plassen er din hvis du svarer før torsdag 26. november kl. 10.00"
    (after,) = own.boxes(user=me, now=now + timedelta(days=4))
    assert after.rows == []
    assert Registration.objects.count() == 2


def test_front_page_gets_the_next_evenings_in_one_query(now, django_assert_num_queries):
    held(now, hours=30, title="Nummer to")
    held(now, hours=20, title="Nummer en", takes_registrations=False)
    held(now, hours=10, title="Utkast", status="draft")
    with django_assert_num_queries(1):
        facts = front.facts(now=now)
    assert [(each.title, each.note) for each in facts.coming] == [
        ("Nummer en", "Bare kom. Du trenger ikke melde deg på."),
        ("Nummer to", ""),
    ]
