"""Messages from the host to many: to all who have a place, to those who came last, to those who wait."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from courses.enums import PRESENT, Receivers
from courses.models import Evening, Notice, Offering, Registration
from courses.services.notices import channel_of
from pio.accounts.models import User
from pio.core.errors import Refusal
from pio.messaging import services as outbox
from pio.messaging.enums import Channel

KIND, TEST = "course_notice", "test"


class NobodyToTell(Refusal):
    """Nobody among those chosen can be reached."""


def receivers_of(offering: Offering, receivers: str) -> list[Registration]:
    """The registrations a message goes to; those whose contact is forgotten are left out."""
    rows = Registration.objects.filter(offering=offering, token_hash__isnull=False).order_by("queue_number")
    if receivers == Receivers.WAITING:
        return list(rows.waiting())
    if receivers == Receivers.ALL:
        return list(rows.confirmed())
    last = Evening.objects.filter(offering=offering, marked_date__isnull=False).order_by("-starts_at").first()
    came = rows.confirmed().filter(presences__evening=last, presences__attendance__in=PRESENT) if last else rows.none()
    return list(came.distinct())


@transaction.atomic
def send_notice(offering: Offering, *, receivers: str, subject: str, body: str, by: User, now: datetime) -> Notice:
    """Write to everybody chosen, one letter each.

    Raises:
        NobodyToTell: there is nobody.
    """
    rows = receivers_of(offering, receivers)
    if not rows:
        raise NobodyToTell(_("Ingen å skrive til. Velg noen andre."))
    notice = Notice.objects.create(
        offering=offering, receivers=receivers, subject=subject, body=body, sent_by=by, sent_date=localdate(now),
        count=len(rows),
    )  # fmt: skip
    for row in rows:
        outbox.enqueue(
            kind=KIND, target=row.pk, version=1, part=str(notice.pk), channel=channel_of(row), language=row.language,
            send_after=now, now=now,
        )  # fmt: skip
    return notice


@transaction.atomic
def send_test(offering: Offering, *, subject: str, body: str, by: User, now: datetime) -> None:
    """The same letter to oneself only; nothing is counted."""
    notice = Notice.objects.create(
        offering=offering, receivers=Receivers.ALL, subject=subject, body=body, sent_by=by, sent_date=localdate(now)
    )
    outbox.enqueue(
        kind=KIND, target=notice.pk, version=1, part=TEST, channel=Channel.EMAIL, language=by.language or "nb",
        send_after=now, now=now,
    )  # fmt: skip
