"""The advice session itself and the people who come: the countable facts, which stay when the rest is forgotten.

What identifies somebody stands in `session_contacts`, what was told in confidence in `session_notes`.
"""

from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from advising.enums.sessions import CANCELLED, TIMED_CHANNELS, Channel, SessionOrigin, SessionStatus
from advising.querysets.sessions import AdviceSessionQuerySet
from pio.audit import history
from pio.core.models import BaseModel

if TYPE_CHECKING:
    from advising.models.session_contacts import SessionLink

__all__ = ["AdviceSession", "SessionParticipant"]


HISTORY = (
    "status", "channel", "session_date", "starts_at", "ends_at", "adviser", "themes", "referred_from", "referred_to",
    "minutes",
)  # fmt: skip


@history.track(fields=HISTORY, inserts=False)
class AdviceSession(BaseModel):
    """One advice session, booked, held or cancelled.

    `session_date` is the wall date of the session (of a thread: the day it came in, then the day it was finished).
    After a session that is `is_heavy` the adviser has a longer pause, which is part of `adviser_time`.
    E-mail advice has no time: `starts_at` is null, and `adviser` is null until somebody takes the thread.
    Its making is known by day only (`created_on`), so that it cannot be matched with a call of the helpline log.
    """

    reference = models.CharField(_("referanse"), max_length=9, unique=True)
    status = models.CharField(_("status"), max_length=20, choices=SessionStatus, default=SessionStatus.BOOKED)
    origin = models.CharField(_("kom fra"), max_length=10, choices=SessionOrigin)
    channel = models.CharField(_("måte"), max_length=10, choices=Channel)
    session_date = models.DateField(_("dato"))
    starts_at = models.DateTimeField(_("starter"), null=True, blank=True)
    ends_at = models.DateTimeField(_("slutter"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutter"), null=True, blank=True)
    adviser = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="advice_sessions")
    account = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="own_sessions")
    adviser_time = models.OneToOneField(
        "scheduling.Reservation", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    room_time = models.OneToOneField("scheduling.Reservation", models.SET_NULL, null=True, blank=True, related_name="+")
    themes = ArrayField(models.CharField(max_length=60), verbose_name=_("temaer"), default=list, blank=True)
    referred_from = ArrayField(models.CharField(max_length=60), verbose_name=_("kom fra"), default=list, blank=True)
    referred_to = ArrayField(models.CharField(max_length=60), verbose_name=_("vist til"), default=list, blank=True)
    is_heavy = models.BooleanField(_("krevende samtale"), default=False, db_default=False)
    language = models.CharField(_("språk"), max_length=2, default="nb")
    sequence = models.PositiveSmallIntegerField(default=0)
    created_on = models.DateField(_("bestilt"))

    objects = AdviceSessionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["session_date", "starts_at", "id"]
        constraints = (
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="advising_session_time_is_a_span",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[c.value for c in TIMED_CHANNELS], starts_at__isnull=False)
                | Q(channel=Channel.EMAIL, starts_at__isnull=True),
                name="advising_session_time_unless_email",
            ),
            models.CheckConstraint(
                condition=Q(adviser__isnull=False)
                | Q(channel=Channel.EMAIL, status__in=[SessionStatus.BOOKED, *sorted(CANCELLED)]),
                name="advising_session_adviser_unless_waiting",
            ),
            models.CheckConstraint(condition=Q(status__in=SessionStatus.values), name="advising_session_known_status"),
        )
        indexes = (
            models.Index(fields=("session_date", "status"), name="advising_session_by_date"),
            models.Index(fields=("adviser", "starts_at"), name="advising_session_by_adviser"),
            models.Index(
                fields=("session_date",),
                condition=Q(channel=Channel.EMAIL, status=SessionStatus.BOOKED),
                name="advising_session_threads",
            ),
        )

    class Privacy:
        erase = ("account",)
        keep = (
            "reference", "status", "origin", "channel", "session_date", "starts_at", "ends_at", "minutes", "adviser",
            "adviser_time", "room_time", "themes", "referred_from", "referred_to", "is_heavy", "language",
            "sequence", "created_on",
        )  # fmt: skip
        subject = "account"

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The session's page for staff."""
        return reverse("advising_session", args=[self.pk])

    @cached_property
    def link(self) -> "SessionLink | None":
        """The link of the relative's own page; None when it has been forgotten."""
        return self.links.first()

    @property
    def is_live(self) -> bool:
        """Agreed and still to come, or waiting for an answer."""
        return self.status == SessionStatus.BOOKED

    @property
    def is_cancelled(self) -> bool:
        """Cancelled by either side."""
        return self.status in CANCELLED

    @property
    def is_thread(self) -> bool:
        """E-mail advice: a thread of messages without a time."""
        return self.channel == Channel.EMAIL


class SessionParticipant(BaseModel):
    """One person who comes: relation, gender, age band, and afterwards whether they came. Never a name.

    A child who comes along needs a parent's consent; the person who books (position 1) speaks for themself.
    """

    session = models.ForeignKey(AdviceSession, models.CASCADE, related_name="participants")
    position = models.PositiveSmallIntegerField(_("nummer"))
    relation = models.CharField(_("relasjon"), max_length=60)
    gender = models.CharField(_("kjønn"), max_length=60, default="unknown")
    age_band = models.CharField(_("alder"), max_length=60, default="unknown")
    child_consent = models.BooleanField(_("samtykke for barn"), default=False)
    present = models.BooleanField(_("til stede"), null=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints = (
            models.UniqueConstraint(
                fields=("session", "position"), name="advising_participant_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=~Q(age_band="under_18") | Q(child_consent=True) | Q(position=1),
                name="advising_participant_child_has_consent",
            ),
        )

    class Privacy:
        erase = ()
        keep = ("session", "position", "relation", "gender", "age_band", "child_consent", "present")
        subject = "session__account"

    def __str__(self) -> str:
        return f"{self.position}"
