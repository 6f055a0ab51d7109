"""Promises to call back, and the code word a caller may choose. Neither has a link to a call.

The number is sealed and is there only while the promise is open: on completion, and at the latest after 14 days, it is
emptied and only the outcome is left to count.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from advising.enums.calls import CODE_WORD_DAYS, FOLLOW_UP_DAYS, MAX_ATTEMPTS, FollowUpStatus, LeafletPage
from advising.querysets.call_followups import FollowUpQuerySet
from pio.core.fields import EncryptedTextField
from pio.core.models import BaseModel
from pio.core.privacy import Retention

__all__ = ["CallCodeWord", "CallFollowUp", "CallLeaflet"]


class CallFollowUp(BaseModel):
    """A promise to call somebody back within a window on a day. Known by day only."""

    status = models.CharField(_("status"), max_length=12, choices=FollowUpStatus, default=FollowUpStatus.OPEN)
    number = EncryptedTextField(verbose_name=_("nummer"), label="advising.call_follow_up.number", null=True, blank=True)
    may_say_who = models.BooleanField(_("kan vi si hvem vi er?"), default=False)
    due_date = models.DateField(_("dag"))
    from_time = models.TimeField(_("fra"), null=True, blank=True)
    to_time = models.TimeField(_("til"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("forsøk"), default=0)
    created_on = models.DateField(_("lovet"))
    closed_on = models.DateField(_("ferdig"), null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_date", "from_time", "id"]
        constraints = (
            models.CheckConstraint(
                condition=Q(status=FollowUpStatus.OPEN, number__isnull=False, closed_on__isnull=True)
                | (~Q(status=FollowUpStatus.OPEN) & Q(number__isnull=True, closed_on__isnull=False)),
                name="advising_follow_up_number_while_open",
            ),
            models.CheckConstraint(
                condition=Q(status__in=FollowUpStatus.values), name="advising_follow_up_known_status"
            ),
            models.CheckConstraint(condition=Q(attempts__lte=MAX_ATTEMPTS), name="advising_follow_up_three_attempts"),
            models.CheckConstraint(
                condition=Q(from_time__isnull=True) | Q(to_time__isnull=True) | Q(to_time__gt=F("from_time")),
                name="advising_follow_up_window",
            ),
        )
        indexes = (
            models.Index(fields=("due_date", "from_time"), name="advising_follow_up_open", condition=Q(status="open")),
        )

    class Privacy:
        erase = ("number", "may_say_who", "from_time", "to_time")
        keep = ("status", "due_date", "attempts", "created_on", "closed_on")
        retention = Retention(
            "helpline.follow_up", since="created_on", days=FOLLOW_UP_DAYS, where=Q(status=FollowUpStatus.OPEN),
            by="advising.services.call_followups.expire_follow_ups",
            why=_("Nummeret er der så vi kan ringe tilbake. Etterpå teller vi bare hvordan det gikk."),
        )  # fmt: skip
        subject = ""

    def __str__(self) -> str:
        return f"call-back {self.due_date} {self.status}"


class CallLeaflet(BaseModel):
    """A link that somebody on the phone asked for, on its way by SMS; the row goes when the message has gone."""

    number = EncryptedTextField(verbose_name=_("nummer"), label="advising.call_leaflet.number")
    page = models.CharField(_("side"), max_length=20, choices=LeafletPage)
    language = models.CharField(_("språk"), max_length=2, default="nb")
    created_on = models.DateField(_("bedt om"))

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(page__in=LeafletPage.values), name="advising_leaflet_known_page"),
        )

    class Privacy:
        erase = ("number",)
        keep = ("page", "language", "created_on")
        retention = Retention(
            "helpline.leaflet", since="created_on", days=2, action="delete",
            why=_("Nummeret er der til meldingen er sendt."),
        )  # fmt: skip
        subject = ""
        on_erase = "delete"

    def __str__(self) -> str:
        return f"link to {self.page}"


class CallCodeWord(BaseModel):
    """What was agreed in an earlier talk, found again only by the word the caller chose."""

    word_key = models.BinaryField(max_length=32, unique=True)
    topics = ArrayField(models.CharField(max_length=40), verbose_name=_("temaer"), default=list, blank=True)
    agreement = EncryptedTextField(
        verbose_name=_("avtale"), label="advising.call_code_word.agreement", max_length=1000, blank=True
    )
    renewed_on = models.DateField(_("sist brukt"))

    class Privacy:
        erase = ("word_key", "topics", "agreement", "renewed_on")
        keep = ()
        retention = Retention(
            "helpline.code_word", since="renewed_on", days=CODE_WORD_DAYS, action="delete",
            why=_("Den som ringer, har selv valgt et kodeord for å slippe å begynne på nytt."),
        )  # fmt: skip
        subject = ""
        on_erase = "delete"

    def __str__(self) -> str:
        return f"code word of {self.renewed_on}"
