"""What drafts put on the staff's start page: what the person has begun, and which of it waits too long."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from pio.accounts.models import User
from pio.core import words
from pio.core.joining import Box, Row
from pio.drafts import selectors
from pio.drafts.selectors import Begun

MOST_ROWS = 5


def boxes(*, user: User, now: datetime) -> list[Box]:
    """One box when something is begun; one query."""
    if not user.has_right("drafts.use"):
        return []
    today = now.astimezone(words.OSLO).date()
    rows = [
        Row(
            title=each.title,
            url=each.url,
            act=_("Fortsett"),
            time=_time(each, today=today.isoformat()),
            more=_("Slettes %(day)s hvis du ikke fortsetter") % {"day": words.day(each.goes_on)} if each.is_old else "",
            is_late=each.is_old,
        )
        for each in selectors.begun(user, now=now, most=MOST_ROWS)
    ]
    return [Box(_("Utkast"), rows, "right", reverse("drafts_list"), _("Alle utkast"), rank=15)]


def _time(each: Begun, *, today: str) -> str:
    is_today = each.saved_at.astimezone(words.OSLO).date().isoformat() == today
    return words.clock(each.saved_at) if is_today else words.short_day(each.saved_at)
