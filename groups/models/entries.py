"""Who is interested in, waits for, or is a member of a led group, and who came to which meeting."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.enums import LeftBecause
from groups.models.groups import GroupMeeting, SupportGroup
from pio.core.fields import EncryptedTextField
from pio.core.models import BaseModel
from pio.core.privacy import Retention
from pio.waitlist.enums import LIVE
from pio.waitlist.models import CONTACT_FIELDS, QUEUE_FIELDS, Contact, QueueEntry

CONTACT_INDEX = "groups.contact"
MONTHS_KEPT = 6


class GroupEntry(Contact, QueueEntry):
    """One person on the waiting list or in the group. The contact is forgotten six months after they left.

    `offered_despite` has the codes of the hints (`groups/matching.py`) that stood when the place was offered.
    """

    SEALED_AS = "groups.entry"

    group = models.ForeignKey(SupportGroup, models.CASCADE, related_name="entries")
    words = EncryptedTextField(_("noen ord"), label="groups.entry.words", null=True, blank=True, max_length=1500)
    relation = models.CharField(_("relasjon"), max_length=40, blank=True)
    age_band = models.CharField(_("alder"), max_length=40, blank=True)
    municipality = models.CharField(_("kommune"), max_length=4, blank=True)
    spoken_language = models.CharField(_("språk i gruppa"), max_length=40, blank=True)
    theme = EncryptedTextField(_("det gjelder"), label="groups.entry.theme", null=True, blank=True, max_length=40)
    account = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="group_entries")
    pre_talk_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    pre_talk_date = models.DateField(_("forsamtale"), null=True, blank=True)
    pre_talk_planned_date = models.DateField(_("forsamtale avtalt"), null=True, blank=True)
    offered_despite = ArrayField(models.CharField(max_length=20), default=list, db_default=[], blank=True)
    passed_over_reason = EncryptedTextField(
        _("hvorfor ventet"), label="groups.entry.passed_over", null=True, blank=True, max_length=400
    )
    extra_meetings = models.PositiveSmallIntegerField(_("ekstra møter"), default=0)
    extra_reason = EncryptedTextField(
        _("hvorfor flere møter"), label="groups.entry.extra_reason", null=True, blank=True, max_length=400
    )
    left_because = models.CharField(max_length=10, choices=LeftBecause, blank=True)
    wants_to_go_on = models.BooleanField(_("vil fortsette i en selvstyrt gruppe"), default=False)

    class Meta(QueueEntry.Meta):
        ordering: ClassVar = ["queue_number", "id"]
        constraints = (
            *QueueEntry.Meta.constraints,
            models.UniqueConstraint(fields=("group", "queue_number"), name="groups_entry_queue_number_once"),
            models.UniqueConstraint(
                fields=("group", "email_index"), condition=Q(state__in=sorted(LIVE), email_index__isnull=False),
                name="groups_entry_one_live_an_email",
            ),
            models.UniqueConstraint(
                fields=("group", "phone_index"), condition=Q(state__in=sorted(LIVE), phone_index__isnull=False),
                name="groups_entry_one_live_a_phone",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("group", "state", "queue_number"), name="groups_entry_queue"),
            models.Index(fields=("email_index",), name="groups_entry_email"),
            models.Index(fields=("phone_index",), name="groups_entry_phone"),
        )

    class Privacy:
        erase = (
            *CONTACT_FIELDS, "words", "theme", "municipality", "account", "passed_over_reason", "extra_reason",
        )  # fmt: skip
        keep = (
            *QUEUE_FIELDS, "group", "relation", "age_band", "spoken_language", "language", "pre_talk_by",
            "pre_talk_date", "pre_talk_planned_date", "offered_despite", "extra_meetings", "left_because",
            "wants_to_go_on",
        )  # fmt: skip
        retention = Retention(
            "groups.contact", since="left_date", months=MONTHS_KEPT, where=Q(token_hash__isnull=False),
            why=_("For å kunne gi beskjed om gruppa og svare på spørsmål etterpå."),
        )  # fmt: skip
        subject = "account"

    def __str__(self) -> str:
        return f"{self.queue_number}"


class GroupAttendance(BaseModel):
    """One cell of the attendance list; `attendance` is a code of the list of that name. Cells stay for ever.

    `version` rises with each change, so that two leaders' phones merge cell by cell.
    """

    meeting = models.ForeignKey(GroupMeeting, models.CASCADE, related_name="attendances")
    entry = models.ForeignKey(GroupEntry, models.CASCADE, related_name="attendances")
    attendance = models.CharField(_("oppmøte"), max_length=20)
    version = models.PositiveIntegerField(default=0)
    amended_reason = EncryptedTextField(
        _("hvorfor rettet"), label="groups.attendance.amended", null=True, blank=True, max_length=400
    )
    amended_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("meeting", "entry"), name="groups_attendance_once_a_member"),)
        indexes = (models.Index(fields=("meeting", "attendance"), name="groups_attendance_counted"),)

    class Privacy:
        erase = ("amended_reason",)
        keep = ("meeting", "entry", "attendance", "version", "amended_date")
        subject = "entry__account"

    def __str__(self) -> str:
        return self.attendance
