"""Reads of the call-back queue."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from advising.enums.calls import FollowUpStatus
from advising.models import CallFollowUp
from pio.core import words


@dataclass(frozen=True)
class FollowUpRow:
    """A promise as the queue shows it."""

    follow_up: CallFollowUp
    today: dt.date
    clock: dt.time

    @property
    def is_overdue(self) -> bool:
        """Whether the day, or today's window, is over."""
        row = self.follow_up
        return row.due_date < self.today or (
            row.due_date == self.today and row.to_time is not None and row.to_time < self.clock
        )

    @property
    def number(self) -> str:
        """The number as it is read aloud."""
        return words.phone(self.follow_up.number)

    @property
    def when(self) -> str:
        """Day and window."""
        row = self.follow_up
        day = _("i dag") if row.due_date == self.today else words.day(row.due_date)
        times = [time.strftime("%H.%M") if time else "" for time in (row.from_time, row.to_time)]
        if not any(times):
            return day
        return _("%(day)s kl. %(from)s–%(to)s") % {"day": day, "from": times[0], "to": times[1]}

    @property
    def next_attempt(self) -> int:
        """The number of the attempt that comes now."""
        return self.follow_up.attempts + 1


def open_follow_ups(*, now: dt.datetime) -> list[FollowUpRow]:
    """Those that wait, earliest first."""
    local = timezone.localtime(now)
    rows = CallFollowUp.objects.open().order_by("due_date", "from_time", "id")
    return [FollowUpRow(row, local.date(), local.time()) for row in rows]


def outcomes(*, now: dt.datetime) -> list[tuple[str, int]]:
    """How this year's settled promises went, in words and counts."""
    first = timezone.localdate(now).replace(month=1, day=1)
    counts = dict(
        CallFollowUp.objects.filter(closed_on__gte=first).order_by().values_list("status").annotate(Count("id"))
    )
    return [(str(status.label), counts.get(status, 0)) for status in FollowUpStatus if status != FollowUpStatus.OPEN]
