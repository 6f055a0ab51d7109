"""The page behind the link: GET changes nothing, nothing is stored, each change has one form."""

import re
from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.test import Client
from icalendar import Calendar

from advising.enums.sessions import MessagePart
from advising.messages.sessions import About, link_address, write
from advising.models import AdviceSession, SessionContact
from advising.selectors.session_times import staffing, wish_for
from advising.services import session_threads, sessions
from advising.services.session_orders import ContactMissing, SafeContact, contact_index
from advising.services.session_reach import Reach
from pio.core.errors import Refusal
from pio.messaging.enums import Channel as MessageChannel
from pio.scheduling.needs import Submit
from tests.advising.factories.sessions import OSLO, THURSDAY, AdviserUserFactory, an_order, open_adviser, open_room
from tests.conftest import NOW
from tests.meanwhile import meanwhile

pytestmark = pytest.mark.django_db
PARTS = ("", "flytt/", "mate/", "avbestill/", "beskjed/")


@pytest.fixture
def session(at):
    at(NOW)
    adviser = open_adviser()
    wish = wish_for(staffing(), "video", THURSDAY, adviser=None)
    return sessions.book_time(an_order(), wish=wish, submit=Submit("k", {}), by=adviser.user, now=NOW).session


@pytest.fixture
def address(session):
    return f"/radgivning/time/{session.links.get().token}/"


@pytest.fixture
def client():
    return Client()


def post(client, url, **data):
    page = client.get(url)
    token = re.search(r'name="form_token" value="([^"]*)"', page.content.decode())[1]
    return client.post(url, {"form_token": token} | data)


@pytest.mark.parametrize("part", [*PARTS, "avtale.ics"])
def test_t27_opening_every_link_changes_nothing_and_is_not_stored(client, session, address, part):
    before = AdviceSession.objects.values().get()
    for _time in range(2):
        response = client.get(address + part)
    assert (response.status_code, response.headers["Cache-Control"]) == (HTTPStatus.OK, "no-store")
    assert (response.cookies, response.headers.get("Vary")) == ({}, None)
    assert AdviceSession.objects.values().get() == before


@pytest.mark.parametrize("part", [*PARTS, "avtale.ics"])
def test_unknown_link_is_404(client, session, part):
    assert client.get(f"/radgivning/time/{'x' * 43}/{part}").status_code == HTTPStatus.NOT_FOUND


def test_manage_tells_no_more_than_the_time(client, session, address):
    html = client.get(address).content.decode()
    assert "Torsdag 26. november kl. 12.30" in html
    assert [secret for secret in ("kari@example.org", "+4790000123", "900 00 123", "Mor") if secret in html] == []
    assert "<title>Avtalen din</title>" in html


def test_english_page(client, session, address):
    assert "Thursday 26 November at 12:30" in client.get("/en" + address).content.decode()


def test_move(client, session, address):
    page = client.get(address + "flytt/")
    slot = page.context["offer"].days[3].slots[0]
    response = post(client, address + "flytt/", slot=slot.value)
    session.refresh_from_db()
    assert response.url == f"{address}?gjort=flyttet"
    assert (session.starts_at, session.sequence) == (slot.start, 1)
    assert "Timen er flyttet." in client.get(response.url).content.decode()


def test_move_without_a_button_takes_the_first_free(client, session, address):
    post(client, address + "flytt/")
    session.refresh_from_db()
    assert session.starts_at == NOW + timedelta(hours=2)


def test_move_by_week_and_to_all_advisers(client, session, address):
    open_adviser("Yusuf Ali")
    same = client.get(address + "flytt/").context["offer"]
    everybody = client.get(address + "flytt/?alle=1").context["offer"]
    names = [{slot.adviser for day in found.days for slot in day.slots} for found in (same, everybody)]
    assert names == [{"Anne Holm"}, {"Anne Holm", "Yusuf Ali"}]
    assert "Uke 49" in post(client, address + "flytt/", week="2026-12-02").content.decode()


def test_move_to_a_taken_time_offers_the_nearest(client, session, address):
    slot = client.get(address + "flytt/").context["offer"].days[3].slots[0]
    wish = wish_for(staffing(), "video", slot.start, adviser=None)
    sessions.book_time(an_order(), wish=wish, submit=Submit("k2", {}), by=session.adviser, now=NOW)
    response = post(client, address + "flytt/", slot=slot.value)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert len(response.context["nearest"]) == 3
    session.refresh_from_db()
    assert session.starts_at == THURSDAY


def test_change_channel(client, session, address):
    open_room()
    assert post(client, address + "mate/").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert post(client, address + "mate/", channel="in_person").url == f"{address}?gjort=endret"
    session.refresh_from_db()
    assert (session.channel, session.starts_at, session.room_time.resource.name) == ("in_person", THURSDAY, "Rom 2")


def test_change_channel_without_a_free_room_is_refused(client, session, address):
    open_room()
    sessions.change_channel(
        session, channel="phone", wish=wish_for(staffing(), "phone", THURSDAY, adviser=None), by=None, now=NOW
    )
    yusuf = open_adviser("Yusuf Ali")
    wish = wish_for(staffing(), "in_person", THURSDAY, adviser=yusuf.pk)
    sessions.book_time(an_order(channel="in_person"), wish=wish, submit=Submit("k2", {}), by=session.adviser, now=NOW)
    response = post(client, address + "mate/", channel="in_person")
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    session.refresh_from_db()
    assert session.channel == "phone"


def test_change_to_email_opens_a_thread(client, session, address):
    post(client, address + "mate/", channel="email")
    post(client, address, text="Hei, jeg skriver i stedet.")
    html = client.get(address).content.decode()
    assert "Samtalen din med oss" in html
    assert "Hei, jeg skriver i stedet." in html


@pytest.mark.parametrize(("hours", "status"), [(25, "cancelled_in_time"), (23, "cancelled_late")])
def test_cancel(client, session, address, at, hours, status):
    at(THURSDAY - timedelta(hours=hours))
    late = "mindre enn 24 timer" in client.get(address + "avbestill/").content.decode()
    assert late is (status == "cancelled_late")
    assert post(client, address + "avbestill/").url == f"{address}?gjort=avbestilt"
    session.refresh_from_db()
    assert session.status == status
    assert "Bestill en ny time" in client.get(address).content.decode()


def test_cancelled_or_begun_cannot_be_changed(client, session, address, at):
    at(THURSDAY - timedelta(hours=1))
    pages = {part: client.get(address + part) for part in ("avbestill/", "mate/", "beskjed/")}
    tokens = {
        part: re.search(r'name="form_token" value="([^"]*)"', page.content.decode())[1] for part, page in pages.items()
    }
    at(THURSDAY)
    data = {"channel": "phone", "text": "x"}
    for part in ("avbestill/", "mate/"):
        response = client.post(address + part, {"form_token": tokens[part]} | data)
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Timen har begynt. Ring oss, så hjelper vi deg." in response.content.decode()
    assert "Hva vil du gjøre?" not in client.get(address).content.decode()


def test_message_is_given_and_not_shown(client, session, address):
    assert post(client, address + "beskjed/").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    post(client, address + "beskjed/", text="Vi blir tre.")
    session.contact.refresh_from_db()
    assert session.contact.message == "Vi blir tre."
    assert "Vi blir tre." not in client.get(address).content.decode()
    assert "Vi blir tre." not in client.get(address + "beskjed/").content.decode()


def test_calendar_file_follows_the_session(client, session, address):
    first = Calendar.from_ical(client.get(address + "avtale.ics").content)
    slot = client.get(address + "flytt/").context["offer"].days[3].slots[0]
    post(client, address + "flytt/", slot=slot.value)
    second = Calendar.from_ical(client.get(address + "avtale.ics").content)
    post(client, address + "avbestill/")
    third = Calendar.from_ical(client.get(address + "avtale.ics").content)
    events = [file.walk("VEVENT")[0] for file in (first, second, third)]
    assert len({str(event["uid"]) for event in events}) == 1
    assert [event["sequence"] for event in events] == [0, 1, 2]
    assert [str(file["method"]) for file in (first, second, third)] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert [event["dtstart"].dt.astimezone(OSLO) for event in events] == [THURSDAY, slot.start, slot.start]


def test_done_words_come_from_our_list_only(client, session, address):
    assert client.get(address + "?gjort=hacked").context["said"] == ""


def test_thread_page(client, at):
    at(NOW)
    key = uuid4()
    session = session_threads.start_thread(an_order(channel="email"), text="Hva gjør jeg?", key=key, now=NOW).session
    address = f"/radgivning/time/{session.links.get().token}/"
    session = session_threads.take_thread(session, by=AdviserUserFactory(name="Anne Holm"), now=NOW)
    session_threads.answer_thread(session, text="Ring gjerne.", by=session.adviser, now=NOW + timedelta(hours=1))
    assert post(client, address).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    at(NOW + timedelta(hours=2))
    assert post(client, address, text="Takk!").url == f"{address}?gjort=sendt"
    html = client.get(address).content.decode()
    assert [html.index(text) for text in ("Hva gjør jeg?", "Ring gjerne.", "Takk!")] == sorted(
        html.index(text) for text in ("Hva gjør jeg?", "Ring gjerne.", "Takk!")
    )
    assert client.get(address + "avtale.ics").status_code == HTTPStatus.FOUND
    post(client, address + "avbestill/")
    assert "Bestill en ny time" in client.get(address).content.decode()


def test_own_time_is_not_offered(client, session, address):
    yusuf = open_adviser("Yusuf Ali")
    for query in ("", "?alle=1"):
        offered = client.get(address + "flytt/" + query).context["offer"]
        slots = [(slot.start, slot.adviser) for day in offered.days for slot in day.slots]
        assert (THURSDAY, session.adviser.name) not in [(offered.first.start, offered.first.adviser), *slots]
    assert (THURSDAY, yusuf.name) in slots


def test_a_number_is_asked_for_when_we_are_to_call_and_have_none(client, at):
    at(NOW)
    adviser = open_adviser()
    wish = wish_for(staffing(), "video", THURSDAY, adviser=adviser.pk)
    order = an_order(contact=SafeContact(email="kari@example.org"))
    session = sessions.book_time(order, wish=wish, submit=Submit("k", {}), by=adviser.user, now=NOW).session
    address = f"/radgivning/time/{session.links.get().token}/"
    assert set(client.get(address + "mate/").context["form"].fields) == {"channel", "phone"}
    refused = post(client, address + "mate/", channel="phone")
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.context["form"].errors == {"phone": ["Skriv mobilnummeret vi skal ringe."]}
    by_phone = wish_for(staffing(), "phone", THURSDAY, adviser=adviser.pk)
    with pytest.raises(ContactMissing):
        sessions.change_channel(session, channel="phone", wish=by_phone, by=None, now=NOW)
    assert post(client, address + "mate/", channel="phone", phone="900 00 123").url == f"{address}?gjort=endret"
    session.refresh_from_db()
    assert (session.channel, session.contact.phone, session.contact.email) == (
        "phone",
        "+4790000123",
        "kari@example.org",
    )
    assert session.contact.phone_index == contact_index("+4790000123")
    assert set(client.get(address + "mate/").context["form"].fields) == {"channel"}
    sessions.change_channel(session, channel="video", wish=wish, by=None, now=NOW, reach=Reach(phone="+4741111111"))
    session.contact.refresh_from_db()
    assert session.contact.phone == "+4790000123"


@pytest.mark.parametrize("by_staff", [False, True])
def test_a_refused_change_of_channel_keeps_nothing_that_was_typed(client, at, login, by_staff):
    at(NOW)
    taken, free, yusuf = open_room(), open_adviser(), open_adviser("Yusuf Ali")
    order = an_order(contact=SafeContact(email="kari@example.org"))
    wish = wish_for(staffing(), "video", THURSDAY, adviser=free.pk)
    session = sessions.book_time(order, wish=wish, submit=Submit("k", {}), by=free.user, now=NOW).session
    other = wish_for(staffing(), "in_person", THURSDAY, adviser=yusuf.pk)
    held = sessions.book_time(an_order(channel="in_person"), wish=other, submit=Submit("k2", {}), by=free.user, now=NOW)
    typed = {"channel": "in_person", "phone": "900 00 123"}
    if by_staff:
        answer = login(user=free.user).post(f"/intern/radgivning/{session.pk}/mate/", typed)
    else:
        answer = post(client, f"/radgivning/time/{session.links.get().token}/mate/", **typed)
    contact = SessionContact.objects.get(session=session)
    assert (held.session.room_time.resource, answer.status_code) == (taken, HTTPStatus.UNPROCESSABLE_ENTITY)
    assert (contact.phone, contact.phone_index) == (None, None)


@pytest.mark.parametrize("way", [("phone", {"email": "kari@example.org"}), ("email", {"phone": "+4790000123"})])
def test_a_session_that_is_cancelled_meanwhile_learns_nothing_new(session, way):
    channel, known = way
    contact = session.contact
    contact.phone, contact.email = known.get("phone"), known.get("email")
    contact.save()
    wish = wish_for(staffing(), channel, THURSDAY, adviser=None)
    given = Reach(phone="+4741111111", email="ny@example.org")
    cancel = lambda: sessions.cancel_by_us(session, by=session.adviser, now=NOW)  # noqa: E731
    with meanwhile(cancel, before="SAVEPOINT"), pytest.raises(Refusal):
        sessions.change_channel(session, channel=channel, wish=wish, by=None, now=NOW, reach=given)
    contact = SessionContact.objects.get(session=session)
    assert (contact.phone, contact.email) == (known.get("phone"), known.get("email"))


def test_a_thread_that_is_closed_says_so(client, at):
    at(NOW)
    session = session_threads.start_thread(an_order(channel="email"), text="Hei", key=uuid4(), now=NOW).session
    address = f"/radgivning/time/{session.links.get().token}/"
    page = client.get(address).content.decode()
    assert "En rådgiver svarer deg innen to arbeidsdager." in page
    answer = post(client, address + "avbestill/")
    assert answer.url == f"{address}?gjort=avsluttet"
    page = client.get(answer.url).content.decode()
    assert [page.count(words) for words in ("Samtalen er avsluttet", "avbestilt", "svarer deg innen")] == [2, 0, 0]
    bodies = {message.channel: message.body for message in cancelled(session)}
    assert bodies["sms"].startswith("Samtalen vår er avsluttet. http")
    assert "Samtalen vår er avsluttet." in bodies["email"]


def cancelled(session):
    link = session.links.get()
    about = About(session.reference, link_address(link.token, "nb"), None, None)
    return [write(MessagePart.CANCELLED, channel, about, to="x", language="nb") for channel in MessageChannel]


def test_no_message_can_be_left_when_it_is_over(client, session, address):
    post(client, address + "avbestill/")
    page = client.get(address + "beskjed/").content.decode()
    assert ("<textarea" in page, "Du kan ikke gi en beskjed om denne timen lenger." in page) == (False, True)
