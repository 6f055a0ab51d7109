"""A session that goes on by e-mail: the time that was given back leaves the person's calendar, and stays out of it."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default as rfc

import pytest
from django.test import Client
from icalendar import Calendar

from advising.models import SessionContact
from advising.services import session_threads, sessions
from advising.services.session_reach import Reach
from pio.messaging.dispatch import send_due
from tests.advising.booked import booked, wish
from tests.advising.factories.sessions import OSLO, THURSDAY, open_adviser
from tests.advising.session_pages import url
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
EMAIL = "email"


def sent(mailoutbox, now=NOW):
    """What goes out now: subject, text, and of its calendar file METHOD twice (MIME and body), UID, SEQUENCE, start."""
    del mailoutbox[:]
    send_due(now=now)
    return [_parts(mail) for mail in mailoutbox]


def _parts(mail):
    parts = list(message_from_bytes(mail.message().as_bytes(), policy=rfc).walk())
    text = next(part.get_content() for part in parts if part.get_content_type() == "text/plain")
    files = [part for part in parts if part.get_content_type() == "text/calendar"]
    return mail.subject, text, [_file(part) for part in files if not part.get_filename()] or None


def _file(part):
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    event = calendar.walk("VEVENT")[0]
    return (
        part.get_param("method"), str(calendar["method"]), str(event["uid"]).split("@")[0], event["sequence"],
        event["dtstart"].dt, str(event["status"]),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def mails(settings, at):
    at(NOW)
    settings.PIO_MESSAGES_VIA, settings.EMAIL_BACKEND = "live", "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def session():
    open_adviser()
    return booked()


@pytest.fixture
def address(session):
    return f"/radgivning/time/{session.links.get().token}/"


def to_email(session, by=None, now=NOW):
    return sessions.change_channel(session, channel="email", wish=wish(channel="email"), by=by, now=now)


@pytest.mark.parametrize("by_staff", [False, True])
def test_the_old_time_is_taken_out_of_the_calendar(session, mailoutbox, by_staff):
    [(_subject, _text, first)] = sent(mailoutbox)
    assert first == [("REQUEST", "REQUEST", str(session.pk), 0, THURSDAY, "CONFIRMED")]
    to_email(session, by=session.adviser if by_staff else None)
    [(subject, text, second)] = sent(mailoutbox)
    assert second == [("CANCEL", "CANCEL", str(session.pk), 1, THURSDAY, "CANCELLED")]
    assert subject == "Avtalen din er endret"
    assert "Vi skriver sammen i stedet. Vedlegget tar den gamle tiden ut av kalenderen din." in text


def test_the_old_time_in_english(session, mailoutbox):
    session.language = "en"
    session.save()
    to_email(session)
    [(subject, text, _file)] = sent(mailoutbox)
    assert subject == "Your appointment has changed"
    assert "We will write to each other instead. The attachment takes the old time out of your calendar." in text


def test_ended_before_the_change_was_told_it_is_taken_out_all_the_same(session, mailoutbox):
    sent(mailoutbox)
    sessions.cancel_by_relative(to_email(session), now=NOW)
    [(subject, _text, file)] = sent(mailoutbox)
    assert subject == "Samtalen er avsluttet"
    assert file == [("CANCEL", "CANCEL", str(session.pk), 2, THURSDAY, "CANCELLED")]


def test_an_answer_brings_no_calendar_file(session, mailoutbox):
    thread = to_email(session)
    sent(mailoutbox)
    session_threads.answer_thread(thread, text="Ring gjerne.", by=thread.adviser, now=NOW)
    assert [(subject, file) for subject, _text, file in sent(mailoutbox)] == [("Du har fått svar", None)]


def test_the_page_offers_the_file_until_the_old_time_is_over(session, address, at):
    client, words = Client(), "Ta den gamle tiden ut av kalenderen (.ics)"
    assert words not in client.get(address).content.decode()
    to_email(session)
    assert words in client.get(address).content.decode()
    file = Calendar.from_ical(client.get(address + "avtale.ics").content)
    event = file.walk("VEVENT")[0]
    assert (str(file["method"]), event["sequence"], event["dtstart"].dt.astimezone(OSLO)) == ("CANCEL", 1, THURSDAY)
    at(THURSDAY + timedelta(hours=1))
    assert words not in client.get(address).content.decode()


def test_staff_change_it_on_their_page(adviser, mailoutbox):
    session = booked()
    sent(mailoutbox)
    adviser.post(url("channel", session.pk), {"channel": EMAIL})
    [(_subject, _text, file)] = sent(mailoutbox)
    assert file == [("CANCEL", "CANCEL", str(session.pk), 1, THURSDAY, "CANCELLED")]


def test_a_forgotten_contact_keeps_no_old_time(session):
    session.contact.delete()
    session.refresh_from_db()
    sessions.change_to_email(session, by=session.adviser, now=NOW, reach=Reach())
    assert not SessionContact.objects.exists()
