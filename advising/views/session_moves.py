"""Staff: give a session another time, on a page of free times or by carrying it in the calendar."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from advising.models import AdviceSession
from advising.permissions import sessions as permissions
from advising.selectors import session_moves
from advising.selectors.session_offers import monday_of, offer, own_time
from advising.selectors.session_times import Staffing, nearest_slots, read_slot, staffing, wish_for
from advising.services.sessions import move_session, reservation_ids
from advising.terms import wall_date
from advising.views.session_booking import parse_date
from pio.accounts.access import SignedInRequest, requires
from pio.core import words
from pio.core.errors import Refusal
from pio.scheduling import selectors as scheduling
from pio.scheduling.services import SlotTaken

TO_SUNDAY = timedelta(days=6)


@requires("advising.change")
def move(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Choose another time; the person is told by the message they have agreed to."""
    session, now = permissions.access_session(request.user, pk), timezone.now()
    if session.starts_at is None or not session.is_live:
        return redirect(session)
    staff = staffing()
    resource = scheduling.adviser_for(session.adviser_id) if session.adviser_id else None
    same = resource.pk if resource and request.GET.get("radgiver") != "alle" else None
    chosen = read_slot(request.POST.get("slot", ""))
    context: dict[str, Any] = {"session": session, "same": same}
    if chosen is not None:
        wish = wish_for(staff, session.channel, chosen[0], adviser=same or chosen[1], heavy=session.is_heavy)
        try:
            moved = move_session(session, wish=wish, by=request.user, now=now)
        except Refusal as refusal:
            context |= _why_not(session, staff, chosen, refusal, now=now)
        else:
            return _moved(request, moved)
    context["offer"] = _offer(request, session, staff, same)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if "refusal" in context else HTTPStatus.OK
    return render(request, "advising/session_move.html", context, status=status)


def _moved(request: SignedInRequest, session: AdviceSession) -> HttpResponse:
    """Back to the calendar where it was carried from there, else to the session."""
    assert session.starts_at is not None  # noqa: S101  it has just been given a time
    messages.success(request, _("Timen er flyttet til %(when)s.") % {"when": words.at(session.starts_at)})
    if request.POST.get("fra") != "kalender":
        return redirect(session)
    query = {"dato": session.session_date.isoformat(), "radgiver": request.POST.get("radgiver", "")}
    return redirect(f"{reverse('advising_calendar')}?{urlencode(query)}")


def _why_not(
    session: AdviceSession, staff: Staffing, chosen: tuple[datetime, UUID], refusal: Refusal, *, now: datetime
) -> dict[str, Any]:
    """What is in the way, by name where it is known, and the nearest free times."""
    adviser, day = staff.advisers.get(chosen[1]), wall_date(chosen[0])
    why = ""
    if adviser is not None:
        why = session_moves.week(session, adviser, staff, first=day, last=day, now=now).why(chosen[0])
    nearest = nearest_slots(staff, refusal.nearest) if isinstance(refusal, SlotTaken) else []
    return {"refusal": refusal, "why": why, "form_has_errors": True, "nearest": nearest}


def _offer(request: SignedInRequest, session: AdviceSession, staff: Staffing, same: UUID | None) -> Any:
    week, ignore, heavy = parse_date(request.GET.get("uke", "")), reservation_ids(session), session.is_heavy
    return offer(
        staff, session.channel, adviser=same, week=week, now=timezone.now(), ignore=ignore, heavy=heavy,
        without=own_time(session),
    )  # fmt: skip


@requires("advising.change")
@require_GET
def move_targets(request: SignedInRequest, pk: UUID) -> JsonResponse:
    """The times of a week for the calendar's script: each free, or with what is in the way."""
    session, now = permissions.access_session(request.user, pk), timezone.now()
    day = parse_date(request.GET.get("uke", ""))
    adviser = scheduling.adviser_for(session.adviser_id) if session.adviser_id else None
    if day is None or adviser is None or not session.is_live or session.starts_at is None:
        raise Http404
    monday = monday_of(day)
    found = session_moves.week(session, adviser, staffing(), first=monday, last=monday + TO_SUNDAY, now=now)
    return JsonResponse({"targets": [each.as_json() for each in found.targets()]})
