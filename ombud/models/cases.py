"""The case: its countable facts, who works on it, who must not see it; the client behind it.

What names the client or was said in confidence is sealed and stands in `Client`, `NetworkPerson` and the sealed
fields; it is forgotten 36 months after closing. What is counted (year of birth, gender, place, dates) stays.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ombud.enums import IN_QUEUE, CaseStatus, CloseReason, HandOverChoice
from ombud.querysets.cases import CaseQuerySet
from pio.accounts.enums import Language
from pio.audit import history
from pio.core.fields import EncryptedTextField
from pio.core.models import BaseModel
from pio.core.privacy import Retention

__all__ = ["MONTHS", "Block", "Case", "Client", "HandOver", "NetworkPerson", "forgotten_with_the_case"]

MONTHS = 36  # after closing, privacy.md


def forgotten_with_the_case(name: str, path: str = "case") -> Retention:
    """The one rule of forgetting for what hangs on a case: 36 months after it was closed."""
    return Retention(
        name, since=f"{path}__closed_date", months=MONTHS,
        why=_("Saken slettes tre år etter at den er avsluttet. Bare det vi teller, blir igjen."),
    )  # fmt: skip


@history.track()
class Case(BaseModel):
    """One client's case. The assigned ombud and a named deputy work on it; nobody else sees that it exists."""

    reference = models.CharField(max_length=12, unique=True)
    status = models.CharField(max_length=12, choices=CaseStatus, default=CaseStatus.ENQUIRY)
    enquired_date = models.DateField()
    opened_date = models.DateField(null=True, blank=True)
    closed_date = models.DateField(null=True, blank=True)
    close_reason = models.CharField(max_length=12, choices=CloseReason, blank=True)
    review_date = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=60, default="client")
    gender = models.CharField(max_length=60, default="not_asked")
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    municipality = models.CharField(max_length=4, blank=True)
    district = models.CharField(max_length=6, blank=True)
    cares_for_children = models.BooleanField(default=False)
    is_relative = models.BooleanField(default=False)
    language = models.CharField(max_length=60, blank=True)
    needs_interpreter = models.BooleanField(default=False)
    ombud = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="ombud_cases")
    deputy = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="deputy_cases")
    deputy_until = models.DateField(null=True, blank=True)
    history_from = models.DateField(null=True, blank=True)
    account = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="own_cases")
    code_digest = models.BinaryField(max_length=32, null=True, blank=True)
    code_until = models.DateField(null=True, blank=True)
    code_used_date = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    may_work = False  # whether the reader works on it; set at the door of its pages

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["reference"]
        constraints = (
            models.CheckConstraint(condition=Q(status__in=CaseStatus.values), name="ombud_case_known_status"),
            models.CheckConstraint(
                condition=Q(status__in=[*IN_QUEUE, CaseStatus.CLOSED], opened_date__isnull=True)
                | Q(~Q(status__in=IN_QUEUE), opened_date__isnull=False),
                name="ombud_case_opened_with_first_talks",
            ),
            models.CheckConstraint(
                condition=Q(status=CaseStatus.CLOSED, closed_date__isnull=False) & ~Q(close_reason="")
                | Q(~Q(status=CaseStatus.CLOSED), closed_date__isnull=True, close_reason=""),
                name="ombud_case_closed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(closed_date__isnull=True) | Q(opened_date__isnull=True)
                | Q(closed_date__gte=F("opened_date")),
                name="ombud_case_is_a_span",
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True, deputy_until__isnull=True)
                | Q(deputy__isnull=False, deputy_until__isnull=False) & ~Q(deputy=F("ombud")),
                name="ombud_case_deputy_until_a_day",
            ),
            models.UniqueConstraint(fields=("code_digest",), name="ombud_case_code_once"),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("ombud", "status"), name="ombud_case_by_ombud"),
            models.Index(fields=("deputy",), condition=Q(deputy__isnull=False), name="ombud_case_by_deputy"),
            models.Index(fields=("opened_date", "closed_date"), name="ombud_case_by_span"),
            models.Index(fields=("enquired_date",), condition=Q(status__in=IN_QUEUE), name="ombud_case_queue"),
        )

    class Privacy:
        erase = ("account", "code_digest")
        keep = (
            "reference", "status", "enquired_date", "opened_date", "closed_date", "close_reason", "review_date",
            "source", "gender", "birth_year", "municipality", "district", "cares_for_children", "is_relative",
            "language", "needs_interpreter", "ombud", "deputy", "deputy_until", "history_from", "code_until",
            "code_used_date", "version",
        )  # fmt: skip
        subject = "account"
        secret = ("code_digest",)

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The case's page."""
        return reverse("ombud_case", args=[self.pk])

    @property
    def spoken(self) -> str:
        """The client's language as a word; an enquiry brings the code of the page's."""
        return str(dict(Language.choices).get(self.language, self.language))

    @property
    def is_live(self) -> bool:
        """Not closed."""
        return self.status != CaseStatus.CLOSED


class Client(BaseModel):
    """Who the client is and how we reach them safely. All of it sealed."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="client")
    name = EncryptedTextField(label="ombud.client.name", null=True)
    phone = EncryptedTextField(label="ombud.client.phone", null=True)
    email = EncryptedTextField(label="ombud.client.email", null=True)
    address = EncryptedTextField(label="ombud.client.address", null=True)
    phone_is_safe = models.BooleanField(default=True)
    email_is_safe = models.BooleanField(default=True)
    post_is_safe = models.BooleanField(default=False)
    may_say_who = models.BooleanField(default=False)
    avoid = EncryptedTextField(label="ombud.client.avoid", null=True)
    enquiry = EncryptedTextField(label="ombud.client.enquiry", null=True)
    asked_by = EncryptedTextField(label="ombud.client.asked_by", null=True)

    class Privacy:
        erase = ("name", "phone", "email", "address", "avoid", "enquiry", "asked_by")
        keep = ("case", "phone_is_safe", "email_is_safe", "post_is_safe", "may_say_who")
        retention = forgotten_with_the_case("ombud.client")
        subject = "case__account"

    def __str__(self) -> str:
        return str(self.case_id)


class NetworkPerson(BaseModel):
    """Somebody close to the client. No contact with them without a consent."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="network")
    relation = models.CharField(max_length=60)
    name = EncryptedTextField(label="ombud.network.name", null=True)
    phone = EncryptedTextField(label="ombud.network.phone", null=True)

    class Meta:
        ordering: ClassVar = ["relation", "id"]

    class Privacy:
        erase = ("name", "phone")
        keep = ("case", "relation")
        retention = forgotten_with_the_case("ombud.network")
        subject = "case__account"

    def __str__(self) -> str:
        return self.relation


class Block(BaseModel):
    """Somebody who must never see this case, whatever their role: the deny-list beats everyone, break-glass too."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="blocks")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    reason = EncryptedTextField(label="ombud.block.reason", null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "user"), name="ombud_block_once"),)

    class Privacy:
        erase = ("reason",)
        keep = ("case", "user")
        retention = forgotten_with_the_case("ombud.block")
        subject = "case__account"

    def __str__(self) -> str:
        return str(self.case_id)


class HandOver(BaseModel):
    """A case given to another ombud: what the client chose to show, a note, and what must come back on undo."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="hand_overs")
    from_ombud = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    to_ombud = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    choice = models.CharField(max_length=12, choices=HandOverChoice)
    note = EncryptedTextField(label="ombud.hand_over.note", null=True)
    history_before = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]

    class Privacy:
        erase = ("note",)
        keep = ("case", "from_ombud", "to_ombud", "choice", "history_before", "made_by", "made_at", "undone_at")
        retention = forgotten_with_the_case("ombud.hand_over")
        subject = "case__account"

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"
