"""What the outbox shows on `/intern/`: messages that need a person, for those who may see the queue."""

from datetime import datetime

from django.db.models import Count, Value
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
    number, late = _counts(now)
    if number:
        title = ngettext("%(n)s melding trenger deg", "%(n)s meldinger trenger deg", number) % {"n": number}
        rows.append(Row(title=title, more=_("Feilet, eller usikkert om den kom fram"), url=url, act=_("Se på")))
    if late:
        rows.append(Row(title=_("Utsendingen er forsinket"), url=url, act=_("Se på"), is_late=True))
    return [Box(title=_("Meldinger"), rows=rows, place="right", rank=80)]


def _counts(now: datetime) -> tuple[int, int]:
    """How many need a person's decision, and how many are later than /readyz allows; one query."""
    late = OutboxMessage.objects.due(now=now).unblocked().filter(next_attempt_at__lt=now - health.LATE)
    kinds = {"decide": OutboxMessage.objects.for_staff(), "late": late}
    decided, delayed = (
        rows.order_by().annotate(what=Value(what)).values("what").annotate(n=Count("pk"))
        for what, rows in kinds.items()
    )
    found = {row["what"]: row["n"] for row in decided.union(delayed)}
    return found.get("decide", 0), found.get("late", 0)
