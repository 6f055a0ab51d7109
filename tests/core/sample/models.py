"""A client and their visits: every kind of encrypted field, every kind of erased field, a retention rule each."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from pio.audit import history
from pio.core.fields import EncryptedBinaryField, EncryptedJSONField, EncryptedTextField
from pio.core.models import BaseModel
from pio.core.privacy import Retention


@history.track()
class Client(BaseModel):
    """Somebody with an account, with one field of each kind."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    note = EncryptedTextField(label="sample.client.note", null=True, blank=True)
    short = EncryptedTextField(label="sample.client.short", null=True, bucket=32)
    facts = EncryptedJSONField(label="sample.client.facts", null=True)
    seed = EncryptedBinaryField(label="sample.client.seed", null=True)
    name = models.CharField(max_length=60, blank=True)
    email = models.EmailField(unique=True)
    tags = ArrayField(models.CharField(max_length=10), default=list)
    answers = models.JSONField(default=dict)
    helpers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="helped_samples", blank=True)
    channel = models.CharField(max_length=10, default="phone")
    ended_on = models.DateField(null=True)

    class Meta:
        app_label = "sample"

    class Privacy:
        erase = ("account", "note", "short", "facts", "seed", "name", "email", "tags", "answers", "helpers")
        keep = ("channel", "ended_on")
        retention = Retention("sample.client", since="ended_on", months=12, fields=("note", "name"))
        subject = "account"
        secret = ("seed",)

    def __str__(self) -> str:
        return str(self.pk)


@history.track()
class Visit(BaseModel):
    """A visit of a client; a hold on the client holds it too."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE)
    text = EncryptedTextField(label="sample.visit.text")
    at = models.DateTimeField()

    class Meta:
        app_label = "sample"

    class Privacy:
        erase = ("text",)
        keep = ("client", "at")
        retention = (
            Retention("sample.visit.text", since="at", days=30, where=~Q(client__channel="letter")),
            Retention("sample.visit", since="client__ended_on", days=60, action="delete"),
        )
        subject = "client__account"
        on_erase = "delete"
        held_with = ("client",)

    def __str__(self) -> str:
        return str(self.pk)
