"""The public booking: five pages, no cookies, nothing lost."""

import re
from http import HTTPStatus

import pytest
from django.test import Client

from advising.models import AdviceSession
from pio.messaging.models import OutboxMessage
from tests.advising.factories.sessions import open_adviser, open_room
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
URL = "/radgivning/bestill/"
PERSON = {"p1-relation": "mother", "p1-gender": "female", "p1-age_band": "51_66"}
CONTACT = {"email": "kari@example.org", "phone": "900 00 123", "may_leave_message": "voice_and_sms"}


def hidden(response):
    """The hidden fields of the page's form."""
    html = response.content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("form_token", "state")}


def post(client, page, **data):
    """Press a button on `page`."""
    return client.post(URL, hidden(page) | data)


def to_people(client, **way):
    """Go to the third page with the first free time."""
    page = client.get(URL)
    page = post(client, page, **({"channel": "video"} | way))
    return post(client, page)


@pytest.fixture
def anonymous(at):
    at(NOW)
    return Client()


def test_booking_whole(anonymous):
    open_adviser()
    page = to_people(anonymous, theme="boundaries")
    assert page.status_code == HTTPStatus.OK
    page = post(anonymous, page, **PERSON, **CONTACT)
    assert page.status_code == HTTPStatus.OK, page.content.decode()
    page = post(anonymous, page)
    assert page.status_code == HTTPStatus.OK
    session = AdviceSession.objects.get()
    assert session.reference in page.content.decode()
    assert (session.channel, session.themes, session.status) == ("video", ["boundaries"], "booked")
    assert session.contact.email == "kari@example.org"
    assert session.contact.phone == "+4790000123"
    assert [row.relation for row in session.participants.all()] == ["mother"]
    assert list(OutboxMessage.objects.filter(target=session.pk).values_list("part", "channel")) == [("booked", "email")]
    assert anonymous.cookies == {}
