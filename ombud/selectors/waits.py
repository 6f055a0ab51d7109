"""Who waits for whom in one's own cases: offices by name, then clients, those close, and others."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from ombud.enums import WaitsFor
from ombud.models import Assignment, Case
from ombud.selectors import name_of
from ombud.services.failures import is_long_wait
from pio.accounts.models import User


@dataclass(frozen=True)
class Wait:
    """One assignment that waits; `whom` is empty where the group says it all."""

    assignment: Assignment
    name: str
    days: int
    may_report: bool
    whom: str


@dataclass(frozen=True)
class WaitGroup:
    """All that wait for one office, for a client, for somebody close or for another; the longest wait first."""

    title: str
    rows: list[Wait]
    longest: int


def waits(user: User, *, now: datetime) -> list[WaitGroup]:
    """The groups: offices by their longest wait, then the client, those close, others; one query."""
    today = timezone.localdate(now)
    mine = Case.objects.worked_by(user, today=today).open()
    groups: dict[tuple[int, str], list[Wait]] = {}
    for row in Assignment.objects.waiting().filter(case__in=mine).with_awaited().select_related("case__client"):
        whom = WaitsFor(row.waits_for)
        title = row.awaited if whom == WaitsFor.OFFICE else str(whom.label)
        groups.setdefault((WaitsFor.values.index(whom), title), []).append(_wait(row, whom, today))
    ordered = sorted(groups.items(), key=lambda pair: (pair[0][0], -pair[1][0].days))
    return [WaitGroup(title, rows, rows[0].days) for (_rank, title), rows in ordered]


def _wait(row: Assignment, whom: WaitsFor, today: date) -> Wait:
    is_one_of_many = whom in {WaitsFor.PERSON, WaitsFor.OTHER}
    days = (today - (row.waiting_since or today)).days
    may_report = is_long_wait(row, today=today) and row.wait_reported_date is None
    return Wait(row, name_of(row.case), days, may_report, row.awaited if is_one_of_many else "")
