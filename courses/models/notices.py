"""What we wrote to those who take part: to all, to those who came, or to those who wait."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.enums import Receivers
from courses.models.offerings import Offering
from pio.core.fields import EncryptedTextField
from pio.core.models import BaseModel
from pio.core.privacy import Retention


class Notice(BaseModel):
    """One message to many. The outbox composes each letter from it; the text is forgotten after a year."""

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="notices")
    receivers = models.CharField(_("til"), max_length=10, choices=Receivers)
    subject = EncryptedTextField(_("emne"), label="courses.notice.subject", null=True, max_length=120)
    body = EncryptedTextField(_("tekst"), label="courses.notice.body", null=True, max_length=4000)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sent_date = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Privacy:
        erase = ("subject", "body")
        keep = ("offering", "receivers", "sent_by", "sent_date", "count")
        retention = Retention(
            "courses.notice", since="sent_date", months=12, fields=("subject", "body"),
            why=_("Det vi skrev til deltakerne, trengs ikke når kurset er over."),
        )  # fmt: skip
        subject = "sent_by"

    def __str__(self) -> str:
        return self.get_receivers_display()
