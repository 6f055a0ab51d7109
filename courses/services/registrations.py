"""Signing up, answering an offer, leaving. One live registration an offering and contact; nobody learns who has one.

A second sign-up with the same contact gets the answer that a new one would get, and the first link is sent again.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from courses.enums import OfferingStatus, RegistrationSource
from courses.models import Offering, Registration
from courses.models.registrations import CONTACT_INDEX, MONTHS_KEPT
from courses.services import notices
from courses.services.queue import QUEUE
from pio.core.blind_index import blind_index
from pio.core.errors import Refusal
from pio.waitlist import services as waitlist
from pio.waitlist.enums import PlaceState


class RegistrationClosed(Refusal):
    """Registration has not opened, has closed, or the offering is over, cancelled or without registration."""


class PartyDoesNotFit(Refusal):
    """More people than there are free places."""


@dataclass(frozen=True)
class SignUp:
    """What a sign-up says. At least one of `email` and `phone` is given; the phone is E.164."""

    party_size: int = 1
    email: str = ""
    phone: str = ""
    name: str = ""
    may_leave_message: bool = False
    avoid_hours: tuple[str, ...] = field(default=())
    message: str = ""
    language: str = "nb"
    source: RegistrationSource = RegistrationSource.ONLINE
    account_id: UUID | None = None


@dataclass(frozen=True)
class Answer:
    """What is said after a sign-up: a place, or this number in the queue."""

    has_place: bool
    number: int | None = None


def token_hash(token: str) -> bytes:
    """How a link's token is looked up."""
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def sign_up(offering_id: UUID, data: SignUp, *, now: datetime) -> tuple[Answer, Registration]:
    """Sign a party up, or put it on the waiting list.

    Raises:
        RegistrationClosed: not open now.
        pio.waitlist.services.PartyTooLarge: larger than the offering.
    """
    offering = lock_with_evenings(offering_id)
    check_open(offering, by_staff=data.source == RegistrationSource.STAFF, now=now)
    standing = waitlist.settle(QUEUE, offering, now)
    has_place = standing.has_room_for(data.party_size)
    answer = Answer(has_place, None if has_place else standing.waiting + 1)
    email_index = blind_index(data.email, CONTACT_INDEX) if data.email else None
    phone_index = blind_index(data.phone, CONTACT_INDEX) if data.phone else None
    known = Registration.objects.of_contact(email_index=email_index, phone_index=phone_index).nearest_to(offering)
    if known is not None and known.is_live and known.offering_id == offering.pk:
        known.offering = offering
        notices.link_again(known, now=now)
        return answer, known
    token = secrets.token_urlsafe(32)
    registration = Registration(
        party_size=data.party_size, name=data.name or None, email=data.email or None, email_index=email_index,
        phone=data.phone or None, phone_index=phone_index, may_leave_message=data.may_leave_message,
        avoid_hours=list(data.avoid_hours), message=data.message or None, token=token, token_hash=token_hash(token),
        language=data.language, source=data.source, account_id=data.account_id, is_first_time=known is None,
        forget_date=forget_date(offering),
    )  # fmt: skip
    waitlist.join_locked(QUEUE, offering, entry=registration, now=now, standing=standing)
    return answer, registration


def lock_with_evenings(offering_id: UUID) -> Offering:
    """The offering, locked, and then its evenings, so that each rule below finds them without asking again."""
    offering: Offering = QUEUE.lock(offering_id)
    prefetch_related_objects([offering], "evenings")
    return offering


def check_open(offering: Offering, *, by_staff: bool, now: datetime) -> None:
    """Say no unless one may sign up now. Staff may after the deadline, and before the opening.

    Raises:
        RegistrationClosed
    """
    if offering.status != OfferingStatus.PUBLISHED or not offering.takes_registrations:
        raise RegistrationClosed(_("Her kan du ikke melde deg på."))
    live = [evening for evening in offering.evenings.all() if not evening.is_cancelled]
    if not live or max(evening.starts_at for evening in live) <= now:
        raise RegistrationClosed(_("Dette er over. Se hva som kommer på siden for kurs og arrangementer."))
    if by_staff:
        return
    if offering.registration_opens_at and now < offering.registration_opens_at:
        raise RegistrationClosed(_("Påmeldingen har ikke åpnet ennå."))
    if offering.registration_closes_at and now > offering.registration_closes_at:
        raise RegistrationClosed(_("Påmeldingsfristen er ute. Ring oss hvis du fortsatt vil være med."))


def accept_offer(registration: Registration, *, now: datetime) -> Registration:
    """Take the offered place.

    Raises:
        pio.waitlist.services.OfferGone: it does not stand any more.
    """
    waitlist.accept(QUEUE, registration.pk, now=now)
    fresh: Registration = Registration.objects.select_related("offering").get(pk=registration.pk)
    return fresh


def decline_offer(registration: Registration, *, now: datetime) -> None:
    """Say no to the offered place; it goes to the next one."""
    waitlist.leave(QUEUE, registration.pk, state=PlaceState.DECLINED, now=now)


def withdraw(registration: Registration, *, now: datetime) -> None:
    """Leave; whoever waits is offered what comes free."""
    waitlist.leave(QUEUE, registration.pk, state=PlaceState.WITHDRAWN, now=now)


@transaction.atomic
def change_party(registration: Registration, *, party_size: int, now: datetime) -> Registration:
    """Change how many come: fewer at any time, more only when the places are free and nobody waits.

    Raises:
        PartyDoesNotFit: too few free places.
    """
    offering = QUEUE.lock(registration.offering_id)
    current: Registration = QUEUE.entries(offering.pk).live().get(pk=registration.pk)
    extra = party_size - current.party_size
    free = waitlist.settle(QUEUE, offering, now).free
    too_many = party_size > offering.largest_party or (offering.capacity is not None and party_size > offering.capacity)
    takes_place = current.state != PlaceState.WAITING
    if too_many or (takes_place and extra > 0 and free is not None and extra > free):
        raise PartyDoesNotFit(_("Det er ikke plass til så mange. Velg et lavere antall."))
    if extra:
        current.party_size = party_size
        current.version += 1
        current.save(update_fields=["party_size", "version"])
    if extra < 0:
        waitlist.promote_locked(QUEUE, offering, now)
    return current


def forget_date(offering: Offering) -> date | None:
    """The day from which the contact may be forgotten: six months after the last evening (`privacy.md`).

    Where every evening is cancelled, the last of them counts.
    """
    evenings = list(offering.evenings.all())
    held = [evening for evening in evenings if not evening.is_cancelled]
    last = max((evening.ends_at for evening in held or evenings), default=None)
    return localdate(last) + timedelta(days=MONTHS_KEPT * 30 + 3) if last else None


def keep_forget_dates(offering: Offering) -> None:
    """Let contacts be kept until six months after the last evening as it stands now; called when evenings change."""
    rows = Registration.objects.filter(offering=offering, token_hash__isnull=False)
    rows.update(forget_date=forget_date(Offering.objects.get(pk=offering.pk)))
