"""The log of reads (P09) and break-glass.

Rules in the database: an entry of the log is never changed and never deleted but by the forgetting of its whole chain;
only its sealed reason may be sealed again (key rotation). A break-glass lasts 60 minutes at most.
"""

from datetime import timedelta
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pio.core.fields import EncryptedTextField
from pio.core.models import BaseModel
from pio.core.privacy import Retention

BREAK_GLASS_FOR = timedelta(minutes=60)
APPEND_ONLY = """
    IF TG_OP = 'DELETE' THEN
        IF current_setting('pio.forget_reads', true) = 'on' THEN RETURN OLD; END IF;
    ELSIF (NEW.id, NEW.chain_id, NEW.number, NEW.reader, NEW.verb, NEW.at, NEW.digest)
        IS NOT DISTINCT FROM (OLD.id, OLD.chain_id, OLD.number, OLD.reader, OLD.verb, OLD.at, OLD.digest) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the log of reads is append-only' USING ERRCODE = 'restrict_violation';
"""


class ReadChain(BaseModel):
    """The head of one record's log: how many entries there are and the digest of the last one, under our key."""

    subject_type = models.CharField(max_length=80)
    subject = models.UUIDField()
    entries = models.PositiveIntegerField(default=0)
    last_digest = models.BinaryField(max_length=32, default=bytes)
    seal = models.BinaryField(max_length=32, default=bytes)
    record_ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("subject_type", "subject"), name="audit_chain_once"),)

    class Privacy:
        keep = ("subject_type", "subject", "entries", "last_digest", "seal", "record_ended_on")
        retention = Retention(
            "audit.reads",
            since="record_ended_on",
            months=24,
            by="pio.audit.services.reads.forget_chains",
            why=_("Hvem som har åpnet en sak, står i 24 måneder etter at saken er slettet."),
        )

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject}"


class ReadEntry(BaseModel):
    """One reading of one record: who, when, with which verb, and why when there is a reason. Never what stood there."""

    chain = models.ForeignKey(ReadChain, on_delete=models.PROTECT, related_name="log")
    number = models.PositiveIntegerField()
    reader = models.UUIDField()
    verb = models.CharField(max_length=60)
    reason = EncryptedTextField(label="audit.read.reason", null=True, blank=True)
    at = models.DateTimeField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("chain", "number"), name="audit_read_number"),)
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="append_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=APPEND_ONLY,
            ),
        ]

    class Privacy:
        keep = ("chain", "number", "reader", "verb", "reason", "at", "digest")

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"


class BreakGlass(BaseModel):
    """One person's opening of one record beyond their right, for a stated reason and a limited time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=80)
    subject = models.UUIDField()
    reason = EncryptedTextField(label="audit.break_glass.reason", null=True)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("subject_type", "subject", "ends_at"), name="audit_break_glass_subject"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("opened_at"), ends_at__lte=F("opened_at") + BREAK_GLASS_FOR),
                name="audit_break_glass_ends",
            ),
        )

    class Privacy:
        erase = ("reason",)
        keep = ("user", "subject_type", "subject", "opened_at", "ends_at")
        retention = Retention(
            "audit.break_glass",
            since="opened_at",
            months=24,
            why=_("Viser hvorfor noen åpnet en sak som ikke var deres."),
        )

    def __str__(self) -> str:
        return f"{self.subject_type} {self.opened_at:%Y-%m-%d %H:%M}"
