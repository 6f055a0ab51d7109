"""A led group, its meetings, and the days on which its waiting list takes nobody in."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from groups.enums import MEETING_LIMIT, GroupKind, GroupPlace, GroupStatus, LimitCounts, SpokenLanguage
from groups.querysets import GroupQuerySet, IntakeStopQuerySet, MeetingQuerySet
from pio.audit import history
from pio.core.fields import EncryptedTextField
from pio.core.models import BaseModel
from pio.core.privacy import Retention
from pio.waitlist.models import WithPlaces

NOTE_DAYS = 30
HOME = "0301"  # Oslo, where the centre is
ALL_GROUPS = models.Value(UUID(int=0))


@history.track(fields=("name", "kind", "status", "capacity", "meeting_limit", "limit_counts"))
class SupportGroup(WithPlaces):
    """A conversation group with leaders. Slow open: rolling, a member has at most `meeting_limit` meetings."""

    slug = models.SlugField(_("adresse"), max_length=80, unique=True)
    kind = models.CharField(_("type"), max_length=20, choices=GroupKind)
    audience = models.CharField(_("for hvem"), max_length=40)
    status = models.CharField(_("status"), max_length=10, choices=GroupStatus, default=GroupStatus.DRAFT)
    name = models.CharField(_("navn"), max_length=120)
    name_en = models.CharField(_("navn på engelsk"), max_length=120, blank=True)
    summary = models.CharField(_("kort om"), max_length=240)
    summary_en = models.CharField(_("kort om, på engelsk"), max_length=240, blank=True)
    description = models.TextField(_("hvem gruppa er for"), max_length=4000, blank=True)
    description_en = models.TextField(_("hvem gruppa er for, på engelsk"), max_length=4000, blank=True)
    leaders = models.ManyToManyField("accounts.User", blank=True, related_name="led_groups")
    deputies = models.ManyToManyField("accounts.User", blank=True, related_name="deputy_groups")
    leader_names = models.CharField(_("ledere"), max_length=200, blank=True)
    place = models.CharField(_("sted"), max_length=10, choices=GroupPlace, default=GroupPlace.CENTRE)
    video_link = EncryptedTextField(_("lenke"), label="groups.group.video_link", null=True, blank=True)
    room = models.ForeignKey("scheduling.Resource", models.SET_NULL, null=True, blank=True, related_name="+")
    weekday = models.PositiveSmallIntegerField(_("ukedag"), default=1)
    start_wall = models.TimeField(_("fra kl."))
    end_wall = models.TimeField(_("til kl."))
    every_weeks = models.PositiveSmallIntegerField(_("hver … uke"), default=2)
    first_date = models.DateField(_("første møte"))
    last_date = models.DateField(_("siste møte"), null=True, blank=True)
    least_to_run = models.PositiveSmallIntegerField(_("færrest for å starte"), default=4)
    meeting_limit = models.PositiveSmallIntegerField(
        _("møter per medlem"), null=True, blank=True, default=MEETING_LIMIT
    )
    limit_counts = models.CharField(
        _("hva som teller"), max_length=24, choices=LimitCounts, default=LimitCounts.ATTENDED
    )
    spoken_language = models.CharField(
        _("språk i gruppa"),
        max_length=10,
        choices=SpokenLanguage,
        default=SpokenLanguage.NORWEGIAN,
        db_default=SpokenLanguage.NORWEGIAN,
    )
    theme = models.CharField(_("tema"), max_length=40, blank=True, default="", db_default="")
    municipality = models.CharField(_("kommune"), max_length=4, default=HOME, db_default=HOME)
    opened_date = models.DateField(_("startet"), null=True, blank=True)
    ended_date = models.DateField(_("avsluttet"), null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints = (
            models.CheckConstraint(condition=Q(end_wall__gt=F("start_wall")), name="groups_group_time_is_a_span"),
            models.CheckConstraint(condition=Q(every_weeks__range=(1, 8)), name="groups_group_rhythm"),
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="groups_group_weekday"),
            models.CheckConstraint(
                condition=~Q(kind=GroupKind.SLOW_OPEN) | Q(meeting_limit__gte=1), name="groups_slow_open_has_a_limit"
            ),
        )

    class Privacy:
        erase = ("video_link",)
        keep = (
            "capacity", "last_queue_number", "slug", "kind", "audience", "status", "name", "name_en", "summary",
            "summary_en", "description", "description_en", "leaders", "deputies", "leader_names", "place", "room",
            "weekday", "start_wall", "end_wall", "every_weeks", "first_date", "last_date", "least_to_run",
            "meeting_limit", "limit_counts", "spoken_language", "theme", "municipality", "opened_date", "ended_date",
        )  # fmt: skip
        subject = ""

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("groups_detail", args=[self.slug])

    def text(self, name: str) -> str:
        """`name`, `summary` or `description` in the active language; Norwegian where English is missing."""
        english = getattr(self, f"{name}_en") if (get_language() or "nb").startswith("en") else ""
        return str(english or getattr(self, name))


class GroupMeeting(BaseModel):
    """One meeting. `head_count` is who walked in on top of the members; the leader's note goes after 30 days.

    `stand_in` leads it in place of `away`. `room_time` and `leader_times` are what it takes in the time engine.
    """

    group = models.ForeignKey(SupportGroup, models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField(_("starter"))
    ends_at = models.DateTimeField(_("slutter"))
    is_cancelled = models.BooleanField(_("avlyst"), default=False)
    room_time = models.OneToOneField("scheduling.Reservation", models.SET_NULL, null=True, blank=True, related_name="+")
    leader_times = models.ManyToManyField("scheduling.Reservation", blank=True, related_name="+")
    stand_in = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("stedfortreder")
    )
    away = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("leder som er borte")
    )
    head_count = models.PositiveSmallIntegerField(_("kom uten å stå på listen"), default=0)
    note = EncryptedTextField(_("notat"), label="groups.meeting.note", null=True, blank=True, max_length=4000)
    marked_date = models.DateField(_("oppmøte ført"), null=True, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    moved_by_hand = models.BooleanField(default=False, db_default=False, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts_at", "id"]
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="groups_meeting_is_a_span"),
            models.UniqueConstraint(fields=("group", "starts_at"), name="groups_meeting_once_at_a_time"),
        )
        indexes = (models.Index(fields=("starts_at",), name="groups_meeting_by_time"),)

    class Privacy:
        erase = ("note",)
        keep = (
            "group", "starts_at", "ends_at", "is_cancelled", "room_time", "leader_times", "stand_in", "away",
            "head_count", "marked_date", "sequence", "moved_by_hand",
        )  # fmt: skip
        retention = Retention(
            "groups.note", since="ends_at", days=NOTE_DAYS, fields=("note",), where=Q(note__isnull=False),
            why=_("Notatet hjelper lederne til neste møte."),
        )  # fmt: skip
        subject = ""

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d}"


class IntakeStop(BaseModel):
    """Days on which the waiting list takes nobody in and no offer can be accepted, with the text that says why.

    Without a group it holds for all led groups. Two stops of one group, or of all, never overlap.
    """

    group = models.ForeignKey(SupportGroup, models.CASCADE, null=True, blank=True, related_name="intake_stops")
    starts_date = models.DateField(_("fra"))
    ends_date = models.DateField(_("til og med"), null=True, blank=True)
    public_text = models.CharField(_("tekst på nettsiden"), max_length=400)
    public_text_en = models.CharField(_("tekst på engelsk"), max_length=400, blank=True)
    reopens_date = models.DateField(_("åpner trolig igjen"), null=True, blank=True)

    objects = IntakeStopQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-starts_date"]
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_date__isnull=True) | Q(ends_date__gte=F("starts_date")), name="groups_stop_is_a_span"
            ),
            ExclusionConstraint(
                name="groups_stops_never_overlap",
                expressions=[
                    (Coalesce("group_id", ALL_GROUPS, output_field=models.UUIDField()), RangeOperators.EQUAL),
                    (
                        Func(F("starts_date"), F("ends_date"), models.Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Det er allerede et inntaksstopp i den perioden."),
            ),
        )  # fmt: skip

    class Privacy:
        erase = ()
        keep = ("group", "starts_date", "ends_date", "public_text", "public_text_en", "reopens_date")
        subject = ""

    def __str__(self) -> str:
        return f"{self.starts_date}"

    def text(self) -> Any:
        """The public text in the active language."""
        is_english = (get_language() or "nb").startswith("en")
        return (self.public_text_en if is_english else "") or self.public_text
