"""What is needed to book a session, as plain values, and the rows that are written for it.

An order is complete when it reaches a service: forms have checked each field, the rules across fields stand here.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from advising.enums.sessions import Channel, MessageConsent, SessionOrigin, SessionStatus
from advising.models import AdviceSession, SessionContact, SessionLink, SessionParticipant
from advising.models.session_contacts import INDEX_PURPOSE
from advising.permissions.sessions import hash_token
from advising.terms import MOST_PEOPLE
from pio.core.blind_index import blind_index
from pio.core.errors import Refusal

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O, U, 0, 1: a reference is read aloud on the phone."""


class NobodyComes(Refusal):
    """No person in the order."""


class TooManyPeople(Refusal):
    """More people than a session has room for."""


class ChildWithoutConsent(Refusal):
    """A child comes along, and no parent has consented."""


class ContactMissing(Refusal):
    """There is no way to reach the person that the way of meeting needs."""


@dataclass(frozen=True)
class Person:
    """One who comes. Codes of the lists `relation`, `gender` and `age_band`."""

    relation: str
    gender: str = "unknown"
    age_band: str = "unknown"
    child_consent: bool = False


@dataclass(frozen=True)
class SafeContact:
    """How to reach the person. Empty strings for what was not given."""

    email: str = ""
    phone: str = ""
    may_leave_message: str = MessageConsent.NO
    avoid_hours: Sequence[str] = ()
    interpreter_language: str = ""
    hearing: bool = False
    message: str = ""


@dataclass(frozen=True)
class SessionOrder:
    """A session that somebody wants. `language` is that of the messages."""

    channel: str
    origin: str
    people: Sequence[Person]
    contact: SafeContact
    themes: Sequence[str] = ()
    language: str = "nb"
    referred_from: Sequence[str] = field(default=())


@dataclass(frozen=True)
class Placing:
    """When, with whom, and which reservations hold it; threads have a date only."""

    session_date: date
    adviser_id: UUID | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    adviser_time_id: UUID | None = None
    room_time_id: UUID | None = None


def check_order(order: SessionOrder) -> None:
    """Check the rules that reach across fields.

    Raises:
        NobodyComes, TooManyPeople, ChildWithoutConsent, ContactMissing.
    """
    if not order.people:
        raise NobodyComes(_("Fortell hvem som kommer."))
    if len(order.people) > MOST_PEOPLE:
        raise TooManyPeople(_("Det er plass til %(most)s personer i en time.") % {"most": MOST_PEOPLE})
    for person in order.people[1:]:
        if person.age_band == "under_18" and not person.child_consent:
            raise ChildWithoutConsent(_("Et barn kan være med når en forelder samtykker."))
    _check_contact(order)


def _check_contact(order: SessionOrder) -> None:
    """Somebody on the phone with us may leave all of it out, but not the number that we are to call."""
    if order.origin == SessionOrigin.STAFF and order.channel == Channel.PHONE and not order.contact.phone:
        raise ContactMissing(_("Skriv mobilnummeret vi skal ringe."))
    if order.origin != SessionOrigin.ONLINE:
        return
    if not (order.contact.email or order.contact.phone):
        raise ContactMissing(_("Skriv e-post eller mobil, så vi kan nå deg."))
    if order.channel == Channel.PHONE and not order.contact.phone:
        raise ContactMissing(_("Skriv mobilnummeret vi skal ringe."))
    if order.channel == Channel.EMAIL and not order.contact.email:
        raise ContactMissing(_("Skriv e-postadressen vi skal svare til."))


def write_session(order: SessionOrder, placing: Placing, *, pk: UUID | None = None, created_on: date) -> AdviceSession:
    """Insert the session with its people, contact and link; call it inside the transaction that takes the time."""
    session = AdviceSession(
        reference=new_reference(), status=SessionStatus.BOOKED, origin=order.origin, channel=order.channel,
        themes=list(order.themes), referred_from=list(order.referred_from), language=order.language,
        created_on=created_on, **vars(placing),
    )  # fmt: skip
    if pk is not None:
        session.pk = pk
    session.save(force_insert=True)
    write_people(session, order.people)
    contact = new_contact(session, order.contact)
    contact.save(force_insert=True)
    session.contact = contact
    session.link = create_link(session)
    return session


def write_people(session: AdviceSession, people: Sequence[Person]) -> None:
    """Insert the people of a session, numbered from 1."""
    SessionParticipant.objects.bulk_create(
        SessionParticipant(
            session=session, position=position, relation=person.relation, gender=person.gender or "unknown",
            age_band=person.age_band or "unknown", child_consent=person.child_consent,
        )
        for position, person in enumerate(people, start=1)
    )  # fmt: skip


def new_contact(session: AdviceSession, given: SafeContact) -> SessionContact:
    """The unsaved contact row, with its blind indexes."""
    return SessionContact(
        session=session, email=given.email or None, email_index=contact_index(given.email),
        phone=given.phone or None, phone_index=contact_index(given.phone),
        may_leave_message=given.may_leave_message or MessageConsent.NO, avoid_hours=list(given.avoid_hours),
        interpreter_language=given.interpreter_language or None, hearing=given.hearing, message=given.message or None,
    )  # fmt: skip


def contact_index(address: str | None) -> bytes | None:
    """The blind index of an e-mail or mobile within advice sessions; None for an empty one."""
    return blind_index(address, INDEX_PURPOSE) if address else None


def create_link(session: AdviceSession) -> SessionLink:
    """Make the session's link: a token of 256 random bits, stored hashed and sealed."""
    token = secrets.token_urlsafe(32)
    link = SessionLink(session=session, token_hash=hash_token(token), token=token)
    link.save(force_insert=True)
    return link


def new_reference() -> str:
    """A reference for people to read aloud, such as `K7QM-2X9P` (30⁸ of them)."""
    text = "".join(secrets.choice(ALPHABET) for _place in range(8))
    return f"{text[:4]}-{text[4:]}"


def normalise_reference(text: str) -> str:
    """A reference as it is stored, however it was typed."""
    letters = re.sub(r"[^0-9A-Z]", "", text.upper())
    return f"{letters[:4]}-{letters[4:8]}"
