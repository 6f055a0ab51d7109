"""The register of self-run groups: a contact person, since when, and meetings reported with head counts only."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groups.models.groups import SupportGroup
from pio.core.fields import EncryptedTextField
from pio.core.models import BaseModel
from pio.core.privacy import Retention

MONTHS_KEPT = 6


class SelfRunGroup(BaseModel):
    """A group that organises itself. The centre keeps the register and lends rooms; it never asks who comes.

    `registered_date` and `ended_date` decide in which years it counts; `confirmed_date` is the last yearly answer,
    `asked_date` the day the question was last sent.
    """

    name = models.CharField(_("navn"), max_length=120)
    audience = models.CharField(_("for hvem"), max_length=40)
    since_year = models.PositiveSmallIntegerField(_("siden"), null=True, blank=True)
    registered_date = models.DateField(_("registrert"))
    ended_date = models.DateField(_("avsluttet"), null=True, blank=True)
    contact_name = EncryptedTextField(
        _("kontaktperson"), label="groups.self_run.name", null=True, blank=True, max_length=120
    )
    contact_email = EncryptedTextField(
        _("e-post"), label="groups.self_run.email", null=True, blank=True, max_length=254
    )
    contact_phone = EncryptedTextField(_("mobil"), label="groups.self_run.phone", null=True, blank=True, max_length=20)
    token = EncryptedTextField(label="groups.self_run.token", null=True, blank=True)
    token_hash = models.BinaryField(max_length=32, null=True, unique=True, editable=False)
    language = models.CharField(max_length=2, default="nb")
    room_wishes = models.CharField(_("ønsker om rom"), max_length=300, blank=True)
    has_support_agreement = models.BooleanField(_("avtale om støtte"), default=False)
    wants_visit = models.BooleanField(_("ønsker besøk"), default=False)
    asked_date = models.DateField(_("spurt"), null=True, blank=True)
    confirmed_date = models.DateField(_("bekreftet"), null=True, blank=True)
    spun_off_from = models.ForeignKey(SupportGroup, models.SET_NULL, null=True, blank=True, related_name="spun_off")

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_date__isnull=True) | Q(ended_date__gte=F("registered_date")),
                name="groups_self_run_is_a_span",
            ),
        )

    class Privacy:
        erase = ("contact_name", "contact_email", "contact_phone", "token", "token_hash", "room_wishes")
        keep = (
            "name", "audience", "since_year", "registered_date", "ended_date", "language", "has_support_agreement",
            "wants_visit", "asked_date", "confirmed_date", "spun_off_from",
        )  # fmt: skip
        retention = Retention(
            "groups.self_run_contact", since="ended_date", months=MONTHS_KEPT, where=Q(token_hash__isnull=False),
            why=_("For å kunne nå gruppa så lenge den holder på."),
        )  # fmt: skip
        subject = ""

    def __str__(self) -> str:
        return self.name

    @property
    def asked_since_answer(self) -> date | None:
        """The day the yearly question was last sent, unless they have answered since."""
        answered = self.confirmed_date or self.registered_date
        return self.asked_date if self.asked_date and self.asked_date > answered else None


class SelfRunMeeting(BaseModel):
    """A room at the centre that the contact person has booked. The link for its report is signed with its key."""

    group = models.ForeignKey(SelfRunGroup, models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField(_("starter"))
    ends_at = models.DateTimeField(_("slutter"))
    room_time = models.OneToOneField("scheduling.Reservation", models.SET_NULL, null=True, blank=True, related_name="+")
    is_cancelled = models.BooleanField(_("avlyst"), default=False)

    class Meta:
        ordering: ClassVar = ["starts_at", "id"]
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="groups_self_run_meeting_is_a_span"),
        )
        indexes = (models.Index(fields=("group", "starts_at"), name="groups_self_run_by_time"),)

    class Privacy:
        erase = ()
        keep = ("group", "starts_at", "ends_at", "room_time", "is_cancelled")
        subject = ""

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d}"


class SelfRunReport(BaseModel):
    """One meeting of a self-run group, reported by link: held or not, and how many, never who."""

    group = models.ForeignKey(SelfRunGroup, models.CASCADE, related_name="reports")
    meeting_date = models.DateField(_("dato"))
    was_held = models.BooleanField(_("ble holdt"))
    head_count = models.PositiveSmallIntegerField(_("hvor mange"), default=0)
    new_count = models.PositiveSmallIntegerField(_("nye"), default=0)

    class Meta:
        ordering: ClassVar = ["-meeting_date"]
        constraints = (
            models.UniqueConstraint(fields=("group", "meeting_date"), name="groups_report_once_a_day"),
            models.CheckConstraint(condition=Q(new_count__lte=F("head_count")), name="groups_report_new_are_some"),
        )

    class Privacy:
        erase = ()
        keep = ("group", "meeting_date", "was_held", "head_count", "new_count")
        subject = ""

    def __str__(self) -> str:
        return f"{self.meeting_date}"
