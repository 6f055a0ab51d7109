"""Reminders of deadlines: at eight in the morning 7, 3 and 1 days before and on the day.

They go to the case's ombud as it is then, and on the days when a named deputy stands in, to the deputy too.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from ombud.messages import DEADLINE, DEPUTY, OMBUD
from ombud.models import Case, Deadline
from pio.messaging import services as messaging
from pio.messaging.enums import Channel

OSLO = ZoneInfo("Europe/Oslo")
REMIND_DAYS = (7, 3, 1, 0)
REMIND_AT = time(8)


def remind(deadline: Deadline, case: Case, *, now: datetime) -> None:
    """Put the reminders of a new or moved deadline in the outbox, in the caller's transaction."""
    messaging.enqueue_all(_reminders(deadline, OMBUD, until=None, now=now), now=now)
    remind_deputy(case, [deadline], now=now)


def remind_deputy(case: Case, deadlines: Iterable[Deadline], *, now: datetime) -> None:
    """Put the reminders of those days on which the case has a deputy in the outbox; those that are there stay."""
    if case.deputy_id is None or case.deputy_until is None or case.deputy_until < timezone.localdate(now):
        return
    until = case.deputy_until
    rows = [row for each in deadlines for row in _reminders(each, DEPUTY, until=until, now=now)]
    messaging.enqueue_all(rows, now=now)


def _reminders(
    deadline: Deadline, part: str, *, until: date | None, now: datetime
) -> Iterator[messaging.Outgoing]:  # fmt: skip
    """Those that lie ahead, up to the day `until`."""
    last = datetime.combine(deadline.due_date + timedelta(days=1), time(0), OSLO)
    for days in REMIND_DAYS:
        day = deadline.due_date - timedelta(days=days)
        at = datetime.combine(day, REMIND_AT, OSLO)
        if at > now and (until is None or day <= until):
            yield messaging.Outgoing(
                kind=DEADLINE, target=deadline.pk, version=deadline.sequence, channel=Channel.EMAIL, part=part,
                offset=f"{days}d", send_after=at, not_after=last,
            )  # fmt: skip
