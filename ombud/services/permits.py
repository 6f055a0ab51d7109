"""Verbs on mandates and consents. Withdrawing works at once, also in the middle of a call, by either side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud.enums import WithdrawnHow
from ombud.models import Case, Consent, Document, Mandate, NetworkPerson, Office
from ombud.services.assignments import CaseClosed
from ombud.services.cases import lock_case
from pio.audit import history
from pio.core.errors import Refusal

HOW_BY_CLIENT = WithdrawnHow.CLIENT.value  # the client did it on their own page


class AlreadyWithdrawn(Refusal):
    """It was withdrawn before."""


@dataclass(frozen=True)
class Span:
    """From when to when a permit holds; `end` None = until withdrawn."""

    start: date
    end: date | None = None


@dataclass(frozen=True)
class Signed:
    """Whether the client has signed, and the signed paper when it lies in the case."""

    is_signed: bool = False
    document: Document | None = None


def give_mandate(
    case: Case, *, office: Office, scope: Sequence[str], span: Span, signed: Signed, by: object, now: datetime
) -> Mandate:
    """Write down the client's mandate towards an office. Raises CaseClosed."""
    with transaction.atomic(), history.acting(by, "ombud.mandate"):
        _check_live(case)
        return Mandate.objects.create(
            case=case, office=office, scope=list(scope), valid_from=span.start, valid_to=span.end,
            is_signed=signed.is_signed or signed.document is not None, document=signed.document,
        )  # fmt: skip


@dataclass(frozen=True)
class Agreed:
    """What the client has agreed to: what the contact is for, and how far it goes, in the client's words."""

    words: str
    purpose: str = ""


def give_consent(
    case: Case, *, person: NetworkPerson, agreed: Agreed, span: Span, by: object, now: datetime
) -> Consent:
    """Write down the client's consent to contact with one person. Raises CaseClosed."""
    with transaction.atomic(), history.acting(by, "ombud.consent"):
        _check_live(case)
        return Consent.objects.create(
            case=case, person=person, purpose=agreed.purpose or None, words=agreed.words, valid_from=span.start,
            valid_to=span.end,
        )  # fmt: skip


def add_person(case: Case, *, relation: str, name: str, phone: str, by: object, now: datetime) -> NetworkPerson:
    """Write down somebody close to the client. This alone opens no way to them."""
    with history.acting(by, "ombud.person"):
        return NetworkPerson.objects.create(case=case, relation=relation, name=name, phone=phone)


def withdraw(permit: Mandate | Consent, *, how: str, by: object, now: datetime) -> None:
    """End a mandate or a consent this moment; contacts from now on are refused by the database.

    Args:
        how: a code of `WithdrawnHow`.

    Raises:
        AlreadyWithdrawn
    """
    with transaction.atomic(), history.acting(by, "ombud.withdraw"):
        row = type(permit).objects.select_for_update().get(pk=permit.pk)
        if row.withdrawn_at is not None:
            raise AlreadyWithdrawn(_("Den er allerede trukket."))
        row.withdrawn_at, row.withdrawn_how = now, how
        row.save(update_fields=["withdrawn_at", "withdrawn_how"])


def confirm(permit: Mandate | Consent, *, by: object, now: datetime) -> None:
    """The client says on their own page that this is right."""
    with transaction.atomic(), history.acting(by, "ombud.confirm"):
        row = type(permit).objects.select_for_update().get(pk=permit.pk)
        row.confirmed_date = timezone.localdate(now)
        row.save(update_fields=["confirmed_date"])


def _check_live(case: Case) -> None:
    if not lock_case(case.pk).is_live:
        raise CaseClosed(_("Saken er avsluttet."))
