"""The helpline log: calls without identity, their amendments, and each person's most used topics.

A call has no column for a name, a number, an address or a birth date, its key is random, its time is known to five
minutes, and nothing leads from it to a booking, a draft or, after 24 hours, to the one who logged it. Lists of codes
and the five minutes are checked by constraints that the migration adds in SQL.
"""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from advising.enums.calls import MAX_MINUTES, MAX_TOPICS, NOTE_DAYS, NOTE_LENGTH, CallSource
from advising.querysets.calls import CallQuerySet
from pio.core.fields import EncryptedTextField
from pio.core.models import BaseModel
from pio.core.privacy import Retention

__all__ = ["Call", "CallAmendment", "CallTopicUse"]

CODE = r"^[a-z0-9_]*$"
ONE_CODE: dict[str, Any] = {"max_length": 40, "blank": True, "default": ""}


def _codes(name: Any) -> ArrayField:
    return ArrayField(models.CharField(max_length=40), verbose_name=name, default=list, blank=True)


class Call(BaseModel):
    """One call or other inquiry to the helpline.

    Answers are codes of the choice lists. `unknown` and `not_asked` are answers; an empty value was never put, as in
    calls that are no conversation. The first of `topics` is the main one. `author_key`, `submission_key` and
    `editable_until` serve the 24 hours in which the author may change the call, and are emptied afterwards: a keyed
    hash that differs from call to call, so that two calls of one author share nothing.
    """

    started_at = models.DateTimeField(_("startet"))
    duration_minutes = models.PositiveSmallIntegerField(_("varighet i minutter"))
    channel = models.CharField(_("kanal"), **ONE_CODE)
    kind = models.CharField(_("hva slags samtale"), max_length=40)
    caller_role = models.CharField(_("rolle"), **ONE_CODE)
    relation = models.CharField(_("den som ringer, er"), **ONE_CODE)
    caller_gender = models.CharField(_("kjønn"), **ONE_CODE)
    caller_age_band = models.CharField(_("alder"), **ONE_CODE)
    county = models.CharField(_("fylke"), **ONE_CODE)
    municipality = models.CharField(_("kommune"), **ONE_CODE)
    diagnosis_areas = _codes(_("sykdom eller vanske"))
    topics = _codes(_("temaer"))
    referred_from = _codes(_("kom fra"))
    referred_to = _codes(_("henvist til"))
    help_given = _codes(_("hva vi gjorde"))
    severity = models.CharField(_("bekymring"), **ONE_CODE)
    note = EncryptedTextField(
        verbose_name=_("notat"), label="advising.call.note", max_length=NOTE_LENGTH, null=True, blank=True
    )
    source = models.CharField(_("kilde"), max_length=8, choices=CallSource, default=CallSource.ENTRY)
    amended = models.BooleanField(_("rettet i ettertid"), default=False)
    external_key = models.BinaryField(max_length=32, null=True, unique=True, editable=False)
    import_digest = models.BinaryField(max_length=32, null=True, editable=False)
    submission_key = models.BinaryField(max_length=32, null=True, unique=True, editable=False)
    author_key = models.BinaryField(max_length=32, null=True, editable=False)
    editable_until = models.DateTimeField(null=True, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-started_at", "-id"]
        constraints = (
            models.CheckConstraint(
                condition=Q(duration_minutes__lte=MAX_MINUTES), name="advising_call_duration_at_most_a_day"
            ),
            models.CheckConstraint(condition=Q(source__in=CallSource.values), name="advising_call_known_source"),
            models.CheckConstraint(
                condition=Q(kind__regex=r"^[a-z0-9_]+$", topics__len__lte=MAX_TOPICS),
                name="advising_call_kind_and_topics",
            ),
            models.CheckConstraint(
                condition=Q(channel__regex=CODE, caller_role__regex=CODE, relation__regex=CODE)
                & Q(caller_gender__regex=CODE, caller_age_band__regex=CODE, severity__regex=CODE)
                & Q(county__regex=CODE, municipality__regex=CODE),
                name="advising_call_codes_only",
            ),
            models.CheckConstraint(
                condition=Q(author_key__isnull=True, editable_until__isnull=True)
                | Q(author_key__isnull=False, editable_until__isnull=False),
                name="advising_call_author_and_until",
            ),
        )
        indexes = (
            models.Index(fields=("-started_at", "-id"), name="advising_call_by_time"),
            models.Index(fields=("kind", "-started_at", "-id"), name="advising_call_by_kind"),
            models.Index(fields=("channel", "-started_at", "-id"), name="advising_call_by_channel"),
            models.Index(fields=("relation", "-started_at", "-id"), name="advising_call_by_relation"),
            models.Index(fields=("county", "-started_at", "-id"), name="advising_call_by_county"),
            models.Index(fields=("severity", "-started_at", "-id"), name="advising_call_by_severity"),
            models.Index(fields=("source", "-started_at", "-id"), name="advising_call_by_source"),
            GinIndex(fields=("topics",), name="advising_call_by_topic"),
            models.Index(fields=("started_at",), name="advising_call_with_note", condition=Q(note__isnull=False)),
            models.Index(
                fields=("editable_until",), name="advising_call_editable", condition=Q(editable_until__isnull=False)
            ),
        )

    class Privacy:
        erase = ("note", "author_key", "submission_key", "editable_until")
        keep = (
            "started_at", "duration_minutes", "channel", "kind", "caller_role", "relation", "caller_gender",
            "caller_age_band", "county", "municipality", "diagnosis_areas", "topics", "referred_from", "referred_to",
            "help_given", "severity", "source", "amended", "external_key", "import_digest",
        )  # fmt: skip
        retention = (
            Retention(
                "helpline.note", since="started_at", days=NOTE_DAYS, fields=("note",), where=Q(note__isnull=False),
                why=_("Notatet hjelper deg de første ukene. Svarene som telles, står igjen."),
            ),
            Retention(
                "helpline.author", since="editable_until", days=0,
                fields=("author_key", "submission_key", "editable_until"), where=Q(editable_until__isnull=False),
                why=_("Den som førte samtalen, kan endre den i et døgn. Etterpå vet ingen hvem det var."),
            ),
        )  # fmt: skip
        subject = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.started_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """The call's page in the log."""
        return reverse("calls_detail", kwargs={"pk": self.pk})


class CallAmendment(BaseModel):
    """A change of a call after its 24 hours: what changed, why, by whom, on which day."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="amendments")
    changes = models.JSONField(_("endringer"))
    reason = EncryptedTextField(verbose_name=_("begrunnelse"), label="advising.call_amendment.reason", max_length=300)
    amended_on = models.DateField(_("rettet"))
    amended_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["amended_on", "id"]

    class Privacy:
        erase = ("reason", "amended_by")
        keep = ("call", "changes", "amended_on")
        retention = ()
        subject = "amended_by"

    def __str__(self) -> str:
        return f"amendment of {self.amended_on}"


class CallTopicUse(BaseModel):
    """How often one person has chosen a topic: the keys 1 to 9 of the call form. It tells nothing of any call."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    topic = models.CharField(max_length=40)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "topic"), name="advising_topic_use_once"),)

    class Privacy:
        erase = ("user", "topic", "times")
        keep = ()
        retention = ()
        subject = "user"
        on_erase = "delete"

    def __str__(self) -> str:
        return f"{self.topic} {self.times}"
