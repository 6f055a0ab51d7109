"""What staff do with an offering: make, change, publish, cancel, copy; the number of places."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from courses.enums import RESERVED_SLUGS, TRANSITIONS, OfferingStatus
from courses.models import Offering, Registration
from courses.services import evenings as evening_services
from courses.services import notices
from courses.services.evenings import Plan
from courses.services.queue import QUEUE
from pio.accounts.models import User
from pio.audit import history
from pio.core.errors import Refusal
from pio.core.public import empty_page_cache
from pio.core.words import OSLO
from pio.messaging import services as outbox
from pio.waitlist import services as waitlist
from pio.waitlist.enums import PlaceState

NORWEGIAN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "ae", "Ø": "o", "Å": "a"})
COPIED = (
    "kind", "audience", "title", "title_en", "summary", "summary_en", "description", "description_en", "place",
    "place_text", "video_link", "takes_registrations", "largest_party", "price_text", "partners", "host_names",
    "picture", "picture_text", "capacity", "room",
)  # fmt: skip


class NotPossible(Refusal):
    """The status does not allow it."""


@transaction.atomic
def create_offering(
    values: Mapping[str, Any], plans: Sequence[Plan], *, hosts: Sequence[User] = (), by: User, now: datetime
) -> Offering:
    """A draft with its evenings; room and hosts are reserved.

    Args:
        values: fields of the offering, without slug and status.

    Raises:
        pio.scheduling.services.Busy, courses.services.evenings.RoomOrHostTaken
    """
    with history.acting(by, "courses.create"):
        first = min(plan.starts_at for plan in plans)
        offering = Offering.objects.create(slug=free_slug(values["title"], localdate(first)), **values)
        offering.hosts.set(hosts)
        evening_services.add_evenings(offering, plans, by=by, now=now)
    return offering


@transaction.atomic
def change_offering(
    offering: Offering, values: Mapping[str, Any], *, hosts: Sequence[User] = (), by: User, now: datetime
) -> Offering:
    """Change texts, times of registration, room and hosts. The number of places has a verb of its own.

    Raises:
        courses.services.evenings.RoomOrHostTaken: another room or host is busy.
    """
    current: Offering = QUEUE.lock(offering.pk)
    for name, value in values.items():
        setattr(current, name, value)
    current.sequence += 1
    with history.acting(by, "courses.change"):
        current.save()
        current.hosts.set(hosts)
        evening_services.reserve(current, list(current.evenings.upcoming(now=now)), now=now)
    empty_page_cache()
    return current


def publish(offering: Offering, *, by: User, now: datetime) -> Offering:
    """Let everybody see it.

    Raises:
        NotPossible: it is cancelled, or has no evening to come.
    """
    if not offering.evenings.upcoming(now=now).exists():
        raise NotPossible(_("Sett opp minst én kveld som ikke er over, før du publiserer."))
    return _become(offering, OfferingStatus.PUBLISHED, by=by)


@transaction.atomic
def unpublish(offering: Offering, *, by: User) -> Offering:
    """Back to a draft, while nobody has signed up.

    Raises:
        NotPossible: somebody has a place or waits; then it is cancelled instead, so that they are told.
    """
    QUEUE.lock(offering.pk)
    if QUEUE.entries(offering.pk).live().exists():
        raise NotPossible(_("Noen er påmeldt. Avlys i stedet, så får de beskjed."))
    return _become(offering, OfferingStatus.DRAFT, by=by)


@transaction.atomic
def cancel(offering: Offering, *, reason: str, by: User, now: datetime) -> Offering:
    """Cancel everything that is still to come: all who have or want a place are told, room and hosts are free.

    Raises:
        NotPossible: it is a draft or was cancelled already.
    """
    current = _become(offering, OfferingStatus.CANCELLED, by=by, cancelled_text=reason)
    evening_services.release(list(current.evenings.upcoming(now=now)), now=now)
    live = list(QUEUE.entries(current.pk).live())
    for registration in live:
        outbox.cancel_for(registration.pk, now=now)
    notices.offering_changed(live, "cancelled", version=current.sequence, now=now)
    return current


@transaction.atomic
def copy(offering: Offering, *, first: date, by: User, now: datetime) -> Offering:
    """The same once more as a draft, its evenings moved so that the first is on `first`, at the same wall times.

    Raises:
        NotPossible: there is no evening to copy.
        courses.services.evenings.RoomOrHostTaken: the room or a host is busy then.
    """
    rows = list(offering.evenings.taking_place())
    if not rows:
        raise NotPossible(_("Her er ingen kvelder å kopiere."))
    days = first - localdate(rows[0].starts_at)
    plans = [
        Plan(_shifted(row.starts_at, days), _shifted(row.ends_at, days), row.title, row.title_en, row.description)
        for row in rows
    ]
    values = {name: getattr(offering, name) for name in COPIED}
    made = create_offering(values, plans, hosts=list(offering.hosts.all()), by=by, now=now)
    for question in offering.questions.all():
        made.questions.create(
            position=question.position, kind=question.kind, text=question.text, options=question.options
        )
    return made


def set_capacity(offering: Offering, *, capacity: int | None, by: User, now: datetime) -> None:
    """Change the number of places; more places are offered to those who wait.

    Raises:
        pio.waitlist.services.CapacityBelowEnrolled: more people have places than that; the message names them.
    """
    try:
        with history.acting(by, "courses.set_capacity"):
            waitlist.set_capacity(QUEUE, offering.pk, capacity=capacity, now=now)
    except waitlist.CapacityBelowEnrolled as refusal:
        names = ", ".join(each.name or _("Uten navn") for each in refusal.entries)
        message = _("%(why)s De som har plass: %(names)s.") % {"why": refusal.message, "names": names}
        raise waitlist.CapacityBelowEnrolled(message, refusal.entries) from refusal
    empty_page_cache()


def remove(registration: Registration, *, by: User, now: datetime) -> None:
    """Take a registration out, for somebody who called; whoever waits is offered the place."""
    with history.acting(by, "courses.remove"):
        waitlist.leave(QUEUE, registration.pk, state=PlaceState.REMOVED, now=now)


def free_slug(title: str, first: date) -> str:
    """An address that nothing has: the title, with month and year when the title alone is taken."""
    base = slugify(title.translate(NORWEGIAN))[:60].strip("-") or "kurs"
    choices = [base, f"{base}-{first:%Y-%m}", *(f"{base}-{first:%Y-%m}-{n}" for n in range(2, 50))]
    taken = set(Offering.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED_SLUGS
    return next(slug for slug in choices if slug not in taken)


def _shifted(moment: datetime, days: timedelta) -> datetime:
    """The same wall time on another day, also across the change of clocks."""
    return (moment.astimezone(OSLO) + days).astimezone(moment.tzinfo)


@transaction.atomic
def _become(offering: Offering, status: OfferingStatus, *, by: User, **values: object) -> Offering:
    current: Offering = QUEUE.lock(offering.pk)
    if status not in TRANSITIONS[OfferingStatus(current.status)]:
        raise NotPossible(_("Det går ikke lenger. Last siden på nytt."))
    current.status, current.sequence = status, current.sequence + 1
    for name, value in values.items():
        setattr(current, name, value)
    with history.acting(by, f"courses.{status}"):
        current.save()
    empty_page_cache()
    return current
