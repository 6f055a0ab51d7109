"""Staff: the attendance list of one meeting, saved cell by cell; moving and cancelling a meeting."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.enums import PRESENT
from groups.forms.staff import AmendForm, FinishForm, MoveForm, StandInForm
from groups.messages import previews
from groups.models import GroupMeeting
from groups.permissions import access_meeting, access_person
from groups.selectors import members
from groups.services import attendance, meetings
from pio.accounts.access import SignedInRequest, requires
from pio.core import choices, words
from pio.core.errors import Refusal
from pio.core.pages import render_form, saved


@requires("groups.attendance")
def meeting_page(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Who came. The main form says that the list is done; each cell is a form of its own."""
    now, meeting = timezone.now(), access_meeting(request.user, pk)
    form = FinishForm(request.POST or None, initial={"heads": meeting.head_count, "note": meeting.note or ""})
    if saved(form, lambda: attendance.finish(
        meeting, heads=form.cleaned_data["heads"], note=form.cleaned_data["note"], now=now
    )):  # fmt: skip
        messages.success(request, _("Oppmøtet er ført."))
        return redirect("groups_staff_group", slug=meeting.group.slug)
    return render_form(request, "groups/meeting.html", _page(meeting, now), form=form)


def _page(meeting: GroupMeeting, now: Any) -> dict[str, Any]:
    sheet = members.attendance_list(meeting, now=now)
    begun = timezone.localdate(meeting.starts_at) <= timezone.localdate(now)
    return {
        "meeting": meeting, "group": meeting.group, "cells": sheet.cells, "guests": sheet.guests,
        "present": sum(cell.code in PRESENT for cell in sheet.cells) + meeting.head_count, "begun": begun,
        "locked": attendance.is_locked(meeting, now=now), "held": meeting.ends_at <= now,
        "names": [f"{code}:{choices.label('attendance', code)}" for code in attendance.CODES],
    }  # fmt: skip


@require_POST
@requires("groups.attendance")
def cell_mark(request: SignedInRequest, pk: UUID, person: UUID) -> HttpResponse:
    """One tap: `oppmote` is code and version seen, as in `absent:3`.

    With `Accept: application/json` the answer is the cell as it stands now; 409 when it was newer.
    """
    now, meeting, entry = timezone.now(), access_meeting(request.user, pk), access_person(request.user, person)
    code, _colon, version = request.POST.get("oppmote", "").partition(":")
    problem = ""
    try:
        attendance.mark(
            meeting, entry, attendance=code,
            version=int(version) if version.isascii() and version.isdigit() else None, now=now,
        )  # fmt: skip
        status = HTTPStatus.OK
    except attendance.CellChanged as changed:
        problem, status = changed.message, HTTPStatus.CONFLICT
    except Refusal as refusal:
        problem, status = refusal.message, HTTPStatus.UNPROCESSABLE_ENTITY
    if request.accepts("text/html"):
        if problem:
            messages.error(request, problem)
        return redirect("groups_meeting", pk=pk)
    return JsonResponse(_answer(meeting, person, str(problem), now), status=status)


def _answer(meeting: GroupMeeting, person: UUID, problem: str, now: Any) -> dict[str, Any]:
    page = _page(meeting, now)
    cell = next((each for each in page["cells"] if each.entry.pk == person), None)
    values: dict[str, Any] = {"present": page["present"], "problem": problem}
    if cell is None:
        return values
    return values | {
        "code": cell.code, "label": cell.label, "following": cell.following, "version": cell.version,
        "used": cell.counter.used, "limit": cell.counter.limit, "remark": cell.remark,
    }  # fmt: skip


@require_POST
@requires("groups.attendance")
def meeting_one_more(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Somebody came who is not on the list."""
    try:
        attendance.one_more(access_meeting(request.user, pk), now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("groups_meeting", pk=pk)


@requires("groups.attendance")
def cell_amend(request: SignedInRequest, pk: UUID, person: UUID) -> HttpResponse:
    """Correct a mark that is locked."""
    meeting, entry = access_meeting(request.user, pk), access_person(request.user, person)
    form = AmendForm(request.POST or None)
    if saved(form, lambda: attendance.amend(meeting, entry, now=timezone.now(), **form.cleaned_data)):
        return redirect("groups_meeting", pk=pk)
    context = {"meeting": meeting, "name": members.name_of(entry)}
    return render_form(request, "groups/cell_amend.html", context, form=form)


@requires("groups.edit")
def meeting_move(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Move one meeting."""
    meeting = access_meeting(request.user, pk)
    start, end = (timezone.localtime(moment) for moment in (meeting.starts_at, meeting.ends_at))
    first = {"day": start.date(), "start": start.time(), "end": end.time()}
    form = MoveForm(request.POST or None, initial=first)
    if saved(form, lambda: meetings.move(meeting, by=request.user, now=timezone.now(), **form.cleaned_data)):
        messages.success(request, _("Møtet er flyttet. Medlemmene får beskjed."))
        return redirect("groups_staff_group", slug=meeting.group.slug)
    told = previews.of_group(meeting.group, "moved", when=_("(tidspunktet du velger)"))
    return render_form(request, "groups/meeting_move.html", {"meeting": meeting, "told": told}, form=form)


@requires("groups.edit")
def meeting_stand_in(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A deputy leads this meeting."""
    meeting = access_meeting(request.user, pk)
    first = {"away": meeting.away_id, "deputy": meeting.stand_in_id}
    form = StandInForm(request.POST or None, group=meeting.group, initial=first)
    if saved(form, lambda: meetings.stand_in(
        meeting, by=request.user, now=timezone.now(), **form.cleaned_data
    ), field="deputy"):  # fmt: skip
        messages.success(request, _("Lagret."))
        return redirect("groups_staff_group", slug=meeting.group.slug)
    return render_form(request, "groups/meeting_stand_in.html", {"meeting": meeting}, form=form)


@requires("groups.edit")
def meeting_cancel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask once, then cancel one meeting."""
    meeting = access_meeting(request.user, pk)
    if request.method == "POST":
        try:
            meetings.cancel(meeting, by=request.user, now=timezone.now())
            messages.success(request, _("Møtet er avlyst. Medlemmene får beskjed."))
        except Refusal as refusal:
            messages.error(request, refusal.message)
        return redirect("groups_staff_group", slug=meeting.group.slug)
    when = words.day_and_span(meeting.starts_at, meeting.ends_at)
    told = previews.of_group(meeting.group, "cancelled", when=when)
    return render(request, "groups/meeting_cancel.html", {"meeting": meeting, "told": told})
