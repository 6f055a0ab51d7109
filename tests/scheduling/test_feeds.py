"""The secret address of a person's busy times."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client

from pio.scheduling.models import BusyFeed
from pio.scheduling.permissions import digest
from tests.conftest import NOW
from tests.scheduling.factories import AdviserFactory, ReservationFactory

PAGE = "/intern/radgivning/tilgjengelighet/kalender/"
Login = Callable[..., Client]


def an_hour(start: datetime) -> DateTimeTZRange:
    return DateTimeTZRange(start, start + timedelta(hours=1))


def new_token(client: Client) -> str:
    return client.post(PAGE).content.decode().split("/kalender/tider/")[1].split(".ics")[0]


def feed(token: str) -> object:
    return Client().get(f"/kalender/tider/{token}.ics")


@pytest.mark.parametrize("number", [1, 3])
def test_busy_times_without_names(
    login: Login, at: Callable[..., None], number: int, django_assert_num_queries: Callable[..., object]
) -> None:
    at(NOW)
    client = login("adviser")
    resource = AdviserFactory(user=client.user, name="Kari Rådgiver")
    for hours in range(number):
        ReservationFactory(resource=resource, period=an_hour(NOW + timedelta(days=hours + 1)))
    ReservationFactory(period=an_hour(NOW + timedelta(days=1)))
    token = new_token(client)
    with django_assert_num_queries(2):
        answer = feed(token)
    text = answer.content.decode()
    assert (text.count("BEGIN:VEVENT"), text.count("SUMMARY:Opptatt"), "Kari" in text) == (number, number, False)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_new_address_ends_the_old_one(login: Login) -> None:
    client = login("adviser")
    first, second = new_token(client), new_token(client)
    assert (feed(first).status_code, feed(second).status_code) == (404, 200)
    assert bytes(BusyFeed.objects.get().token_digest) == digest(second)


def test_an_unknown_address_and_one_of_somebody_who_has_left_are_not_there(login: Login) -> None:
    client = login("adviser")
    token = new_token(client)
    client.user.is_active = False
    client.user.save()
    assert (feed(token).status_code, feed("x").status_code) == (404, 404)


def test_the_page_is_for_those_with_times(login: Login) -> None:
    assert [login(role).get(PAGE).status_code for role in ("adviser", "ombud", "relative")] == [200, 404, 404]
