"""The client's own verbs: begin and end what they want, take everything along."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ombud.enums import AssignmentStatus, Result, Side
from ombud.models import Assignment, Case
from ombud.services.assignments import Progress, move_assignment
from pio.audit.selectors import reading_days
from pio.core.errors import Refusal

ASSIGNMENT = (
    "words", "goal", "category", "status", "awaited", "waiting_since", "next_step", "opened_date", "opened_by",
    "confirmed_date", "closed_date", "closed_by", "result", "rating",
)  # fmt: skip
PERMIT = ("valid_from", "valid_to", "confirmed_date", "withdrawn_at", "withdrawn_how")
ENTRY = ("occurred_at", "minutes", "mode", "party", "facts", "client_view", "next_step")
READING = ("name", "day", "times", "first", "last", "reasons")
ENDS = {"done": AssignmentStatus.DONE, "given_up": AssignmentStatus.GIVEN_UP}
"""How the client ends an assignment."""


class SayHow(Refusal):
    """The client has not said whether it is done or given up, or gave a rating that is none."""


def end_assignment(row: Assignment, *, how: str, rating: str, by: object, now: datetime) -> Assignment:
    """The client ends an assignment, with their own rating of 1-5 if they like. Raises SayHow, AssignmentEnded."""
    if how not in ENDS or rating not in {"", "1", "2", "3", "4", "5"}:
        raise SayHow(_("Velg om du er ferdig, eller om du ikke vil mer."))
    result = Result.ACHIEVED if how == "done" else Result.UNKNOWN
    progress = Progress(ENDS[how], next_step=row.next_step or "", result=result, rating=int(rating) if rating else None)
    return move_assignment(row, progress=progress, side=Side.CLIENT, by=by, now=now)


def export_case(case: Case) -> dict[str, Any]:
    """Everything in the case that is the client's to have, in plain data; what is not shared stays out."""
    entries = case.entries.filter(not_shared=False, amends=None).select_related("office", "person")
    return {
        "reference": case.reference, "opened": case.opened_date, "closed": case.closed_date,
        "name": case.client.name, "phone": case.client.phone, "email": case.client.email,
        "address": case.client.address,
        "assignments": [_plain(row, ASSIGNMENT) for row in case.assignments.with_awaited()],
        "mandates": [
            {"office": row.office.name} | _plain(row, ("scope", *PERMIT))
            for row in case.mandates.select_related("office")
        ],
        "consents": [
            {"person": row.person.relation} | _plain(row, ("purpose", "words", *PERMIT))
            for row in case.consents.select_related("person")
        ],
        "log": [
            _plain(row, ENTRY) | {
                "office": row.office.name if row.office else "", "person": row.person.relation if row.person else "",
                "amendments": [_plain(each, ("occurred_at", "facts")) for each in row.amendments.all()],
                "my_remarks": [_plain(each, ("written_on", "text")) for each in row.remarks.all()],
            }
            for row in entries.prefetch_related("amendments", "remarks")
        ],
        "deadlines": [
            {"what": row.what} | _plain(row, ("due_date", "whose", "closed_date", "is_kept"))
            for row in case.deadlines.select_related("rule")
        ],
        "documents": [_plain(row, ("title", "kind", "added_on")) for row in case.documents.defer("content")],
        "opened_by": [_plain(row, READING) for row in reading_days(case, most=None).rows],
    }  # fmt: skip


def _plain(row: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
