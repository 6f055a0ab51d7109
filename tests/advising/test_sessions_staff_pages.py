"""The staff's pages of advice sessions: calendar, booking by phone, outcome, notes, threads."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from advising.models import AdviceSession
from advising.selectors.session_offers import offer
from advising.selectors.session_times import staffing
from advising.services import session_notes
from pio.audit.models import ReadEntry
from pio.messaging.models import OutboxMessage
from tests.advising.factories.sessions import (
    THURSDAY,
    AdviceSessionFactory,
    AdviserUserFactory,
    open_room,
)  # fmt: skip
from tests.advising.session_pages import CONTACT, PERSON, own, url
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


# --- calendar --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_calendar_costs_the_same_with_one_and_three(adviser, django_assert_num_queries, count):
    for number in range(count):
        own(adviser, starts_at=THURSDAY + timedelta(hours=number))
    adviser.get(url("calendar"))
    with django_assert_num_queries(8):
        response = adviser.get(url("calendar"), {"radgiver": "alle"})
    assert " ".join(response.content.decode().split()).count("Mor. Anne</span>") == count


def test_calendar_shows_own_sessions_first_and_others_on_demand(adviser):
    own(adviser)
    AdviceSessionFactory(adviser=AdviserUserFactory(name="Yusuf Ali"), starts_at=THURSDAY)
    mine, everybody = (adviser.get(url("calendar"), query).context["days"] for query in ({}, {"radgiver": "alle"}))
    assert [sum(len(day.sessions) for day in days) for days in (mine, everybody)] == [1, 2]


def test_calendar_of_a_day(adviser):
    own(adviser)
    response = adviser.get(url("calendar"), {"visning": "dag", "dato": "2026-11-26"})
    assert [(str(day.date), len(day.sessions)) for day in response.context["days"]] == [("2026-11-26", 1)]
    everybody = adviser.get(url("calendar"), {"visning": "dag", "dato": "2026-11-26", "radgiver": "alle"})
    assert " ".join(everybody.content.decode().split()).count("Mor. Anne Holm</span>") == 1


@pytest.mark.parametrize("name", ["calendar", "book", "walk_in", "search", "threads"])
def test_pages_open(adviser, name):
    assert adviser.get(url(name)).status_code == HTTPStatus.OK


# --- booking by phone ------------------------------------------------------------------------------------------------
def test_book_for_somebody_on_the_phone(adviser):
    page = adviser.get(url("book"))
    slot = page.context["slots"][3]
    data = {
        "key": page.context["key"],
        "channel": "phone",
        "slot": slot.value,
        "theme": "boundaries",
        **PERSON,
        **CONTACT,
    }
    response = adviser.post(url("book"), data)
    session = AdviceSession.objects.get()
    assert response.url == session.get_absolute_url()
    assert (session.origin, session.channel, session.starts_at, session.themes) == (
        "staff", "phone", slot.start, ["boundaries"],
    )  # fmt: skip
    assert session.contact.phone == "+4790000123"
    assert OutboxMessage.objects.filter(target=session.pk, channel="sms").count() == 2  # the day before has passed
    assert adviser.post(url("book"), data).url == session.get_absolute_url()
    assert AdviceSession.objects.count() == 1


def test_book_invalid_keeps_what_was_typed(adviser):
    response = adviser.post(
        url("book"), {"channel": "video", "p1-relation": "", "email": "kari", "phone": "900 00 123"}
    )
    html = response.content.decode()
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "<title>Feil: Bestill time" in html
    assert 'value="900 00 123"' in html
    assert "Velg en tid." in html
    assert "Velg hvem som kommer." in html


@pytest.mark.parametrize("phone", ["", "  "])
def test_a_number_is_asked_for_when_we_are_to_call(adviser, phone):
    slot = adviser.get(url("book")).context["slots"][3].value
    data = {"key": "k", "channel": "phone", "slot": slot, **PERSON, **CONTACT, "email": "kari@example.org"}
    response = adviser.post(url("book"), data | {"phone": phone})
    html = response.content.decode()
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert response.context["contact"].errors == {"phone": ["Skriv mobilnummeret vi skal ringe."]}
    assert 'href="#id_phone"' in html
    assert 'value="kari@example.org"' in html
    assert '<option value="mother" selected>' in html
    assert response.context["chosen"] == slot
    assert not AdviceSession.objects.exists()
    adviser.post(url("book"), data | {"phone": phone, "channel": "video"})
    assert AdviceSession.objects.get().channel == "video"


def test_a_number_is_asked_for_when_staff_change_to_a_call(adviser):
    slot = adviser.get(url("book")).context["slots"][0].value
    adviser.post(url("book"), {"key": "k", "channel": "video", "slot": slot, **PERSON, **CONTACT, "phone": ""})
    session = AdviceSession.objects.get()
    refused = adviser.post(url("channel", session.pk), {"channel": "phone"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.context["form"].errors == {"phone": ["Skriv mobilnummeret vi skal ringe."]}
    session.refresh_from_db()
    assert session.channel == "video"
    adviser.post(url("channel", session.pk), {"channel": "phone", "phone": "900 00 123"})
    session.refresh_from_db()
    assert (session.channel, session.contact.phone) == ("phone", "+4790000123")


def test_book_other_times_keep_what_was_typed(adviser):
    response = adviser.post(url("book"), {"channel": "video", "phone": "900 00 123", "show": "1", **PERSON})
    html = response.content.decode()
    assert response.status_code == HTTPStatus.OK
    assert 'value="900 00 123"' in html
    assert '<option value="mother" selected>' in html


def test_book_taken_time_offers_the_nearest(adviser):
    staff = staffing()
    slot = offer(staff, "phone", adviser=None, week=None, now=NOW).first
    data = {"channel": "phone", "slot": slot.value, **PERSON, **CONTACT}
    adviser.post(url("book"), {"key": "a", **data})
    response = adviser.post(url("book"), {"key": "b", **data})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert len(response.context["slots"]) == 3
    assert AdviceSession.objects.count() == 1


def test_walk_in_is_logged_as_held(adviser):
    page = adviser.get(url("walk_in"))
    data = {
        "key": page.context["key"], "channel": "in_person", "day": "2026-11-24", "time": "09:00", "status": "held",
        "minutes": "45", "note": "Kom uten avtale", "themes": ["boundaries"], **PERSON,
    }  # fmt: skip
    response = adviser.post(url("walk_in"), data)
    session = AdviceSession.objects.get()
    assert response.url == session.get_absolute_url()
    assert (session.status, session.origin, session.minutes, session.adviser) == ("held", "walk_in", 45, adviser.user)
    assert [row.present for row in session.participants.all()] == [True]
    assert session.notes.get().text == "Kom uten avtale"


def test_walk_in_in_the_future(adviser):
    data = {"channel": "in_person", "day": "2026-11-25", "time": "09:00", "status": "held", "minutes": "45", **PERSON}
    response = adviser.post(url("walk_in"), data)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Tidspunktet er ikke kommet ennå." in response.content.decode()
    assert not AdviceSession.objects.exists()


# --- one session -----------------------------------------------------------------------------------------------------
def test_detail_shows_contact_and_never_notes(adviser):
    session = own(adviser)
    session_notes.write_note(session, text="Hemmelig", by=adviser.user, now=NOW)
    html = adviser.get(session.get_absolute_url()).content.decode()
    assert "kari@example.org" in html
    assert "Hemmelig" not in html
    assert not ReadEntry.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_detail_costs_the_same_with_one_and_three_others(adviser, django_assert_num_queries, count):
    session = own(adviser)
    for number in range(count):
        own(adviser, starts_at=THURSDAY - timedelta(days=7 * (number + 1)), status="held")
    adviser.get(session.get_absolute_url())
    with django_assert_num_queries(5):
        response = adviser.get(session.get_absolute_url())
    assert len(response.context["others"]) == count


def test_move_by_staff(adviser):
    page = adviser.get(url("book"))
    slots = page.context["slots"]
    adviser.post(url("book"), {"key": "k", "channel": "phone", "slot": slots[0].value, **PERSON, **CONTACT})
    session = AdviceSession.objects.get()
    assert adviser.get(url("move", session.pk)).status_code == HTTPStatus.OK
    response = adviser.post(url("move", session.pk), {"slot": slots[5].value})
    session.refresh_from_db()
    assert (response.status_code, session.starts_at, session.sequence) == (HTTPStatus.FOUND, slots[5].start, 1)


def test_change_channel_by_staff(adviser):
    open_room()
    page = adviser.get(url("book"))
    adviser.post(url("book"), {
        "key": "k", "channel": "phone", "slot": page.context["slots"][0].value, **PERSON, **CONTACT,
    })  # fmt: skip
    session = AdviceSession.objects.get()
    assert adviser.get(url("channel", session.pk)).status_code == HTTPStatus.OK
    assert adviser.post(url("channel", session.pk), {}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    adviser.post(url("channel", session.pk), {"channel": "in_person"})
    session.refresh_from_db()
    assert (session.channel, session.room_time.resource.name) == ("in_person", "Rom 2")


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ({}, True),
        ({"email": None, "phone": "+4790000123"}, True),
        ({"email": None, "phone": "+4790000123", "may_leave_message": "no"}, False),
        ({"email": None}, False),
    ],
)
@pytest.mark.parametrize("part", ["cancel", "move", "channel"])
def test_staff_are_warned_when_nobody_can_be_told(adviser, part, contact, told):
    session = own(adviser)
    for name, value in contact.items():
        setattr(session.contact, name, value)
    session.contact.save()
    html = adviser.get(url(part, session.pk)).content.decode()
    sentences = ("Personen får beskjed på den måten de har sagt ja til.", "Vi kan ikke gi personen beskjed.")
    assert [sentence in html for sentence in sentences] == [told, not told]


@pytest.mark.parametrize(("data", "status"), [({}, "cancelled_by_us"), ({"who": "relative"}, "cancelled_in_time")])
def test_cancel_by_staff(adviser, data, status):
    session = own(adviser)
    assert adviser.get(url("cancel", session.pk)).status_code == HTTPStatus.OK
    adviser.post(url("cancel", session.pk), data)
    session.refresh_from_db()
    assert session.status == status
    response = adviser.post(url("cancel", session.pk), data)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Timen kan ikke endres lenger." in response.content.decode()


def test_video_link(adviser):
    session = own(adviser)
    assert adviser.post(url("video", session.pk), {"video_link": "x y"}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    adviser.post(url("video", session.pk), {"video_link": "https://video.example.org/a"})
    session.contact.refresh_from_db()
    assert session.contact.video_link == "https://video.example.org/a"


@pytest.mark.parametrize("text", ["KARI@example.org ", "reference", "nobody@example.org"])
def test_search(adviser, text):
    session = own(adviser)
    response = adviser.post(url("search"), {"what": session.reference.lower() if text == "reference" else text})
    assert response.context["found"] == ([] if text.startswith("nobody") else [session])


def test_search_empty(adviser):
    response = adviser.post(url("search"), {"what": ""})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
