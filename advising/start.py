"""What advising puts on the staff's start page: my sessions, threads that wait for an answer, people to call back."""

from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advising.models import AdviceSession, CallFollowUp, SessionParticipant
from pio.accounts.models import User
from pio.core import choices, words
from pio.core.joining import Box, Row

MOST_ROWS = 8


def boxes(*, user: User, now: datetime) -> list[Box]:
    """The boxes for this person's rights; at most two queries: sessions with threads, and people to call back."""
    today = now.astimezone(words.OSLO).date()
    is_adviser, answers = user.has_right("advising.record"), user.has_right("advising.threads")
    sessions = _sessions_and_threads(user, is_adviser=is_adviser, answers=answers)
    shown = []
    if is_adviser:
        rows = [_session_row(each, today, now) for each in sessions if not each.is_thread]
        empty = _("Du har ingen avtalte timer.")
        address = reverse("advising_calendar")
        shown.append(Box(_("Timene mine"), rows, "left", address, _("Kalender"), empty, rank=10))
    if answers:
        rows = [_thread_row(each) for each in sessions if each.is_thread]
        shown.append(Box(_("Venter på svar"), rows, "right", rank=20))
    if user.has_right("calls.follow_up"):
        shown.append(_call_backs(today))
    return shown


def _sessions_and_threads(user: User, *, is_adviser: bool, answers: bool) -> list[Any]:
    """My first sessions with `relations` (codes, in order), then the oldest threads that wait; one query."""
    people = SessionParticipant.objects.filter(session=OuterRef("pk")).order_by("position")
    every = AdviceSession.objects.annotate(relations=ArraySubquery(people.values("relation")))
    mine = every.of_adviser(user.pk).timed().live().with_last_writer().order_by("starts_at", "id")[:MOST_ROWS]
    waiting = every.unanswered().filter(Q(adviser=user.pk) | Q(adviser=None)).order_by("created_on", "id")[:MOST_ROWS]
    parts = [part for part, asked in ((mine, is_adviser), (waiting, answers)) if asked]
    rows = parts[0].union(*parts[1:], all=True) if parts else ()
    return sorted(rows, key=lambda each: (each.is_thread, each.starts_at or each.created_on, each.id))


def _session_row(session: Any, today: date, now: datetime) -> Row:
    people = ", ".join(choices.label("relation", code) for code in session.relations)
    is_open = session.ends_at is not None and session.ends_at <= now
    is_today = session.starts_at is not None and session.session_date == today
    time = words.clock(session.starts_at) if is_today and session.starts_at else words.short_day(session.session_date)
    more = _("%(people)s. Ikke ført ennå") % {"people": people} if is_open else people
    act = _("Før timen") if is_open else _("Åpne")
    span = (session.starts_at, session.ends_at) if session.starts_at and session.ends_at else None
    return Row(session.get_channel_display(), session.get_absolute_url(), act, time, more, is_late=is_open, span=span)


def _thread_row(thread: AdviceSession) -> Row:
    act = _("Ta den") if thread.adviser_id is None else _("Svar")
    return Row(_("Spørsmål på e-post"), thread.get_absolute_url(), act, words.short_day(thread.created_on))


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
