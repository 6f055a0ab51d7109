"""What is to be sent, and what is needed to send it once.

`OutboxMessage` holds no content and no address, only which message about which thing is due when. `SealedMail` is the
exception for mails whose content cannot be read again later (login codes): sealed, and gone when sent. `DemoDelivery`
stands for the mail server and the SMS provider in the demo.
"""

from django.db import models
from django.db.models import Q

from pio.core.fields import EncryptedJSONField
from pio.core.models import BaseModel
from pio.core.privacy import Retention
from pio.messaging.enums import LIVE_STATES, Channel, MessageState
from pio.messaging.querysets import OutboxQuerySet

DONE = Q(state__in=(MessageState.SENT, MessageState.DROPPED, MessageState.CANCELLED))


class OutboxMessage(BaseModel):
    """One message that is due, written in the transaction of what it is about."""

    dedup_key = models.CharField(max_length=255, unique=True)
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel)
    target = models.UUIDField()
    target_version = models.PositiveIntegerField()
    part = models.CharField(max_length=60, blank=True)
    person = models.CharField(max_length=60, blank=True)
    offset = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, default="nb")
    send_after = models.DateTimeField(help_text="When it was due first; never moved.")
    next_attempt_at = models.DateTimeField(help_text="When a worker may take it; moved by lease, retry and safe hours.")
    not_after = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.PENDING)
    reason = models.CharField(
        max_length=60,
        blank=True,
        help_text="Why it was not sent, or why the last try failed.",
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Set just before the content leaves; from here on a crash is ambiguous.",
    )
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Number of leases; the holder's proof.")
    ambiguous_resends = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="outbox_due",
                condition=Q(state__in=LIVE_STATES),
            ),
            models.Index(fields=["target"], name="outbox_target"),
            models.Index(
                fields=["state"],
                name="outbox_for_staff",
                condition=Q(state__in=("failed", "uncertain")),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ambiguous_resends__lte=1),
                name="outbox_one_ambiguous_resend",
            ),
            models.CheckConstraint(
                condition=Q(state="leased", lease_until__isnull=False)
                | ~Q(state="leased") & Q(lease_until__isnull=True),
                name="outbox_lease_while_leased",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
                name="outbox_sent_says_when",
            ),
        ]

    class Privacy:
        erase = ("dedup_key", "target", "person")
        keep = (
            "kind",
            "channel",
            "target_version",
            "part",
            "offset",
            "language",
            "send_after",
            "next_attempt_at",
            "not_after",
            "state",
            "reason",
            "lease_until",
            "handed_over_at",
            "attempts",
            "ambiguous_resends",
            "sent_at",
            "closed_at",
        )
        retention = (
            Retention(
                "messaging.times",
                since="closed_at",
                days=1,
                by="pio.messaging.retention.coarsen",
                where=DONE,
                why="Klokkeslettet for en sendt melding viser når noen var i kontakt med oss.",
            ),
            Retention(
                "messaging.outbox",
                since="closed_at",
                days=60,
                action="delete",
                where=DONE,
                why="Viser hva vi har sendt, og hindrer at noe blir sendt to ganger.",
            ),
        )
        on_erase = "delete"

    def __str__(self) -> str:
        return self.dedup_key


class SealedMail(BaseModel):
    """The content of an account mail (login code, confirmation) until it is sent; the row is deleted then."""

    content = EncryptedJSONField(label="messaging.sealed_mail.content")
    created_at = models.DateTimeField()

    class Privacy:
        erase = ("content",)
        keep = ("created_at",)
        retention = Retention(
            "messaging.sealed_mail",
            since="created_at",
            days=1,
            action="delete",
            why="En innloggingskode som ikke ble sendt, er ikke til nytte lenger.",
        )
        on_erase = "delete"

    def __str__(self) -> str:
        return str(self.pk)


class DemoDelivery(BaseModel):
    """What the demo's mail server and SMS provider received; shown at /demo/innboks/. Never written in production."""

    sent_at = models.DateTimeField()
    reference = models.CharField(max_length=255)
    content = EncryptedJSONField(label="messaging.demo_delivery.content")

    class Meta:
        indexes = [models.Index(fields=["-sent_at"], name="demo_delivery_newest")]

    class Privacy:
        erase = ("reference", "content")
        keep = ("sent_at",)
        retention = Retention(
            "messaging.demo_delivery",
            since="sent_at",
            days=60,
            action="delete",
            why="Finnes bare i demoen.",
        )
        on_erase = "delete"

    def __str__(self) -> str:
        return self.reference


class MessageTextVersion(BaseModel):
    """What somebody made of a message text: an own wording, or the way back to the template's. The newest one holds.

    `flags` are the yes-and-no facts of the sample it was written on; see `own_texts.py`.
    """

    key = models.CharField(max_length=100)
    language = models.CharField(max_length=2)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=120, blank=True)
    body = models.TextField(blank=True)
    flags = models.JSONField(default=dict)
    is_default = models.BooleanField(default=False)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "language", "number"], name="messaging_text_version_once"),
        ]

    class Privacy:
        keep = ("key", "language", "number", "subject", "body", "flags", "is_default", "made_by", "made_at")

    def __str__(self) -> str:
        return f"{self.key} {self.language} {self.number}"
