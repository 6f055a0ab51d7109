"""Boring advice sessions: an adviser with an open calendar, a room, sessions and their people."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import factory

from advising.enums.sessions import Channel, SessionOrigin, SessionStatus
from advising.models import AdviceSession, SessionContact, SessionLink, SessionParticipant
from advising.services.session_orders import Person, SafeContact, SessionOrder, contact_index, new_reference
from pio.accounts.models import User
from pio.scheduling.models import Resource
from tests.scheduling.factories import AdviserFactory, RoomFactory, open_all_week

OSLO = ZoneInfo("Europe/Oslo")
THURSDAY = datetime(2026, 11, 26, 12, 30, tzinfo=OSLO)
TOKEN = "a" * 43


class AdviserUserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"adviser{number}@example.org")
    name = factory.Sequence(lambda number: f"Anne Holm {number}")
    roles = ["adviser"]
    created_on = date(2026, 1, 1)


class AdviceSessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AdviceSession

    reference = factory.LazyFunction(new_reference)
    status = SessionStatus.BOOKED
    origin = SessionOrigin.ONLINE
    channel = Channel.VIDEO
    starts_at = THURSDAY
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + timedelta(hours=1) if row.starts_at else None)
    session_date = factory.LazyAttribute(lambda row: row.starts_at.astimezone(OSLO).date() if row.starts_at else None)
    adviser = factory.SubFactory(AdviserUserFactory)
    created_on = date(2026, 11, 20)


class ParticipantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SessionParticipant

    session = factory.SubFactory(AdviceSessionFactory)
    position = 1
    relation = "mother"


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SessionContact

    session = factory.SubFactory(AdviceSessionFactory)
    email = "kari@example.org"
    phone = None
    may_leave_message = "voice_and_sms"
    email_index = factory.LazyAttribute(lambda row: contact_index(row.email))
    phone_index = factory.LazyAttribute(lambda row: contact_index(row.phone))


class LinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SessionLink

    session = factory.SubFactory(AdviceSessionFactory)
    token = TOKEN
    token_hash = factory.LazyAttribute(lambda row: __import__("hashlib").sha256(row.token.encode()).digest())


def open_adviser(name: str = "Anne Holm", start: time = time(9), end: time = time(15)) -> Resource:
    """An adviser with an account, open Monday to Friday for every way of meeting."""
    user = AdviserUserFactory(name=name)
    resource = AdviserFactory(user=user, name=name)
    open_all_week(resource, start, end, channels=["in_person", "video", "phone"])
    return resource


def open_room(name: str = "Rom 2") -> Resource:
    """A room, open Monday to Friday."""
    room = RoomFactory(name=name)
    open_all_week(room, channels=["in_person"])
    return room


def an_order(**changes: object) -> SessionOrder:
    """A video session for one mother, reached by e-mail and SMS."""
    values: dict[str, object] = {
        "channel": Channel.VIDEO, "origin": SessionOrigin.ONLINE, "people": [Person("mother", "female", "51_66")],
        "contact": SafeContact(email="kari@example.org", phone="+4790000123", may_leave_message="voice_and_sms"),
    }  # fmt: skip
    return SessionOrder(**(values | changes))  # type: ignore[arg-type]
