"""An offer never outlasts the start of what it is for; who gets the link of a video meeting."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Registration
from courses.services import evenings
from courses.services.evenings import Plan
from courses.services.registrations import accept_offer, sign_up, withdraw
from courses.tasks import sweep_offers
from pio.accounts.models import User
from pio.waitlist.clock import offer_end
from pio.waitlist.services import OfferGone
from tests.conftest import NOW
from tests.courses.factories import offering, person

pytestmark = pytest.mark.django_db
LINK = "https://video.example/rom"


def offered(course, now):
    """Two sign up for one place, the first leaves: the second one's offer."""
    first, second = (sign_up(course.pk, person(number), now=now)[1] for number in (1, 2))
    withdraw(first, now=now)
    return Registration.objects.get(pk=second.pk)


def test_offer_of_the_last_day_ends_when_the_course_begins(now):
    course = offering(now, capacity=1, evenings=0)
    starts_at = now + timedelta(hours=7)
    course.evenings.create(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    assert offered(course, now).offer_expires_at == starts_at


def test_offer_in_good_time_has_its_two_working_days(now):
    assert offered(offering(now, capacity=1, days_ahead=14), now).offer_expires_at == offer_end(now)


def test_between_two_evenings_the_next_one_is_the_end_and_after_the_last_nothing_is_offered(now):
    course = offering(now, capacity=1, evenings=2, days_ahead=1)
    first, second = (sign_up(course.pk, person(number), now=now)[1] for number in (1, 2))
    later = now + timedelta(days=7, hours=20)  # the second evening is in four hours
    withdraw(first, now=later)
    entry = Registration.objects.get(pk=second.pk)
    assert (entry.state, entry.offer_expires_at) == ("offered", now + timedelta(days=8))
    third = sign_up(course.pk, person(3), now=later)[1]
    withdraw(entry, now=now + timedelta(days=8, minutes=30))  # it has begun, and has not ended
    assert Registration.objects.get(pk=third.pk).state == "waiting"


def test_evening_that_moves_forward_shortens_the_offers_that_are_out(now):
    course = offering(now, capacity=1, days_ahead=14)
    entry = offered(course, now)
    sooner = now + timedelta(hours=3)
    by = User.objects.create(email="vert@eksempel.example", name="Vert", roles=["course_host"])
    evenings.change_evening(
        course.evenings.get(), Plan(sooner, sooner + timedelta(hours=2)), by=by, now=now + timedelta(minutes=1)
    )
    assert Registration.objects.get(pk=entry.pk).offer_expires_at == sooner


def test_who_answers_after_the_start_comes_too_late(at, now):
    at(now)
    course = offering(now, capacity=1, evenings=0)
    starts_at = now - timedelta(minutes=3)
    course.evenings.create(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    entry = offered(course, now - timedelta(hours=3))
    assert entry.offer_expires_at == starts_at
    with pytest.raises(OfferGone):
        accept_offer(entry, now=now)
    sweep_offers()
    assert Registration.objects.get(pk=entry.pk).state == "waiting"


@pytest.mark.parametrize("path", ["/kurs/", "/kurs/kalender/", "/kurs/kalender.ics", "{slug}", "{slug}kalender.ics"])
def test_link_of_a_closed_group_stands_on_no_public_page(at, now, path):
    at(NOW)
    group = offering(now, capacity=1, kind="writing_group", place="digital", video_link=LINK, slug="skrivegruppe")
    answer = Client().get(path.format(slug=group.get_absolute_url()))
    assert answer.status_code == 200
    assert LINK not in answer.content.decode()


def test_only_who_has_a_place_in_a_closed_group_gets_the_link(at, now):
    at(NOW)
    group = offering(now, capacity=1, kind="writing_group", place="digital", video_link=LINK)
    inside, waiting = (sign_up(group.pk, person(number), now=now)[1] for number in (1, 2))
    pages = [Client().get(reverse("courses_registration", args=[each.token])).content.decode()
             for each in (inside, waiting)]  # fmt: skip
    assert [LINK in page for page in pages] == [True, False]
    assert "Bare de som har plass, får lenken." in Client().get(group.get_absolute_url()).content.decode()


def test_digital_drop_in_says_where_on_its_page_until_it_is_over(at, now):
    at(NOW)
    hour = offering(now, kind="writing_hour", place="digital", video_link=LINK, takes_registrations=False)
    past = offering(
        now, days_ahead=-9, kind="writing_hour", place="digital", video_link=LINK, takes_registrations=False
    )
    pages = [Client().get(each.get_absolute_url()).content.decode() for each in (hour, past)]
    assert [f'href="{LINK}"' in page for page in pages] == [True, False]
