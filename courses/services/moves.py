"""A registration that changes its run, and two registrations that are one person."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Offering, Presence, Registration
from courses.services.queue import QUEUE
from courses.services.registrations import PartyDoesNotFit, check_open, forget_date, lock_with_evenings, token_hash
from pio.accounts.models import User
from pio.audit import history
from pio.core.errors import Refusal
from pio.messaging import services as outbox
from pio.waitlist import services as waitlist
from pio.waitlist.enums import PlaceState

CARRIED = (
    "party_size", "name", "email", "email_index", "phone", "phone_index", "may_leave_message", "avoid_hours",
    "message", "language", "source", "account_id", "is_first_time",
)  # fmt: skip
COMPLETED = ("name", "email", "email_index", "phone", "phone_index", "message", "may_leave_message")


class NotTheSamePerson(Refusal):
    """The two registrations are not of one offering, or one of them is not live."""


class AlreadyThere(Refusal):
    """Somebody with the same contact is signed up there."""


@transaction.atomic
def move_to(registration: Registration, target: Offering, *, by: User, now: datetime) -> Registration:
    """Give a person a place in another run; the place in the first comes free. They are told of both.

    Raises:
        RegistrationClosed: the other is over, cancelled or without registration.
        PartyDoesNotFit: it has too few free places.
        AlreadyThere: they are signed up there.
    """
    wanted = {pk: lock_with_evenings(pk) for pk in sorted([registration.offering_id, target.pk])}[target.pk]
    check_open(wanted, by_staff=True, now=now)
    old: Registration = QUEUE.entries(registration.offering_id).live().get(pk=registration.pk)
    same = QUEUE.entries(wanted.pk).live().of_contact(email_index=old.email_index, phone_index=old.phone_index)
    if same.exists():
        raise AlreadyThere(_("Personen er påmeldt der allerede."))
    standing = waitlist.settle(QUEUE, wanted, now)
    if not standing.has_room_for(old.party_size):
        raise PartyDoesNotFit(_("Det er ikke nok ledige plasser der."))
    token = secrets.token_urlsafe(32)
    made = Registration(
        **{name: getattr(old, name) for name in CARRIED}, token=token, token_hash=token_hash(token),
        forget_date=forget_date(wanted),
    )  # fmt: skip
    with history.acting(by, "courses.move_to"):
        waitlist.join_locked(QUEUE, wanted, entry=made, now=now, standing=standing)
        waitlist.leave(QUEUE, old.pk, state=PlaceState.REMOVED, now=now)
    return made


@transaction.atomic
def merge(first: Registration, second: Registration, *, by: User, now: datetime) -> Registration:
    """Two registrations of one person become one: the one with the better standing, with the contact of both.

    Raises:
        NotTheSamePerson: not of one offering, the same row, or not live.
    """
    QUEUE.lock(first.offering_id)
    rows = list(QUEUE.entries(first.offering_id).live().filter(pk__in=[first.pk, second.pk]))
    if len(rows) != 2:
        raise NotTheSamePerson(_("Velg to påmeldinger til det samme kurset som begge gjelder."))
    order = [PlaceState.CONFIRMED, PlaceState.OFFERED, PlaceState.WAITING]
    kept: Registration
    kept, gone = sorted(rows, key=lambda each: (order.index(PlaceState(each.state)), each.queue_number))
    taken = set(Presence.objects.filter(registration=kept).values_list("evening_id", flat=True))
    Presence.objects.filter(registration=gone).exclude(evening__in=taken).update(registration=kept)
    with history.acting(by, "courses.merge"):
        waitlist.leave(QUEUE, gone.pk, state=PlaceState.REMOVED, now=now)
        outbox.cancel_for(gone.pk, now=now)
        for name in COMPLETED:
            if not getattr(kept, name):
                setattr(kept, name, getattr(gone, name))
        kept.save(update_fields=COMPLETED)
    return kept
