"""Staff: the calendar, one session, moving, cancelling, another way of meeting, the search for a person's session."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from advising.forms.session_manage import ChannelForm
from advising.forms.session_staff import SearchForm, VideoForm
from advising.models import AdviceSession
from advising.permissions import sessions as permissions
from advising.selectors import session_calendar
from advising.selectors.session_offers import monday_of
from advising.selectors.session_search import find_sessions
from advising.selectors.session_times import staffing, wish_for
from advising.selectors.sick_days import waiting_plans
from advising.services.session_messages import contact_of
from advising.services.session_notes import set_video_link
from advising.services.session_pauses import mark_heavy
from advising.services.sessions import (
    cancel_by_us,
    cancel_for_relative,
    change_channel,
)  # fmt: skip
from advising.terms import is_late_cancellation, wall_date
from advising.views.session_booking import parse_date
from pio.accounts.access import SignedInRequest, requires
from pio.core import words
from pio.core.errors import Refusal
from pio.core.pages import render_form
from pio.scheduling import selectors as scheduling

WEEK, DAY = timedelta(days=7), timedelta(days=1)


@requires("advising.see")
def calendar(request: SignedInRequest) -> HttpResponse:
    """A day or a week of sessions, of one adviser or all. The choice stands in the address."""
    now = timezone.now()
    by_day = request.GET.get("visning") == "dag"
    day = parse_date(request.GET.get("dato", "")) or wall_date(now)
    first, last = (day, day) if by_day else (monday_of(day), monday_of(day) + WEEK - DAY)
    advisers = session_calendar.advisers()
    chosen = _chosen(request, [each.pk for each in advisers])
    context = {
        "days": session_calendar.calendar(request.user, first=first, last=last, adviser=chosen, now=now),
        "by_day": by_day, "day": day, "first": first, "last": last, "now": now,
        "previous": day - (DAY if by_day else WEEK), "following": day + (DAY if by_day else WEEK),
        "advisers": advisers, "chosen": chosen, "waiting": len(session_calendar.threads(request.user, now=now)),
        "plans": waiting_plans(), "may_move": request.user.has_right("advising.change"),
        "adviser_value": request.GET.get("radgiver", ""), "form": SearchForm(),
    }  # fmt: skip
    return render(request, "advising/calendar.html", context)


def _chosen(request: SignedInRequest, known: list[UUID]) -> UUID | None:
    """The adviser asked for; without a word, oneself where one holds sessions."""
    value = request.GET.get("radgiver", "")
    if value == "alle":
        return None
    chosen = next((pk for pk in known if str(pk) == value), None)
    return chosen or (request.user.pk if request.user.pk in known else None)


@requires("advising.see")
def session(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One session: people, contact, what can be done. Notes have a page of their own, whose reading is logged."""
    return _detail(request, permissions.access_session(request.user, pk))


def _detail(request: SignedInRequest, session: AdviceSession, refusal: Refusal | None = None) -> HttpResponse:
    now, user = timezone.now(), request.user
    context = {
        "session": session, "now": now, "others": session_calendar.other_sessions(session), "refusal": refusal,
        "form_has_errors": refusal is not None, "video_form": VideoForm(initial={"video_link": _link(session)}),
        "late": is_late_cancellation(session, now=now),
        "may_change": permissions.can_change_session(user, session),
        "may_record": permissions.can_record_outcome(user, session, now=now),
        "may_read_notes": permissions.can_read_notes(user, session, now=now),
        "may_break_glass": user.has_right("advising.break_glass"),
        "may_take": permissions.can_take_thread(user, session),
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "advising/session_detail.html", context, status=status)


def _link(session: AdviceSession) -> str:
    contact = getattr(session, "contact", None)
    return contact.video_link or "" if contact else ""


@requires("advising.change")
def channel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Meet another way at the same time."""
    session = permissions.access_session(request.user, pk)
    data = request.POST if request.method == "POST" else None
    form = ChannelForm(data, current=session.channel, contact=contact_of(session), by_relative=False)
    if request.method == "POST" and form.is_valid() and session.starts_at is not None:
        wanted = form.cleaned_data["channel"]
        resource = scheduling.adviser_for(session.adviser_id) if session.adviser_id else None
        wish = wish_for(
            staffing(), wanted, session.starts_at, adviser=resource.pk if resource else None, obey_rules=False
        )
        return _act(request, session, lambda: change_channel(
            session, channel=wanted, wish=wish, by=request.user, now=timezone.now(), reach=form.reach()
        ), _("Timen er endret."))  # fmt: skip
    return render_form(request, "advising/session_channel.html", {"session": session}, form=form)


@requires("advising.record")
@require_POST
def heavy(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Mark a talk as heavy, or not: the adviser gets a longer pause after it."""
    session = permissions.access_session(request.user, pk)
    until = mark_heavy(session, heavy=request.POST.get("heavy") == "1", by=request.user, now=timezone.now())
    said = _("Pausen varer til kl. %(time)s.") % {"time": words.clock(until)} if until else _("Lagret.")
    messages.success(request, said)
    return redirect(session)


@requires("advising.change")
def cancel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Cancel: on our side, or for the person who called. The main button is ours."""
    session, now = permissions.access_session(request.user, pk), timezone.now()
    if request.method != "POST":
        context = {"session": session, "late": is_late_cancellation(session, now=now)}
        return render(request, "advising/session_cancel.html", context)
    cancel_session = cancel_for_relative if request.POST.get("who") == "relative" else cancel_by_us
    return _act(request, session, lambda: cancel_session(session, by=request.user, now=now), _("Timen er avlyst."))


@requires("advising.change")
@require_POST
def video(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say where the video session is held; it shows on the person's page."""
    session = permissions.access_session(request.user, pk)
    form = VideoForm(request.POST)
    if not form.is_valid():
        context = {"session": session, "video_form": form}
        return render_form(request, "advising/session_video.html", context, form=form)
    return _act(request, session, lambda: set_video_link(
        session, link=form.cleaned_data["video_link"], by=request.user
    ), _("Lenken er lagret."))  # fmt: skip


@requires("advising.change")
def search(request: SignedInRequest) -> HttpResponse:
    """Find the session of somebody on the phone. By POST, so that no address stands in an URL."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = find_sessions(request.user, form.cleaned_data["what"])
    return render_form(request, "advising/search.html", {"found": found}, form=form)


def _act(request: SignedInRequest, session: AdviceSession, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        return _detail(request, permissions.access_session(request.user, session.pk), refusal)
    messages.success(request, said)
    return redirect(session)
