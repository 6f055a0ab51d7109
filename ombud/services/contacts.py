"""Verbs on the contact log. The permit is looked up here, so that the ombud need not; PostgreSQL checks it again."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud.enums import Party
from ombud.models import Assignment, Case, Consent, ContactEntry, Mandate, NetworkPerson, Office, Remark
from ombud.services.assignments import CaseClosed
from ombud.services.cases import lock_case
from pio.accounts.models import User
from pio.audit import history
from pio.core.errors import Refusal, broken_constraint

MOST_REMARK = 4000  # characters
CLOCKS_DIFFER = timedelta(minutes=5)
NEEDS_PERMIT = "ombud_contact_needs_permit"


class NoValidMandate(Refusal):
    """The client has not allowed contact with that office, or no longer."""


class NoValidConsent(Refusal):
    """The client has not agreed to contact with that person, or no longer."""


class ReasonMissing(Refusal):
    """An exception, a mark or an amendment needs its reason in words."""


class NotYet(Refusal):
    """A contact that has not happened cannot be logged."""


@dataclass(frozen=True)
class Contact:
    """What is to be logged. `office` or `person` says with whom; neither = with the client."""

    occurred_at: datetime
    minutes: int
    mode: str
    office: Office | None = None
    person: NetworkPerson | None = None
    facts: str = ""
    client_view: str = ""
    next_step: str = ""
    assignments: Sequence[Assignment] = field(default_factory=tuple)
    exception: str = ""
    exception_reason: str = ""
    not_shared_reason: str = ""
    key: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def party(self) -> Party:
        """With whom."""
        return Party.OFFICE if self.office else Party.RELATIVE if self.person else Party.CLIENT


def log_contact(case: Case, *, contact: Contact, by: User, now: datetime) -> ContactEntry:
    """Log a contact. The same key a second time gives the entry that is there.

    Raises:
        NoValidMandate, NoValidConsent: the client has not allowed it, and no exception is given.
        ReasonMissing: an exception without a reason.
        NotYet: it lies ahead.
        CaseClosed
    """
    if contact.occurred_at > now + CLOCKS_DIFFER:
        raise NotYet(_("Kontakten kan ikke ligge fram i tid."))
    if contact.exception and not contact.exception_reason.strip():
        raise ReasonMissing(_("Skriv hvorfor du måtte ta kontakt uten at klienten hadde sagt ja."))
    try:
        with transaction.atomic(), history.acting(by, "ombud.contact"):
            return _write(case, contact, by)
    except IntegrityError as problem:
        if broken_constraint(problem) != NEEDS_PERMIT:
            raise
        raise _no_permit(contact) from problem


def _write(case: Case, contact: Contact, by: User) -> ContactEntry:
    if not lock_case(case.pk).is_live:
        raise CaseClosed(_("Saken er avsluttet."))
    found = ContactEntry.objects.filter(pk=contact.key, case=case).first()
    if found is not None:
        return found
    mandate, consent = valid_permit(case, contact)
    if contact.party != Party.CLIENT and not (mandate or consent or contact.exception):
        raise _no_permit(contact)
    entry = ContactEntry.objects.create(
        id=contact.key, case=case, occurred_at=contact.occurred_at, minutes=contact.minutes, mode=contact.mode,
        party=contact.party, office=contact.office, person=contact.person, mandate=mandate, consent=consent,
        exception=contact.exception, exception_reason=contact.exception_reason or None,
        has_reason=bool(contact.exception_reason.strip()), facts=contact.facts, client_view=contact.client_view,
        next_step=contact.next_step, not_shared=bool(contact.not_shared_reason),
        not_shared_reason=contact.not_shared_reason or None, author=by,
    )  # fmt: skip
    entry.assignments.set(contact.assignments)
    return entry


def valid_permit(case: Case, contact: Contact) -> tuple[Mandate | None, Consent | None]:
    """The mandate or consent under which the contact happened, if there was one then."""
    if contact.office is not None:
        mandates = case.mandates.valid_at(contact.occurred_at).filter(office=contact.office)
        return mandates.order_by("-valid_from").first(), None
    if contact.person is not None:
        consents = case.consents.valid_at(contact.occurred_at).filter(person=contact.person)
        return None, consents.order_by("-valid_from").first()
    return None, None


def _no_permit(contact: Contact) -> Refusal:
    if contact.office is not None:
        return NoValidMandate(
            _("Klienten har ikke gitt fullmakt overfor %(office)s.") % {"office": contact.office.name}
        )
    return NoValidConsent(_("Klienten har ikke sagt ja til kontakt med denne personen."))


def amend_contact(entry: ContactEntry, *, text: str, by: User, now: datetime) -> ContactEntry:
    """Write an amendment beside an entry; the entry itself stays as it was. Raises ReasonMissing."""
    if not text.strip():
        raise ReasonMissing(_("Skriv hva som skal rettes eller legges til."))
    with transaction.atomic(), history.acting(by, "ombud.amend"):
        lock_case(entry.case_id)
        return ContactEntry.objects.create(
            case_id=entry.case_id, occurred_at=now, minutes=0, mode=entry.mode, party=Party.CLIENT, facts=text,
            amends=entry, author=by, not_shared=entry.not_shared,
        )  # fmt: skip


def remark_on(entry: ContactEntry, *, text: str, by: object, now: datetime) -> Remark:
    """The client's own remark beside an entry. Raises ReasonMissing when it is empty or too long."""
    if not text.strip():
        raise ReasonMissing(_("Skriv merknaden din først."))
    if len(text) > MOST_REMARK:
        raise ReasonMissing(_("Merknaden er for lang. Den kan ha 4000 tegn."))
    with transaction.atomic(), history.acting(by, "ombud.remark"):
        return Remark.objects.create(entry=entry, text=text, written_on=timezone.localdate(now))
