"""What the outbox shows on `/intern/`: messages that need a person, for those who may see the queue."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pio.accounts.models import User
from pio.core.joining import Box, Row
from pio.messaging import health
from pio.messaging.models import OutboxMessage


def boxes(*, user: User, now: datetime) -> list[Box]:
    """One box when something failed, is uncertain or is late; none otherwise."""
    if not user.has_right("messaging.queue"):
        return []
    url, rows = reverse("message_queue"), []
    number = OutboxMessage.objects.for_staff().count()
    if number:
        title = ngettext("%(n)s melding trenger deg", "%(n)s meldinger trenger deg", number) % {"n": number}
        rows.append(Row(title=title, more=_("Feilet, eller usikkert om den kom fram"), url=url, act=_("Se på")))
    if health.is_late(now):
        rows.append(Row(title=_("Utsendingen er forsinket"), url=url, act=_("Se på"), is_late=True))
    return [Box(title=_("Meldinger"), rows=rows, place="right", rank=80)]
