"""What advising puts on the staff's start page: my sessions, threads that wait for an answer, people to call back."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advising.models import AdviceSession, CallFollowUp
from pio.accounts.models import User
from pio.core import choices, words
from pio.core.joining import Box, Row

MOST_ROWS = 8


def boxes(*, user: User, now: datetime) -> list[Box]:
    """The boxes for this person's rights; at most three queries."""
    today = now.astimezone(words.OSLO).date()
    shown = []
    if user.has_right("advising.record"):
        shown.append(_sessions(user, today, now))
    if user.has_right("advising.threads"):
        shown.append(_threads(user))
    if user.has_right("calls.follow_up"):
        shown.append(_call_backs(today))
    return shown


def _sessions(user: User, today: date, now: datetime) -> Box:
    mine = AdviceSession.objects.of_adviser(user.pk).timed().live()
    sessions = mine.order_by("starts_at", "id").prefetch_related("participants")[:MOST_ROWS]
    rows = [_session_row(session, today, now) for session in sessions]
    empty = _("Du har ingen avtalte timer.")
    return Box(_("Timene mine"), rows, "left", reverse("advising_calendar"), _("Kalender"), empty, rank=10)


def _session_row(session: AdviceSession, today: date, now: datetime) -> Row:
    people = ", ".join(choices.label("relation", each.relation) for each in session.participants.all())
    is_open = session.ends_at is not None and session.ends_at <= now
    is_today = session.starts_at is not None and session.session_date == today
    time = words.clock(session.starts_at) if is_today and session.starts_at else words.short_day(session.session_date)
    more = _("%(people)s. Ikke ført ennå") % {"people": people} if is_open else people
    act = _("Før timen") if is_open else _("Åpne")
    span = (session.starts_at, session.ends_at) if session.starts_at and session.ends_at else None
    return Row(session.get_channel_display(), session.get_absolute_url(), act, time, more, is_late=is_open, span=span)


def _threads(user: User) -> Box:
    waiting = AdviceSession.objects.unanswered().filter(adviser__in=[user.pk]) | (
        AdviceSession.objects.unanswered().filter(adviser=None)
    )
    rows = [
        Row(
            _("Spørsmål på e-post"),
            thread.get_absolute_url(),
            _("Ta den") if thread.adviser_id is None else _("Svar"),
            words.short_day(thread.created_on),
        )
        for thread in waiting.order_by("created_on", "id")[:MOST_ROWS]
    ]
    return Box(_("Venter på svar"), rows, "right", rank=20)


def _call_backs(today: date) -> Box:
    due = CallFollowUp.objects.due_by(today).order_by("due_date", "id")[:MOST_ROWS]
    rows = [_call_back_row(each, today) for each in due]
    count = ngettext("%(count)s å ringe", "%(count)s å ringe", len(rows)) % {"count": len(rows)} if rows else ""
    return Box(_("Følg opp"), rows, "right", more=count, rank=10)


def _call_back_row(each: CallFollowUp, today: date) -> Row:
    is_late = each.due_date < today
    return Row(
        _("Ring opp igjen, %(number)s. forsøk") % {"number": each.attempts + 1},
        reverse("calls_follow_ups"),
        _("Ring"),
        _("Forfalt") if is_late else _("I dag"),
        _("Skulle vært ringt %(day)s") % {"day": words.day(each.due_date)} if is_late else "",
        is_late=is_late,
    )
