"""An enquiry comes in from the public page and takes its place in the queue."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from ombud.enums import CaseStatus
from ombud.models import Case, Client, IntakeStop
from ombud.querysets.cases import CaseQuerySet
from pio.audit import history
from pio.core.composed import Reading
from pio.core.errors import Refusal

NUMBERS: Final = 0x6F6D6275  # the advisory lock under which case numbers are given
_STOPS = Reading[IntakeStop](
    lambda *, today: IntakeStop.objects.filter(starts_date__lte=today).exclude(ends_date__lt=today)[:1]
)


class IntakeStopped(Refusal):
    """The service takes in nobody now; the message is the stop's public text."""


@dataclass(frozen=True)
class Enquiry:
    """What the public form says. `source` is a code of the list case_source."""

    source: str
    name: str
    phone: str = ""
    email: str = ""
    phone_is_safe: bool = True
    may_say_who: bool = False
    asked_by: str = ""
    text: str = ""
    municipality: str = ""
    cares_for_children: bool = False
    is_relative: bool = False
    needs_interpreter: bool = False
    language: str = ""


def receive_enquiry(enquiry: Enquiry, *, now: datetime) -> Case:
    """Put an enquiry in the queue. Who cares for children under 18 comes first there.

    Raises:
        IntakeStopped: the service takes in nobody today.
    """
    today = timezone.localdate(now)
    with transaction.atomic(), history.acting(None, "ombud.enquire"):
        if (stop := current_stop(today)) is not None:
            raise IntakeStopped(stop.text)
        case = Case.objects.create(
            reference=next_reference(today.year), status=CaseStatus.ENQUIRY, enquired_date=today,
            source=enquiry.source, municipality=enquiry.municipality, cares_for_children=enquiry.cares_for_children,
            is_relative=enquiry.is_relative, needs_interpreter=enquiry.needs_interpreter, language=enquiry.language,
        )  # fmt: skip
        Client.objects.create(
            case=case, name=enquiry.name, phone=enquiry.phone, email=enquiry.email,
            phone_is_safe=enquiry.phone_is_safe, may_say_who=enquiry.may_say_who, asked_by=enquiry.asked_by,
            enquiry=enquiry.text,
        )  # fmt: skip
    return case


def current_stop(today: date) -> IntakeStop | None:
    """The intake stop that holds today, or None."""
    found = _STOPS.objects(_STOPS.rows(today=today))
    return found[0] if found else None


def next_reference(year: int) -> str:
    """The next free case number of a year, such as `2026-041`; in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERS])
    rows: CaseQuerySet = Case.objects.all()
    last = rows.filter(reference__startswith=f"{year}-").aggregate(last=Max("reference"))["last"]
    return f"{year}-{int(last.split('-')[1]) + 1 if last else 1:03d}"
