"""Rooms at the centre for self-run groups, booked by the contact person through their link; nothing collides.

The time engine decides whether a room is free. After the meeting the contact person gets a signed link for its report.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core import signing
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from groups.models import SelfRunGroup, SelfRunMeeting
from groups.services import self_run
from pio.core.errors import Refusal
from pio.scheduling import services as scheduling
from pio.scheduling.models import Resource
from pio.scheduling.needs import Span
from pio.scheduling.selectors import closed_days

OSLO = ZoneInfo("Europe/Oslo")
PURPOSE = "self_run_meeting"
SALT = "groups.self_run_meeting"
OPEN, CLOSE = time(8), time(22)
LONGEST, AHEAD, MOST = timedelta(hours=4), timedelta(days=180), 12
REPORT_AFTER, REPORT_UNTIL = timedelta(hours=1), timedelta(days=14)


class RoomNotFree(Refusal):
    """No room is free at that time."""


class NotThen(Refusal):
    """A time that cannot be booked: past, at night, too long, too far ahead, when the centre is closed."""


class TooMany(Refusal):
    """The group has as many rooms booked as one may have at a time."""


def signed(meeting: SelfRunMeeting) -> str:
    """What the link of one meeting carries."""
    return signing.Signer(salt=SALT).sign(str(meeting.pk))


def unsigned(text: str) -> UUID | None:
    """The key of the meeting in a link; None when the link is not ours."""
    try:
        return UUID(signing.Signer(salt=SALT).unsign(text))
    except (signing.BadSignature, ValueError):
        return None


@transaction.atomic
def book(
    group: SelfRunGroup, *, day: date, start: time, end: time, room: Resource | None, now: datetime
) -> SelfRunMeeting:
    """Book a room; without `room` the smallest one that is free.

    Raises:
        NotThen, TooMany, RoomNotFree; pio.scheduling.services.Busy
    """
    locked = SelfRunGroup.objects.select_for_update(no_key=True).get(pk=group.pk)
    begins, ends = (datetime.combine(day, wall, OSLO).astimezone(UTC) for wall in (start, end))
    _check(locked, day, start, end, now=now)
    made = SelfRunMeeting(group=locked, starts_at=begins, ends_at=ends)
    for resource in [room] if room else rooms():
        try:
            ((made.room_time,),) = scheduling.reserve([Span((resource.pk,), begins, ends)], purpose=PURPOSE, now=now)
        except scheduling.SlotTaken:
            continue
        made.save(force_insert=True)
        self_run.send(
            locked, f"report:{made.pk}", send_after=ends + REPORT_AFTER, not_after=ends + REPORT_UNTIL, now=now
        )
        return made
    raise RoomNotFree(_("Rommet er opptatt da. Velg en annen tid eller et annet rom."))


@transaction.atomic
def cancel(meeting: SelfRunMeeting, *, now: datetime) -> None:
    """Give the room back, before the meeting has begun; twice is once."""
    current = SelfRunMeeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if current.is_cancelled or current.starts_at <= now:
        return
    if current.room_time_id:
        scheduling.release([current.room_time_id], now=now)
    SelfRunMeeting.objects.filter(pk=current.pk).update(is_cancelled=True, room_time=None)


def rooms() -> list[Resource]:
    """The rooms of the centre that are in use, the smallest first."""
    return list(Resource.objects.rooms().order_by("capacity", "name"))


def describe(reservations: Sequence[UUID]) -> dict[UUID, str]:
    """What a calendar calls these reservations."""
    return dict.fromkeys(reservations, _("Selvstyrt gruppe"))


def _check(group: SelfRunGroup, day: date, start: time, end: time, *, now: datetime) -> None:
    length = datetime.combine(day, end) - datetime.combine(day, start)
    begins = datetime.combine(day, start, OSLO)
    if not timedelta(0) < length <= LONGEST:
        raise NotThen(_("Dere kan ha rommet i opptil fire timer."))
    if start < OPEN or end > CLOSE:
        raise NotThen(_("Rommene kan brukes mellom kl. 8 og 22."))
    if begins <= now or day > localdate(now) + AHEAD:
        raise NotThen(_("Velg en tid som kommer, og høyst et halvt år frem."))
    if day in closed_days(day, day):
        raise NotThen(_("Senteret er stengt den dagen."))
    if group.meetings.filter(is_cancelled=False, starts_at__gt=now).count() >= MOST:
        raise TooMany(_("Dere har tolv bestillinger. Bruk eller avlys noen av dem først."))
