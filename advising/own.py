"""What advising puts on a signed-in relative's own page: the sessions to come."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from advising.models import AdviceSession
from pio.accounts.models import User
from pio.core import words
from pio.core.joining import Box, Row


def boxes(*, user: User, now: datetime) -> list[Box]:
    """My sessions that are agreed, e-mail advice included; one query."""
    sessions = AdviceSession.objects.own(user).live().order_by("starts_at", "id")
    rows = [
        Row(
            session.get_channel_display(),
            reverse("advising_own_session", args=[session.pk]),
            _("Åpne"),
            words.short_day(session.starts_at) if session.starts_at else "",
            words.at(session.starts_at) if session.starts_at else _("Du får svar innen to virkedager."),
        )
        for session in sessions
        if session.ends_at is None or session.ends_at > now
    ]
    empty = _("Du har ingen timer hos oss akkurat nå.")
    return [Box(_("Timene mine"), rows, url=reverse("advising_about"), more=_("Bestill time"), empty=empty, rank=10)]
