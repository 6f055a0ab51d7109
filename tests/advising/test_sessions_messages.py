"""What messages say, to whom, and when they say nothing."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from advising.enums.sessions import MessagePart
from advising.messages import sessions as texts
from advising.services.session_messages import send_about
from pio.messaging import kinds
from pio.messaging.enums import Channel
from pio.messaging.models import OutboxMessage
from tests.advising.factories.sessions import THURSDAY, TOKEN, ContactFactory, LinkFactory
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
SECRETS = ("rådgiv", "pårørende", "psyk", "rus", "grense", "PIO")


@pytest.fixture
def session():
    contact = ContactFactory(phone="+4790000123", session__themes=["boundaries"])
    LinkFactory(session=contact.session)
    return contact.session


def row(session, part="booked", channel="email", version=0):
    return OutboxMessage(kind="advice_session", target=session.pk, target_version=version, part=part, channel=channel)


def test_confirmation_by_email(session):
    message = texts.compose(row(session), NOW)
    assert (message.to, message.subject) == ("kari@example.org", "Avtalen din torsdag 26. november kl. 12.30")
    assert f"/radgivning/time/{TOKEN}/" in message.body
    assert session.reference in message.body
    event = Calendar.from_ical(message.calendar.body).walk("VEVENT")[0]
    assert (message.calendar.method, str(event["summary"]), str(event["class"]), event["sequence"]) == (
        "REQUEST", "Avtale", "PRIVATE", 0,
    )  # fmt: skip
    assert event["dtstart"].dt == THURSDAY
    assert TOKEN.encode() not in message.calendar.body


def test_reminder_by_sms_is_one_sms(session):
    message = texts.compose(row(session, "reminder", "sms"), NOW)
    assert (message.to, message.calendar, message.subject) == ("+4790000123", None, "")
    assert message.body.startswith("Husk avtalen torsdag kl. 12.30. Flytt eller avbestill: http://")


@pytest.mark.parametrize("language", ["nb", "en"])
def test_p14_no_text_tells(language):
    """No message names us, a theme or an illness (the address of the link aside)."""
    for message in texts.samples(language):
        words = " ".join(part for part in f"{message.subject} {message.body}".split() if "/" not in part)
        assert [secret for secret in SECRETS if secret.lower() in words.lower()] == []


def test_samples_cover_every_part_and_channel():
    assert len(texts.samples("nb")) == len(MessagePart) * len(Channel)


def test_cancellation_cancels_the_calendar_entry(session):
    session.status, session.sequence = "cancelled_by_us", 1
    session.save()
    message = texts.compose(row(session, "cancelled", version=1), NOW)
    event = Calendar.from_ical(message.calendar.body).walk("VEVENT")[0]
    assert (message.calendar.method, str(event["status"]), event["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert "Vi må dessverre avlyse avtalen torsdag 26. november kl. 12.30." in message.body


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sequence": 1}, "moved"),
        ({"status": "cancelled_late"}, "moved"),
        ({"status": "held"}, "moved"),
    ],
)
def test_nothing_is_said_about_what_is_no_longer_true(session, change, reason):
    for name, value in change.items():
        setattr(session, name, value)
    session.save()
    assert texts.compose(row(session, "reminder"), NOW) == kinds.Drop(reason)


def test_nothing_is_said_when_it_is_forgotten(session):
    session.contact.delete()
    assert texts.compose(row(session), NOW) == kinds.Drop("content_gone")
    session.delete()
    assert texts.compose(row(session), NOW) == kinds.Drop("content_gone")


def test_no_sms_when_no_message_may_be_left(session):
    session.contact.may_leave_message = "no"
    session.contact.save()
    assert texts.compose(row(session, "reminder", "sms"), NOW) == kinds.Drop("not_wanted")


def test_hours_to_avoid(session):
    session.contact.avoid_hours = ["from_10_to_16"]
    session.contact.save()
    assert texts.compose(row(session), NOW) == kinds.Postpone(NOW + timedelta(hours=6))
    session.contact.avoid_hours = ["before_10", "from_10_to_16", "after_16"]
    session.contact.save()
    assert texts.compose(row(session), NOW) == kinds.Drop("hours_to_avoid")


def test_messages_in_the_language_of_the_booking(session):
    session.language = "en"
    session.save()
    message = texts.compose(row(session), NOW)
    assert f"/en/radgivning/time/{TOKEN}/" in message.body
    assert message.subject == "Your appointment Thursday 26 November at 12:30"


def test_send_about_a_forgotten_contact_is_nothing(session):
    session.contact.delete()
    session.refresh_from_db()
    send_about(session, MessagePart.CANCELLED, now=NOW)
    assert not OutboxMessage.objects.exists()
