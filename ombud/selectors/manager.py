"""What the manager sees: loads, the queue, the open cases by number. Counts and numbers, no names, no texts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from ombud.enums import OPEN_STATUSES
from ombud.models import Assignment, Case, Deadline
from ombud.selectors import PAGE
from pio.accounts.models import User


@dataclass(frozen=True)
class Load:
    """One ombud's load, as the manager sees it: counts, no names."""

    ombud: User
    open: int
    late: int
    assignments: int


def loads(*, today: date) -> list[Load]:
    """Open cases, overrun deadlines and live assignments of every ombud; three queries, counted in the database."""
    late = _per_ombud(Deadline.objects.live().filter(due_date__lt=today))
    live = _per_ombud(Assignment.objects.live())
    is_open = Q(ombud_cases__status__in=OPEN_STATUSES)
    people = User.objects.filter(roles__contains=["ombud"], is_active=True).annotate(
        n=Count("ombud_cases", filter=is_open)
    )
    ordered = people.order_by("name", "pk")
    return [Load(each, each.n, late.get(each.pk, 0), live.get(each.pk, 0)) for each in ordered]


def _per_ombud(rows: Any) -> dict[Any, int]:
    counts = rows.filter(case__status__in=OPEN_STATUSES).order_by().values_list("case__ombud").annotate(n=Count("pk"))
    return dict(counts)


@dataclass(frozen=True)
class Queue:
    """A page of the queue with days waited, and the number of the last one when more wait behind."""

    rows: list[tuple[Case, int]]
    total: int
    after: str


def waiting_days(user: User, *, today: date, after: str = "", most: int = PAGE) -> Queue:
    """The queue as `user` may see it; `after` is the case number that the page before ended with."""
    visible = Case.objects.not_denied(user)
    last = visible.filter(reference=after).first() if after else None
    rows = list((visible.queue_after(last) if last else visible.queue())[: most + 1])
    days = [(case, (today - case.enquired_date).days) for case in rows[:most]]
    return Queue(days, visible.queue().count(), rows[most - 1].reference if len(rows) > most else "")


@dataclass(frozen=True)
class CasePage:
    """A page of the open cases, by number; `after` is the key of the next page, empty on the last."""

    rows: list[Case]
    after: str


def open_cases(user: User, *, after: str = "", ombud: str = "") -> CasePage:
    """The open cases by number for the manager, of one ombud or of all: no names, no texts."""
    visible = Case.objects.not_denied(user).open().after(after).select_related("ombud", "deputy")
    if ombud:
        visible = visible.filter(ombud__email=ombud)
    rows = list(visible[: PAGE + 1])
    return CasePage(rows[:PAGE], rows[PAGE - 1].reference if len(rows) > PAGE else "")
