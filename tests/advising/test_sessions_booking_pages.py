"""The public booking: five pages, no cookies, nothing lost."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from advising.models import AdviceSession
from pio.messaging.models import OutboxMessage
from pio.scheduling.models import Reservation
from tests.advising.factories.sessions import open_adviser
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


def to_people_later(client):
    """Go to the third page with a time two days ahead, far from the shortest notice."""
    page = post(client, client.get(URL), channel="video")
    return post(client, page, slot=page.context["offer"].days[2].slots[0].value)


def booked_at(client, **way):
    page = to_people(client, **way)
    return post(client, post(client, page, **PERSON, **CONTACT))


def test_pages_set_no_cookie_and_are_not_stored(anonymous):
    open_adviser()
    page = to_people(anonymous)
    for response in (anonymous.get(URL), page, post(anonymous, page, **PERSON, **CONTACT)):
        assert response.headers["Cache-Control"] == "no-cache, private"
        assert (response.cookies, response.headers.get("Vary")) == ({}, None)


def test_receipt_is_stored_nowhere(anonymous):
    open_adviser()
    assert booked_at(anonymous, channel="video").headers["Cache-Control"] == "no-store"


def test_receipt_names_the_adviser_and_leads_to_the_own_page_without_asking_again(anonymous):
    adviser = open_adviser()
    page = post(anonymous, to_people(anonymous), **PERSON, **CONTACT)
    with CaptureQueriesContext(connection) as captured:
        receipt = post(anonymous, page).content.decode()
    link = AdviceSession.objects.get().links.get()
    assert f"med {adviser.name}" in receipt
    assert f'href="/radgivning/time/{link.token}/"' in receipt
    assert captured[-1]["sql"].startswith("RELEASE SAVEPOINT"), captured[-1]["sql"]


def test_theme_stands_in_no_address(anonymous):
    open_adviser()
    page = to_people(anonymous, theme="boundaries")
    html = page.content.decode()
    assert "Grensesetting" in html
    assert re.findall(r'(?:href|action)="[^"]*boundaries[^"]*"', html) == []
    assert "boundaries" not in html


def test_about_leads_to_the_booking(anonymous):
    assert f'href="{URL}"' in anonymous.get("/radgivning/").content.decode()


def test_english_address(anonymous):
    html = anonymous.get("/en/radgivning/bestill/").content.decode()
    assert '<html lang="en"' in html


def test_way_is_required(anonymous):
    page = post(anonymous, anonymous.get(URL))
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "<title>Feil: Velg måte" in page.content.decode()


def test_without_a_button_the_first_free_time_is_held(anonymous):
    adviser = open_adviser()
    to_people(anonymous)
    held = Reservation.objects.get()
    assert (held.resource, held.status, held.period.lower) == (adviser, "held", NOW + timedelta(hours=2))


def test_times_by_week(anonymous):
    open_adviser()
    page = post(anonymous, anonymous.get(URL), channel="video")
    page = post(anonymous, page, week="2026-12-02")
    assert [day.date.isoformat() for day in page.context["offer"].days] == [
        f"2026-{day}" for day in ("11-30", "12-01", "12-02", "12-03", "12-04")
    ]
    assert "Uke 49" in page.content.decode()


def test_times_cost_three_queries(anonymous, django_assert_num_queries):
    for _number in range(3):
        open_adviser()
    page = anonymous.get(URL)
    with django_assert_num_queries(3):
        post(anonymous, page, channel="video")


def test_chosen_adviser_only(anonymous):
    open_adviser()
    yusuf = open_adviser("Yusuf Ali")
    page = post(anonymous, anonymous.get(URL), channel="video", adviser=str(yusuf.pk))
    names = {slot.adviser for day in page.context["offer"].days for slot in day.slots}
    assert names == {"Yusuf Ali"}


def test_no_free_times(anonymous):
    page = post(anonymous, anonymous.get(URL), channel="video")
    assert "Vi har ingen ledige timer å vise akkurat nå" in page.content.decode()
    assert post(anonymous, page).status_code == HTTPStatus.OK


def test_errors_keep_what_was_typed(anonymous):
    open_adviser()
    page = post(anonymous, to_people(anonymous), email="marit.eksempel", phone="900 00 123", avoid_hours="after_16")
    html = page.content.decode()
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "<title>Feil: Hvem kommer" in html
    assert [text in html for text in ('value="marit.eksempel"', 'value="900 00 123"')] == [True, True]
    assert re.search(r'value="after_16"[^>]*checked', html)
    for sentence in ("Velg hvem du er for den det gjelder.", "Velg om vi kan legge igjen beskjed."):
        assert html.count(sentence) == 2  # in the summary and at the field


def test_back_keeps_what_was_typed_right_or_wrong(anonymous):
    open_adviser()
    page = post(anonymous, to_people(anonymous), email="marit.eks", back="1", **{"p1-relation": "father"})
    assert "Velg en tid som passer" in page.content.decode()
    page = post(anonymous, page, slot="keep")
    html = page.content.decode()
    assert page.status_code == HTTPStatus.OK
    assert 'value="marit.eks"' in html
    assert '<option value="father" selected>' in html


def test_people_are_added_and_removed_without_script(anonymous):
    open_adviser()
    page = post(anonymous, to_people(anonymous), add="1", **PERSON)
    page = post(anonymous, page, add="1", **PERSON, **{"p2-relation": "father"})
    assert len(page.context["people"]) == 3
    page = post(anonymous, page, remove="2", **PERSON, **{"p2-relation": "father", "p3-relation": "self"})
    html = page.content.decode()
    assert len(page.context["people"]) == 2
    assert '<option value="self" selected>' in html
    assert '<option value="father" selected>' not in html


def test_child_needs_a_parents_yes(anonymous):
    open_adviser()
    page = post(anonymous, to_people(anonymous), add="1")
    child = {"p2-relation": "son", "p2-age_band": "under_18"}
    page = post(anonymous, page, **PERSON, **CONTACT, **child)
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = post(anonymous, page, **PERSON, **CONTACT, **child, **{"p2-child_consent": "on"})
    post(anonymous, page)
    assert list(AdviceSession.objects.get().participants.values_list("relation", "child_consent")) == [
        ("mother", False), ("son", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("channel", "data", "sentence"),
    [
        ("video", {}, "Skriv e-post eller mobil, så vi kan nå deg."),
        ("phone", {"email": "kari@example.org"}, "Skriv mobilnummeret vi skal ringe."),
        ("email", {"message": "Hei"}, "Skriv e-postadressen vi skal svare til."),
        ("email", {"email": "kari@example.org"}, "Skriv det du vil spørre om."),
    ],
)
def test_contact_that_the_way_needs(anonymous, channel, data, sentence):
    open_adviser()
    page = post(anonymous, anonymous.get(URL), channel=channel)
    page = page if channel == "email" else post(anonymous, page)
    page = post(anonymous, page, may_leave_message="no", **PERSON, **data)
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in page.content.decode()


def test_email_advice_has_no_time(anonymous):
    page = post(anonymous, anonymous.get(URL), channel="email", theme="burden")
    page = post(anonymous, page, email="kari@example.org", may_leave_message="no", message="Hva gjør jeg?", **PERSON)
    page = post(anonymous, page)
    session = AdviceSession.objects.get()
    assert "Du får svar innen to arbeidsdager" in page.content.decode()
    assert (session.channel, session.starts_at, session.adviser, session.themes) == ("email", None, None, ["burden"])
    assert session.messages.get().text == "Hva gjør jeg?"
    assert not Reservation.objects.exists()
