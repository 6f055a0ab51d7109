"""Showing interest in a group, answering an offer, leaving. Nobody joins directly: interest is a place in the queue.

The leaders talk with people before they are offered a place, so a new entry always waits; a place is offered in order
of joining. A second interest with the same contact is answered like the first and gets the first link again.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from groups.enums import GroupStatus, LeftBecause
from groups.models import GroupEntry, SupportGroup
from groups.models.entries import CONTACT_INDEX
from groups.services.queue import QUEUE, intake_stop, link_again
from pio.core.blind_index import blind_index
from pio.core.errors import Refusal
from pio.waitlist import services as waitlist
from pio.waitlist.enums import PlaceState


class IntakeClosed(Refusal):
    """An intake stop holds, or the group has ended."""


class PlaceTaken(Refusal):
    """Every place of the group has a member."""


@dataclass(frozen=True)
class Interest:
    """What the form of interest says. At least one of `email` and `phone` is given; the phone is E.164."""

    name: str = ""
    email: str = ""
    phone: str = ""
    may_leave_message: bool = False
    avoid_hours: tuple[str, ...] = field(default=())
    words: str = ""
    relation: str = ""
    age_band: str = ""
    municipality: str = ""
    spoken_language: str = ""
    theme: str = ""
    language: str = "nb"
    account_id: UUID | None = None


def token_hash(token: str) -> bytes:
    """How a link's token is looked up."""
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def show_interest(group_id: UUID, data: Interest, *, now: datetime) -> tuple[int, GroupEntry]:
    """Put somebody on the waiting list; returns the number a newcomer gets, and the entry.

    Raises:
        IntakeClosed: an intake stop holds, or the group does not take people in.
    """
    group = QUEUE.lock(group_id)
    check_open(group, now=now)
    email_index = blind_index(data.email, CONTACT_INDEX) if data.email else None
    phone_index = blind_index(data.phone, CONTACT_INDEX) if data.phone else None
    number = QUEUE.entries(group_id).waiting().count() + 1
    same = _same_contact(group_id, email_index, phone_index)
    if same is not None:
        link_again(same, now=now)
        return number, same
    token = secrets.token_urlsafe(32)
    group.last_queue_number += 1
    group.save(update_fields=["last_queue_number"])
    entry = GroupEntry(
        group=group, queue_number=group.last_queue_number, joined_date=localdate(now), name=data.name or None,
        email=data.email or None, email_index=email_index, phone=data.phone or None, phone_index=phone_index,
        may_leave_message=data.may_leave_message, avoid_hours=list(data.avoid_hours), words=data.words or None,
        relation=data.relation, age_band=data.age_band, municipality=data.municipality,
        spoken_language=data.spoken_language, theme=data.theme or None, token=token, token_hash=token_hash(token),
        language=data.language, account_id=data.account_id,
    )  # fmt: skip
    entry.save(force_insert=True)
    QUEUE.on_change(entry, PlaceState.WAITING, now)
    return number, entry


def check_open(group: SupportGroup, *, now: datetime) -> None:
    """Say no unless the waiting list takes people in.

    Raises:
        IntakeClosed
    """
    stop = intake_stop(group, now=now)
    if stop is not None:
        raise IntakeClosed(stop.text())
    if group.status != GroupStatus.OPEN:
        raise IntakeClosed(_("Denne gruppa tar ikke inn flere."))


@transaction.atomic
def accept_offer(entry: GroupEntry, *, now: datetime) -> GroupEntry:
    """Take the offered place.

    Raises:
        IntakeClosed: an intake stop holds; the place in the queue is kept.
        PlaceTaken: every place has a member. pio.waitlist.services.OfferGone: it ran out or was taken back.
    """
    group = QUEUE.lock(entry.group_id)
    check_open(group, now=now)
    members = QUEUE.entries(group.pk).confirmed().exclude(pk=entry.pk)
    if group.capacity is not None and members.places() >= group.capacity:
        raise PlaceTaken(_("Plassen er tatt av en annen. Du beholder plassen din i køen."))
    waitlist.accept(QUEUE, entry.pk, now=now)
    accepted: GroupEntry = GroupEntry.objects.select_related("group").get(pk=entry.pk)
    return accepted


def decline_offer(entry: GroupEntry, *, now: datetime) -> None:
    """Say no to the offered place; a leader offers it to the next one."""
    waitlist.leave(QUEUE, entry.pk, state=PlaceState.DECLINED, now=now)


@transaction.atomic
def leave(entry: GroupEntry, *, because: LeftBecause = LeftBecause.OWN_WISH, now: datetime) -> None:
    """Leave the group or the waiting list; the place is free. Leaving twice is leaving once."""
    QUEUE.lock(entry.group_id)
    if GroupEntry.objects.live().filter(pk=entry.pk).update(left_because=because):
        waitlist.leave(QUEUE, entry.pk, state=PlaceState.WITHDRAWN, now=now)


def _same_contact(group_id: UUID, email_index: bytes | None, phone_index: bytes | None) -> GroupEntry | None:
    live = QUEUE.entries(group_id).live()
    found: GroupEntry | None = live.filter(email_index=email_index).first() if email_index else None
    if found is None and phone_index:
        found = live.filter(phone_index=phone_index).first()
    return found
