"""What courses put on the staff's start page: evenings today, presence that is not marked, offers that wait."""

from datetime import datetime, timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.enums import OfferingStatus
from courses.models import Evening, Offering
from pio.accounts.models import User
from pio.core import words
from pio.core.joining import Box, Row
from pio.waitlist.enums import PlaceState

MOST_ROWS = 6
LOOK_BACK = timedelta(days=14)
LOOK_AHEAD = timedelta(days=7)


def boxes(*, user: User, now: datetime) -> list[Box]:
    """Two boxes for those who hold courses; two queries."""
    if not user.has_right("courses.attendance"):
        return []
    return [_evenings(now), _queues()]


def _evenings(now: datetime) -> Box:
    near = Evening.objects.public().taking_place().filter(
        starts_at__gte=now - LOOK_BACK, starts_at__lt=now + LOOK_AHEAD, marked_date__isnull=True
    )  # fmt: skip
    rows = [_evening(each, now) for each in near.select_related("offering").order_by("starts_at", "pk")[:MOST_ROWS]]
    empty = _("Ingen kvelder den neste uken.")
    return Box(_("Kurs og arrangementer"), rows, "left", reverse("courses_staff"), _("Alle kurs"), empty, rank=30)


def _evening(evening: Evening, now: datetime) -> Row:
    is_over, is_today = evening.ends_at <= now, localdate(evening.starts_at) == localdate(now)
    is_due = is_over or is_today
    page = ("courses_roll", evening.pk) if is_due else ("courses_staff_offering", evening.offering_id)
    return Row(
        evening.offering.title,
        reverse(page[0], args=[page[1]]),
        _("Før oppmøte") if is_due else _("Åpne"),
        words.clock(evening.starts_at) if is_today else words.short_day(evening.starts_at),
        _("Oppmøtet er ikke ført") if is_over else evening.title,
        is_late=is_over,
        span=(evening.starts_at, evening.ends_at),
    )


def _queues() -> Box:
    waiting = (
        Offering.objects.filter(status=OfferingStatus.PUBLISHED, registrations__state=PlaceState.WAITING)
        .annotate(n=Count("registrations")).order_by("-n", "pk")[:MOST_ROWS]
    )  # fmt: skip
    rows = [
        Row(
            each.title, reverse("courses_staff_offering", args=[each.pk]), _("Åpne"),
            more=ngettext("%(n)s venter på plass", "%(n)s venter på plass", each.n) % {"n": each.n},
        )
        for each in waiting
    ]  # fmt: skip
    return Box(_("Ventelister til kurs"), rows, "right", rank=40)
