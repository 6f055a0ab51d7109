"""The public booking when the time is taken, held, extended or sent twice."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from psycopg.types.range import TimestamptzRange as DateTimeTZRange

from advising.models import AdviceSession
from pio.scheduling.models import Reservation
from tests.advising.factories.sessions import open_adviser, open_room
from tests.advising.test_sessions_booking_pages import (
    CONTACT,
    PERSON,
    URL,
    booked_at,
    hidden,
    post,
    to_people,
    to_people_later,
)
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def anonymous(at):
    at(NOW)
    return Client()


def test_taken_time_offers_three_and_keeps_the_form(anonymous):
    open_adviser()
    page = post(anonymous, anonymous.get(URL), channel="video", theme="burden")
    slot = page.context["offer"].first.value
    post(Client(), page, slot=slot)
    refused = post(anonymous, page, slot=slot)
    html = refused.content.decode()
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "<title>Feil: Timen er tatt" in html
    assert len(refused.context["nearest"]) == 3
    assert "Slitasje" in html
    assert post(anonymous, refused, slot=refused.context["nearest"][0].value).status_code == HTTPStatus.OK


def test_hold_that_runs_out_before_sending_is_taken_again_when_free(anonymous, at):
    open_adviser()
    page = post(anonymous, to_people_later(anonymous), **PERSON, **CONTACT)
    at(NOW + timedelta(minutes=11))
    assert post(anonymous, page).status_code == HTTPStatus.OK
    assert AdviceSession.objects.get().starts_at == NOW + timedelta(days=2, hours=-1)


def test_hold_that_runs_out_and_is_taken_offers_times_and_keeps_everything(anonymous, at):
    open_adviser()
    page = post(anonymous, to_people(anonymous), **PERSON, **CONTACT)
    at(NOW + timedelta(minutes=11))
    booked_elsewhere = post(Client(), post(anonymous, anonymous.get(URL), channel="video"))
    taken = Reservation.objects.get(status="held", period__startswith=booked_elsewhere.context["starts_at"])
    taken.period = DateTimeTZRange(NOW + timedelta(hours=2), NOW + timedelta(hours=3))
    taken.save()
    refused = post(anonymous, page)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = post(anonymous, refused, slot=refused.context["nearest"][0].value)
    assert "Stemmer dette?" in page.content.decode()
    assert "kari@example.org" in page.content.decode()
    assert "Timen er bestilt" in post(anonymous, page).content.decode()


def test_hold_is_extended(anonymous, at):
    open_adviser()
    page = to_people_later(anonymous)
    at(NOW + timedelta(minutes=5))
    page = post(anonymous, page, extend="1", email="kari@")
    assert page.context["hold_left"] == 10
    assert 'value="kari@"' in page.content.decode()
    at(NOW + timedelta(minutes=20))
    assert post(anonymous, page, extend="1").context["hold_left"] == 10  # run out, and still free


def test_hold_cannot_be_extended_for_ever(anonymous, at):
    open_adviser()
    page = to_people_later(anonymous)
    for minutes in (9, 18, 27, 36, 45, 54, 59):
        at(NOW + timedelta(minutes=minutes))
        page = post(anonymous, page, extend="1")
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Vi kan ikke holde av tiden lenger." in page.content.decode()


def test_sent_twice_is_one_booking_with_one_answer(anonymous):
    open_adviser()
    page = post(anonymous, to_people(anonymous), **PERSON, **CONTACT)
    one, two = post(anonymous, page), post(anonymous, page)
    references = {re.search(r"data-reference>([^<]+)<", each.content.decode())[1] for each in (one, two)}
    assert (len(references), AdviceSession.objects.count()) == (1, 1)


def test_second_booking_with_the_same_contact_answers_like_the_first(anonymous):
    open_adviser()
    texts = []
    for _time in range(2):
        page = booked_at(anonymous)
        assert page.status_code == HTTPStatus.OK
        texts.append(re.sub(r"[A-Z0-9]{4}-[A-Z0-9]{4}|time/[^/]+/|kl\. [\d.⁠–]+|\d\d\.\d\d", "", page.content.decode()))
    assert texts[0] == texts[1]
    assert AdviceSession.objects.count() == 2


def test_old_state_begins_anew(anonymous):
    page = anonymous.get(URL)
    response = anonymous.post(URL, hidden(page) | {"state": "broken"})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Siden har stått åpen for lenge. Begynn på nytt." in response.content.decode()


def test_change_from_the_check_page(anonymous):
    open_adviser()
    page = post(anonymous, to_people(anonymous), **PERSON, **CONTACT)
    for step, title in (("1", "Hvordan vil du snakke med oss?"), ("2", "Velg en tid"), ("3", "Hvem kommer")):
        assert title in post(anonymous, page, change=step).content.decode()
    assert "Hvem kommer, og hvordan" in post(anonymous, page, back="1").content.decode()


def test_other_way_after_a_time_was_chosen_needs_a_new_time(anonymous):
    open_adviser()
    open_room()
    page = post(anonymous, to_people(anonymous), **PERSON, **CONTACT)
    page = post(anonymous, post(anonymous, page, change="1"), channel="in_person")
    assert "Velg en tid som passer" in page.content.decode()
    page = post(anonymous, post(anonymous, page), **PERSON, **CONTACT)
    post(anonymous, page)
    assert AdviceSession.objects.get().room_time.resource.name == "Rom 2"
    assert Reservation.objects.filter(status="held").count() == 0
