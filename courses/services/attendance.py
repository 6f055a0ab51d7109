"""Who came: everybody who has a place is preset as present; each change is saved by itself and may be sent twice."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from courses.enums import Place
from courses.models import Evening, Presence, Registration
from courses.services.queue import QUEUE
from pio.core.errors import Refusal
from pio.waitlist.enums import PlaceState

PRESENT, ONLINE, EXCUSED, ABSENT = "present", "online", "excused", "absent"
CODES = (PRESENT, ONLINE, EXCUSED, ABSENT)
NEXT = {PRESENT: EXCUSED, ONLINE: EXCUSED, EXCUSED: ABSENT}


class TooEarly(Refusal):
    """The evening's day has not come."""


class NotOnTheList(Refusal):
    """The person has no place here."""


def preset_of(evening: Evening) -> str:
    """What everybody is marked as to begin with."""
    return ONLINE if evening.offering.place == Place.DIGITAL else PRESENT


@transaction.atomic
def begin(evening: Evening, *, now: datetime) -> None:
    """Mark everybody who has a place as present, once; those who are marked already stay as they are.

    Raises:
        TooEarly: presence is marked from the day of the evening.
    """
    if localdate(evening.starts_at) > localdate(now):
        raise TooEarly(_("Oppmøte føres fra den dagen kvelden er."))
    locked = Evening.objects.select_for_update().select_related("offering").get(pk=evening.pk)
    preset = preset_of(locked)
    cells = [
        Presence(evening=locked, registration=registration, person_number=number, attendance=preset)
        for registration in QUEUE.entries(locked.offering_id).confirmed()
        for number in range(1, registration.party_size + 1)
    ]
    Presence.objects.bulk_create(cells, ignore_conflicts=True)
    if locked.marked_date is None:
        Evening.objects.filter(pk=locked.pk).update(marked_date=localdate(now))


@transaction.atomic
def mark(evening: Evening, registration: Registration, *, person: int, attendance: str, now: datetime) -> Presence:
    """Set one cell; the same again changes nothing.

    Raises:
        TooEarly: before the day. NotOnTheList: the person has no place, or the code is none of ours.
    """
    belongs = registration.offering_id == evening.offering_id and registration.state == PlaceState.CONFIRMED
    has_cell = Presence.objects.filter(evening=evening, registration=registration).exists()
    if attendance not in CODES or not 1 <= person <= registration.party_size or not (belongs or has_cell):
        raise NotOnTheList(_("Personen står ikke på listen. Last siden på nytt."))
    begin(evening, now=now)
    cell = Presence.objects.select_for_update().get(evening=evening, registration=registration, person_number=person)
    if cell.attendance != attendance:
        cell.attendance, cell.version = attendance, cell.version + 1
        cell.save(update_fields=["attendance", "version"])
    return cell


def count_heads(evening: Evening, *, heads: int, now: datetime) -> None:
    """Say how many came besides those on the list; with nobody on it, how many came in all.

    Raises:
        TooEarly: before the day.
    """
    begin(evening, now=now)
    Evening.objects.filter(pk=evening.pk).update(head_count=heads)


@transaction.atomic
def make_up(evening: Evening, registration: Registration, *, now: datetime) -> None:
    """Somebody of another run of the same course takes an evening here instead; once, however often it is sent.

    Raises:
        TooEarly: before the day. NotOnTheList: not a run of the same course, or no place in it.
    """
    same = registration.offering.title == evening.offering.title and registration.offering_id != evening.offering_id
    if not same or registration.state != PlaceState.CONFIRMED:
        raise NotOnTheList(_("Personen har ikke plass på en annen runde av kurset."))
    begin(evening, now=now)
    Presence.objects.get_or_create(
        evening=evening, registration=registration, person_number=1,
        defaults={"attendance": preset_of(evening), "is_make_up": True},
    )  # fmt: skip
