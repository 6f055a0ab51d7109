"""Verbs on assignments: they begin in the client's words, and the client can end them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud.enums import ASSIGNMENT_TRANSITIONS, ENDED, WAIT_NAMES, AssignmentStatus, Side, WaitsFor
from ombud.models import Assignment, Case, NetworkPerson, Office
from ombud.services.cases import ChangedMeanwhile, lock_case
from pio.audit import history
from pio.core.errors import Refusal


class WordsMissing(Refusal):
    """Nothing begins without the client's own words."""


class AssignmentEnded(Refusal):
    """It was done or given up already."""


class NobodyAwaited(Refusal):
    """It waits, but nobody knows for whom, or since a day that has not been."""


class CaseClosed(Refusal):
    """The case is closed; nothing new is written in it."""


@dataclass(frozen=True)
class Wish:
    """What the client wants: own words first, when it is reached, then the category."""

    words: str
    category: str
    goal: str = ""
    side: str = Side.CLIENT
    next_step: str = ""


@dataclass(frozen=True)
class Awaited:
    """For whom an assignment waits (a code of `WaitsFor`, and who it is where there are many), and since when."""

    whom: str
    office: Office | None = None
    person: NetworkPerson | None = None
    words: str = ""
    since: date | None = None

    @property
    def fields(self) -> dict[str, object]:
        """The columns that say for whom."""
        return {
            "waiting_for": self.whom, "waiting_on": self.office, "waiting_person": self.person,
            "waiting_words": self.words or None,
        }  # fmt: skip


NOBODY = Awaited("")


@dataclass(frozen=True)
class Progress:
    """How far an assignment has come. Statuses that carry them need `awaited`, `result`; `goal` None stays."""

    status: str
    next_step: str = ""
    goal: str | None = None
    awaited: Awaited = NOBODY
    result: str = ""
    rating: int | None = None


def open_assignment(case: Case, *, wish: Wish, by: object, now: datetime) -> Assignment:
    """Begin an assignment. One that the client writes is confirmed by that.

    Raises:
        WordsMissing, CaseClosed
    """
    if not wish.words.strip():
        raise WordsMissing(_("Skriv hva klienten vil, med klientens egne ord."))
    today = timezone.localdate(now)
    with transaction.atomic(), history.acting(by, "ombud.assignment"):
        if not lock_case(case.pk).is_live:
            raise CaseClosed(_("Saken er avsluttet."))
        return Assignment.objects.create(
            case=case, words=wish.words, goal=wish.goal or None, category=wish.category, opened_by=wish.side,
            opened_date=today, next_step=wish.next_step, confirmed_date=today if wish.side == Side.CLIENT else None,
        )  # fmt: skip


def move_assignment(
    assignment: Assignment, *, progress: Progress, side: str = Side.OMBUD, version: int | None = None, by: object,
    now: datetime,
) -> Assignment:  # fmt: skip
    """Move an assignment on, or end it. Waiting keeps its first day while it is for the same; a day that is given wins.

    Args:
        version: what the page was opened with; None overwrites whatever stands there.

    Raises:
        AssignmentEnded, NobodyAwaited
        ChangedMeanwhile: another has saved since; nothing is written, and what stands there comes with the refusal.
    """
    today = timezone.localdate(now)
    with transaction.atomic(), history.acting(by, "ombud.assignment"):
        row = Assignment.objects.select_for_update(of=("self",)).with_awaited().get(pk=assignment.pk)
        if progress.status not in ASSIGNMENT_TRANSITIONS[row.status]:
            raise AssignmentEnded(_("Oppdraget er allerede avsluttet."))
        if version is not None and row.version != version:
            raise ChangedMeanwhile(_("Noen andre har endret dette mens du skrev."), _standing(row), row.version)
        waits = progress.status == AssignmentStatus.WAITING
        if waits:
            _check(progress.awaited, today)
        _wait(row, progress.awaited if waits else NOBODY, today)
        row.status, row.next_step, row.version = progress.status, progress.next_step, row.version + 1
        if progress.goal is not None:
            row.goal = progress.goal
        if progress.status in ENDED:
            row.closed_date, row.closed_by = today, side
            row.result, row.rating = progress.result, progress.rating
        row.save()
    return row


def _wait(row: Assignment, awaited: Awaited, today: date) -> None:
    """Let the row wait for somebody, or for nobody."""
    is_same = row.waits_for == awaited.whom and all(
        (getattr(row, name) or None) == value for name, value in awaited.fields.items() if name in WAIT_NAMES.values()
    )
    since = row.waiting_since if is_same else None
    row.wait_reported_date = row.wait_reported_date if since else None
    for name, value in awaited.fields.items():
        setattr(row, name, value)
    row.waiting_since = (awaited.since or since or today) if awaited.whom else None


def _check(awaited: Awaited, today: date) -> None:
    """Somebody is named, and the day has been."""
    name = WAIT_NAMES.get(awaited.whom)
    if awaited.whom not in WaitsFor.values or (name and not awaited.fields[name]):
        raise NobodyAwaited(_("Velg hvem dere venter på."))
    if awaited.since is not None and awaited.since > today:
        raise NobodyAwaited(_("Dagen kan ikke være fram i tid."))


def _standing(row: Assignment) -> dict[str, object]:
    """What stands in the row now, under the names of the form's fields."""
    return {
        "status": row.status, "waits_for": awaited_key(row), "waiting_words": row.waiting_words or "",
        "waiting_since": row.waiting_since, "goal": row.goal or "", "next_step": row.next_step or "",
    }  # fmt: skip


def awaited_key(row: Assignment) -> str:
    """For whom the row waits, as the form has it: `office:slug`, `person:key`, `client`, `other`, or empty."""
    if row.waits_for == WaitsFor.OFFICE and row.waiting_on is not None:
        return f"office:{row.waiting_on.slug}"
    return f"person:{row.waiting_person_id}" if row.waits_for == WaitsFor.PERSON else row.waits_for


def confirm_assignment(assignment: Assignment, *, by: object, now: datetime) -> None:
    """The client says that this is what they want."""
    with transaction.atomic(), history.acting(by, "ombud.confirm"):
        row = Assignment.objects.select_for_update().get(pk=assignment.pk)
        row.confirmed_date = timezone.localdate(now)
        row.save(update_fields=["confirmed_date"])
