"""What the staff's pages show: the list of offerings, one offering with its people, the presence of one evening."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from courses.enums import PRESENT, OfferingStatus
from courses.models import Evening, Offering, Presence, Registration
from courses.models.registrations import CONTACT_INDEX
from courses.services.attendance import NEXT, preset_of
from courses.services.attendance import PRESENT as CAME
from pio.core import choices
from pio.core.blind_index import blind_index
from pio.waitlist.enums import TAKES_PLACE, PlaceState

SHOWS = ("kommende", "kladder", "tidligere")


@dataclass(frozen=True)
class Cell:
    """One person on the list of an evening, and what one tap makes of them."""

    registration: Registration
    person: int
    name: str
    attendance: str
    label: str
    following: str
    is_present: bool
    came: int
    is_make_up: bool = False


@dataclass(frozen=True)
class Roll:
    """The attendance list of an evening."""

    cells: list[Cell] = field(default_factory=list)
    present: int = 0
    is_saved: bool = False


def offerings(show: str, *, now: datetime) -> Any:
    """Offerings for the staff's list: what comes, drafts, or what is over (the newest first)."""
    found = Offering.objects.with_times(now=now)
    drafts = Q(status=OfferingStatus.DRAFT)
    if show == "kladder":
        return found.filter(drafts).order_by(F("first_starts_at").asc(nulls_last=True), "id")
    if show == "tidligere":
        return found.exclude(drafts).filter(next_starts_at__isnull=True).order_by(
            F("last_ends_at").desc(nulls_last=True), "id"
        )  # fmt: skip
    return found.exclude(drafts).filter(next_starts_at__isnull=False).order_by("next_starts_at", "id")


def with_figures(rows: Iterable[Any], *, now: datetime) -> list[Any]:
    """These offerings with their times and places, in the order given; one query, whatever the list is of."""
    wanted = [row.pk for row in rows]
    found = {row.pk: row for row in Offering.objects.filter(pk__in=wanted).with_times(now=now).with_places()}
    return [found[pk] for pk in wanted]


def people(offering: Offering) -> tuple[list[Registration], list[Registration], list[Registration]]:
    """Who has a place (or holds an offer), who waits in order, and who has left; one query."""
    rows = list(Registration.objects.filter(offering=offering).with_presences().order_by("queue_number"))
    placed = [row for row in rows if row.state in TAKES_PLACE]
    waiting = [row for row in rows if row.state == PlaceState.WAITING]
    return placed, waiting, [row for row in rows if not row.is_live]


def roll(evening: Evening) -> Roll:
    """Everybody who has a place, and who takes an evening again; three queries."""
    marks = {
        (cell.registration_id, cell.person_number): cell
        for cell in Presence.objects.filter(evening=evening).select_related("registration")
    }
    rows = Registration.objects.filter(offering=evening.offering_id).confirmed().with_presences()
    guests = {cell.registration_id: cell.registration for cell in marks.values()}
    listed = {row.pk: row for row in rows.order_by("queue_number")}
    preset, cells = preset_of(evening), []
    for row in [*listed.values(), *(guest for pk, guest in guests.items() if pk not in listed)]:
        for person in range(1, row.party_size + 1):
            mark = marks.get((row.pk, person))
            if mark is None and row.pk not in listed:
                continue
            cells.append(_cell(row, person, mark, preset))
    present = sum(cell.is_present for cell in cells) + evening.head_count
    return Roll(cells, present, evening.marked_date is not None)


def _cell(row: Registration, person: int, mark: Presence | None, preset: str) -> Cell:
    attendance = mark.attendance if mark else preset
    name = row.name or _("Uten navn")
    shown = name if person == 1 else _("%(name)s, person %(number)s") % {"name": name, "number": person}
    return Cell(
        row, person, shown, attendance, choices.label("attendance", attendance), NEXT.get(attendance, preset or CAME),
        attendance in PRESENT, getattr(row, "came", 0), bool(mark and mark.is_make_up),
    )  # fmt: skip


def find(contact: str) -> list[Registration]:
    """The registrations of an exact e-mail or phone number (E.164), the newest first."""
    index = blind_index(contact, CONTACT_INDEX)
    found = Registration.objects.of_contact(email_index=index, phone_index=index).select_related("offering")
    return list(found.order_by("-joined_date", "-queue_number")[:50])


def other_runs(offering: Offering, *, now: datetime) -> Any:
    """Published offerings with something to come that take registrations; the same course first."""
    found = Offering.objects.filter(status=OfferingStatus.PUBLISHED, takes_registrations=True).upcoming(now=now)
    return found.exclude(pk=offering.pk)


def make_up_candidates(evening: Evening) -> list[Registration]:
    """People of other runs of the same course."""
    found = Registration.objects.confirmed().filter(offering__title=evening.offering.title, token_hash__isnull=False)
    return list(found.exclude(offering=evening.offering_id).order_by("offering", "queue_number")[:200])
