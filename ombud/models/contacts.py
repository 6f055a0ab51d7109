"""The contact log. PostgreSQL refuses an entry with an office without a valid mandate, or with a relative without a
valid consent, on the day and at the moment of the contact; only a reasoned exception passes. What was written is never
overwritten: it is amended by another entry.
"""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from ombud.enums import ContactException, ContactMode, Party
from ombud.models.assignments import Assignment
from ombud.models.cases import Case, NetworkPerson, forgotten_with_the_case
from ombud.models.offices import Consent, Mandate, Office
from pio.core.fields import EncryptedTextField
from pio.core.models import BaseModel

__all__ = ["ContactEntry", "Remark"]

NEEDS_PERMIT = """
    IF NEW.exception <> '' OR NEW.party = 'client' THEN RETURN NEW; END IF;
    IF NEW.party = 'office' AND EXISTS (
        SELECT 1 FROM ombud_mandate m WHERE m.id = NEW.mandate_id AND m.case_id = NEW.case_id
            AND m.office_id = NEW.office_id
            AND m.valid_from <= (NEW.occurred_at AT TIME ZONE 'Europe/Oslo')::date
            AND (m.valid_to IS NULL OR m.valid_to >= (NEW.occurred_at AT TIME ZONE 'Europe/Oslo')::date)
            AND (m.withdrawn_at IS NULL OR m.withdrawn_at > NEW.occurred_at)
        FOR KEY SHARE
    ) THEN RETURN NEW; END IF;
    IF NEW.party = 'relative' AND EXISTS (
        SELECT 1 FROM ombud_consent c WHERE c.id = NEW.consent_id AND c.case_id = NEW.case_id
            AND c.person_id = NEW.person_id
            AND c.valid_from <= (NEW.occurred_at AT TIME ZONE 'Europe/Oslo')::date
            AND (c.valid_to IS NULL OR c.valid_to >= (NEW.occurred_at AT TIME ZONE 'Europe/Oslo')::date)
            AND (c.withdrawn_at IS NULL OR c.withdrawn_at > NEW.occurred_at)
        FOR KEY SHARE
    ) THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'a contact with % needs the client''s valid mandate or consent', NEW.party
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ombud_contact_needs_permit';
"""
NEVER_OVERWRITTEN = """
    IF (NEW.case_id, NEW.occurred_at, NEW.minutes, NEW.mode, NEW.party, NEW.office_id, NEW.person_id, NEW.mandate_id,
        NEW.consent_id, NEW.exception, NEW.amends_id, NEW.author_id)
        IS DISTINCT FROM (OLD.case_id, OLD.occurred_at, OLD.minutes, OLD.mode, OLD.party, OLD.office_id, OLD.person_id,
        OLD.mandate_id, OLD.consent_id, OLD.exception, OLD.amends_id, OLD.author_id) THEN
        RAISE EXCEPTION 'the contact log is amended, never overwritten' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
"""


class ContactEntry(BaseModel):
    """One contact: with whom, how, how long, on which permit, and what was said in three parts."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="entries")
    occurred_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=0)
    mode = models.CharField(max_length=12, choices=ContactMode)
    party = models.CharField(max_length=8, choices=Party)
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(NetworkPerson, models.PROTECT, null=True, blank=True, related_name="+")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True, related_name="entries")
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="entries")
    exception = models.CharField(max_length=15, choices=ContactException, blank=True)
    exception_reason = EncryptedTextField(label="ombud.entry.exception", null=True)
    has_reason = models.BooleanField(default=False)
    assignments = models.ManyToManyField(Assignment, related_name="entries", blank=True)
    facts = EncryptedTextField(label="ombud.entry.facts", null=True)
    client_view = EncryptedTextField(label="ombud.entry.client_view", null=True)
    next_step = EncryptedTextField(label="ombud.entry.next_step", null=True)
    not_shared = models.BooleanField(default=False)
    not_shared_reason = EncryptedTextField(label="ombud.entry.not_shared", null=True)
    amends = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="amendments")
    author = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    reported_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-occurred_at", "id"]
        constraints = (
            models.CheckConstraint(
                condition=Q(party=Party.CLIENT, office__isnull=True, person__isnull=True)
                | Q(party=Party.OFFICE, office__isnull=False, person__isnull=True)
                | Q(party=Party.RELATIVE, person__isnull=False, office__isnull=True),
                name="ombud_contact_names_its_party",
            ),
            models.CheckConstraint(
                condition=Q(party=Party.CLIENT) | Q(mandate__isnull=False) | Q(consent__isnull=False)
                | ~Q(exception=""),
                name="ombud_contact_has_permit",
            ),
            models.CheckConstraint(
                condition=Q(exception="") | Q(has_reason=True), name="ombud_contact_exception_has_reason"
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("case", "-occurred_at"), name="ombud_contact_by_case"),)
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="needs_permit", when=pgtrigger.Before, operation=pgtrigger.Insert, func=NEEDS_PERMIT
            ),
            pgtrigger.Trigger(
                name="never_overwritten", when=pgtrigger.Before, operation=pgtrigger.Update, func=NEVER_OVERWRITTEN
            ),
        ]

    class Privacy:
        erase = ("facts", "client_view", "next_step", "exception_reason", "not_shared_reason")
        keep = (
            "case", "occurred_at", "minutes", "mode", "party", "office", "person", "mandate", "consent", "exception",
            "has_reason", "assignments", "not_shared", "amends", "author", "reported_date",
        )  # fmt: skip
        retention = forgotten_with_the_case("ombud.entry")
        subject = "case__account"

    def __str__(self) -> str:
        return f"{self.occurred_at:%Y-%m-%d %H:%M}"


class Remark(BaseModel):
    """The client's own words beside an entry; they stand there whatever the ombud thinks of them."""

    entry = models.ForeignKey(ContactEntry, models.CASCADE, related_name="remarks")
    text = EncryptedTextField(label="ombud.remark.text", null=True)
    written_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["written_on", "id"]

    class Privacy:
        erase = ("text",)
        keep = ("entry", "written_on")
        retention = forgotten_with_the_case("ombud.remark", "entry__case")
        subject = "entry__case__account"

    def __str__(self) -> str:
        return f"{self.written_on}"
