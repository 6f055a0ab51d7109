"""Intake stops: the waiting list takes nobody in, offers are taken back and never accepted, the page says why."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from groups.enums import GroupStatus
from groups.models import IntakeStop, SupportGroup
from groups.services.meetings import look_after
from groups.services.queue import QUEUE
from pio.core.errors import Refusal
from pio.core.public import empty_page_cache


class StopOverlaps(Refusal):
    """There is a stop in those days already."""


@dataclass(frozen=True)
class Stop:
    """What a stop says. Without a group it holds for all."""

    starts_date: date
    public_text: str
    group_id: UUID | None = None
    ends_date: date | None = None
    public_text_en: str = ""
    reopens_date: date | None = None


@transaction.atomic
def open_stop(stop: Stop, *, now: datetime) -> IntakeStop:
    """Begin a stop. Offers that are out are taken back when it holds today; those people keep their place in the queue.

    Raises:
        StopOverlaps
    """
    groups = SupportGroup.objects.filter(status=GroupStatus.OPEN)
    affected = groups.filter(pk=stop.group_id) if stop.group_id else groups
    locked = [QUEUE.lock(pk) for pk in sorted(affected.values_list("pk", flat=True))]
    try:
        with transaction.atomic():
            made = IntakeStop.objects.create(**vars(stop))
    except IntegrityError as clash:
        raise StopOverlaps(_("Det er allerede et inntaksstopp i den perioden.")) from clash
    for group in locked:
        look_after(group, now=now)
    empty_page_cache()
    return made


def end_stop(stop: IntakeStop, *, now: datetime) -> None:
    """Take people in again from today; a stop that has not begun is gone."""
    yesterday = localdate(now) - timedelta(days=1)
    if stop.starts_date > yesterday:
        IntakeStop.objects.filter(pk=stop.pk).delete()
    else:
        IntakeStop.objects.filter(pk=stop.pk).update(ends_date=yesterday)
    empty_page_cache()
