"""The page behind the link in a confirmation: see, move, meet another way, cancel, write. GET changes nothing.

Never stored by browser or proxy; shows neither contact nor what was written before the session, since links are
forwarded. Each change has a page of its own, with one form.
"""

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from advising.enums.sessions import WrittenBy
from advising.forms.session_manage import ChannelForm, MessageForm
from advising.messages.sessions import calendar_file
from advising.models import AdviceSession
from advising.permissions.sessions import access_by_token
from advising.selectors.session_offers import Offer, offer, own_time
from advising.selectors.session_times import nearest_slots, read_slot, staffing, wish_for
from advising.services.session_messages import contact_of
from advising.services.session_notes import leave_message
from advising.services.session_threads import write_to_adviser
from advising.services.sessions import cancel_by_relative, change_channel, move_session, reservation_ids
from advising.terms import is_late_cancellation, wall_date
from advising.views.session_booking import parse_date
from pio.core.errors import Refusal
from pio.core.pages import render_form
from pio.core.public import no_store, public_form, public_page
from pio.messaging import ical
from pio.scheduling import selectors as scheduling
from pio.scheduling.services import SlotTaken


@no_store
@public_form
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """The session and what can be done with it; for a thread its messages and the form to go on writing."""
    session = access_by_token(token)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if session.is_thread and request.method == "POST" and form.is_valid():
        return _act(request, session, token, lambda: write_to_adviser(
            session, text=form.cleaned_data["text"], now=timezone.now()
        ), said="sendt")  # fmt: skip
    context = _context(session, token) | {"said": _said(request)}
    if session.is_thread:
        context["thread"] = list(session.messages.select_related("author"))
    return render_form(request, "advising/manage.html", context, form=form)


@no_store
@public_form
def move(request: HttpRequest, token: str) -> HttpResponse:
    """Choose another time, by preference with the same adviser. A POST without a time shows the times."""
    session, now = access_by_token(token), timezone.now()
    staff = staffing()
    resource = scheduling.adviser_for(session.adviser_id) if session.adviser_id else None
    same = resource.pk if resource and "alle" not in request.GET else None
    chosen = read_slot(request.POST.get("slot", ""))
    week = parse_date(request.POST.get("week", ""))
    context = _context(session, token) | {"same": same, "adviser": session.adviser}
    if request.method != "POST" or week or not session.starts_at or not session.is_live:
        return _show_times(request, session, context, week=week)
    if chosen is None:
        first = _offer(session, same, week=None).first
        chosen = (first.start, first.adviser_id) if first else None
    if chosen is None:
        return _show_times(request, session, context, week=None)
    wish = wish_for(staff, session.channel, chosen[0], adviser=same, preferred=chosen[1], heavy=session.is_heavy)
    try:
        move_session(session, wish=wish, by=None, now=now)
    except SlotTaken as refusal:
        context |= {"nearest": nearest_slots(staff, refusal.nearest), "refusal": refusal, "form_has_errors": True}
        return render(request, "advising/manage_move.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except Refusal as refusal:
        return _refused(request, session, token, refusal)
    return _back(token, "flyttet")


def _show_times(request: HttpRequest, session: AdviceSession, context: dict[str, Any], *, week: Any) -> HttpResponse:
    found = _offer(session, context["same"], week=week) if session.starts_at else None
    return render(request, "advising/manage_move.html", context | {"offer": found, "today": wall_date(timezone.now())})


def _offer(session: AdviceSession, adviser: UUID | None, *, week: date | None) -> Offer:
    """Times to move to: the session's own time counts as free, but it is not offered."""
    return offer(
        staffing(), session.channel, adviser=adviser, week=week, now=timezone.now(), ignore=reservation_ids(session),
        heavy=session.is_heavy, without=own_time(session),
    )  # fmt: skip


@no_store
@public_form
def channel(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the time, meet another way."""
    session = access_by_token(token)
    data = request.POST if request.method == "POST" else None
    form = ChannelForm(data, current=session.channel, contact=contact_of(session), by_relative=True)
    if request.method == "POST" and form.is_valid() and session.starts_at is not None:
        chosen = form.cleaned_data["channel"]
        resource = scheduling.adviser_for(session.adviser_id) if session.adviser_id else None
        wish = wish_for(
            staffing(), chosen, session.starts_at, adviser=resource.pk if resource else None, obey_rules=False
        )
        return _act(request, session, token, lambda: change_channel(
            session, channel=chosen, wish=wish, by=None, now=timezone.now(), reach=form.reach()
        ), said="endret")  # fmt: skip
    return render_form(request, "advising/manage_channel.html", _context(session, token), form=form)


@no_store
@public_form
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Cancel; the page says whether it is late before the button is pressed."""
    session, now = access_by_token(token), timezone.now()
    if request.method == "POST":
        said = "avsluttet" if session.is_thread else "avbestilt"
        return _act(request, session, token, lambda: cancel_by_relative(session, now=now), said=said)
    context = _context(session, token) | {"late": is_late_cancellation(session, now=now)}
    return render(request, "advising/manage_cancel.html", context)


@no_store
@public_form
def message(request: HttpRequest, token: str) -> HttpResponse:
    """Leave a word for the adviser. What was left before is not shown."""
    session = access_by_token(token)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        return _act(request, session, token, lambda: leave_message(session, text=text, now=timezone.now()), said="sagt")
    return render_form(request, "advising/manage_message.html", _context(session, token), form=form)


@public_page()
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The session as a calendar file; opened again after a move it corrects the entry (same UID, higher SEQUENCE)."""
    session = access_by_token(token)
    file = calendar_file(session, agreed=ical.Method.PUBLISH, now=timezone.now())
    return ical.response(file.body, method=file.method) if file else redirect("advising_manage", token)


SAID: dict[str, Callable[[], str]] = {
    "flyttet": lambda: _("Timen er flyttet."),
    "endret": lambda: _("Timen er endret."),
    "avbestilt": lambda: _("Timen er avbestilt."),
    "avsluttet": lambda: _("Samtalen er avsluttet."),
    "sagt": lambda: _("Beskjeden er gitt til rådgiveren."),
    "sendt": lambda: _("Meldingen er sendt."),
}


def _said(request: HttpRequest) -> str:
    """What was just done, in words; from a short list, so that no address can put words on the page."""
    words = SAID.get(request.GET.get("gjort", ""))
    return words() if words else ""


def _act(
    request: HttpRequest, session: AdviceSession, token: str, act: Callable[[], object], *, said: str
) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        return _refused(request, session, token, refusal)
    return _back(token, said)


def _back(token: str, said: str) -> HttpResponse:
    return redirect(f"{reverse('advising_manage', args=[token])}?gjort={said}")


def _refused(request: HttpRequest, session: AdviceSession, token: str, refusal: Refusal) -> HttpResponse:
    """The page with the sentence of the refusal; the session is read again, since it may just have changed."""
    session.refresh_from_db()
    context = _context(session, token) | {"refusal": refusal, "form_has_errors": True, "form": MessageForm()}
    if session.is_thread:
        context["thread"] = list(session.messages.select_related("author"))
    return render(request, "advising/manage.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _context(session: AdviceSession, token: str) -> dict[str, Any]:
    now = timezone.now()
    begun = session.starts_at is not None and session.starts_at <= now
    return {
        "session": session, "token": token, "may_change": session.is_live and not begun, "now": now,
        "relative": WrittenBy.RELATIVE,
    }  # fmt: skip
