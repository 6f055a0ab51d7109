"""The contact person of a self-run group: rooms at the centre, and the report of one meeting in two taps.

GET changes nothing: the first tap says how many came, the second how many were new.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from groups.forms.self_run import HeadsForm, RoomForm
from groups.permissions import access_self_run_link, access_self_run_meeting, access_self_run_room
from groups.services import rooms as services
from groups.services import self_run
from pio.core.errors import Refusal
from pio.core.pages import render_form, saved
from pio.core.public import no_store, public_form

USUAL_HEADS, USUAL_NEW = range(2, 13), range(4)


@no_store
@public_form
def self_run_rooms(request: HttpRequest, token: str) -> HttpResponse:
    """Book a room; see and cancel those that are booked."""
    group, now = access_self_run_link(token), timezone.now()
    form = RoomForm(request.POST or None)
    if saved(form, lambda: services.book(group, now=now, **form.cleaned_data)):
        return redirect("groups_self_run_rooms", token=token)
    coming = group.meetings.filter(is_cancelled=False, ends_at__gt=now).select_related("room_time__resource")
    rows = [(each, reverse("groups_self_run_room", args=[token, each.pk])) for each in coming]
    return render_form(request, "groups/self_run_rooms.html", {"group": group, "rows": rows}, form=form)


@no_store
@public_form
def self_run_room_cancel(request: HttpRequest, token: str, pk: UUID) -> HttpResponse:
    """Give a room back."""
    meeting = access_self_run_room(token, pk)
    if request.method == "POST":
        services.cancel(meeting, now=timezone.now())
    return redirect("groups_self_run_rooms", token=token)


@no_store
@public_form
def self_run_meeting(request: HttpRequest, signed: str) -> HttpResponse:
    """Two taps: how many came (0 = not held), how many were new."""
    meeting, now = access_self_run_meeting(signed), timezone.now()
    group, day = meeting.group, timezone.localdate(meeting.starts_at)
    form = HeadsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        heads, new = form.cleaned_data["heads"], form.cleaned_data["new"] or 0
        try:
            self_run.report(group, day=day, heads=heads, new=new, wants_visit=False, now=now)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("groups_self_run_meeting", signed=signed)
    report = group.reports.filter(meeting_date=day).first()
    context = {
        "meeting": meeting, "group": group, "report": report, "usual": USUAL_HEADS,
        "news": [n for n in USUAL_NEW if report and n <= report.head_count],
        "visit_path": reverse("groups_self_run_visit", args=[signed]),
    }  # fmt: skip
    return render_form(request, "groups/self_run_meeting.html", context, form=form)


@no_store
@public_form
def self_run_visit(request: HttpRequest, signed: str) -> HttpResponse:
    """Do you need a visit? One tap says yes."""
    meeting = access_self_run_meeting(signed)
    if request.method == "POST":
        self_run.ask_for_visit(meeting.group)
    return redirect("groups_self_run_meeting", signed=signed)
