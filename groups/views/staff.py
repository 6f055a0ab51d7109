"""Staff: the list of groups, one group, making and changing it, opening and ending it, going on as a self-run group."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.enums import GroupStatus
from groups.exports import LISTS
from groups.forms.self_run import RegisterForm
from groups.forms.staff import GroupForm
from groups.messages import previews
from groups.models import SupportGroup
from groups.permissions import access_group
from groups.selectors import public, staff
from groups.selectors.busy import busy_names
from groups.selectors.replan import changes, next_meeting
from groups.services import groups as services
from groups.services.queue import intake_stop
from groups.services.replan import replan
from pio.accounts.access import SignedInRequest, requires
from pio.core import words
from pio.core.errors import Refusal
from pio.core.pages import render_form
from pio.core.table_files import csv_response, xlsx_response


@requires("groups.see")
def group_rows(request: SignedInRequest) -> HttpResponse:
    """The groups I lead; all of them for the manager."""
    rows = staff.group_rows(request.user, now=timezone.now())
    may_export = request.user.has_right("groups.export")
    return render(request, "groups/staff_list.html", {"rows": rows, "may_export": may_export})


@requires("groups.see")
def group_page(request: SignedInRequest, slug: str) -> HttpResponse:
    """Members with their counters, the waiting list, the meetings."""
    now, group = timezone.now(), access_group(request.user, slug)
    rows = staff.member_list(group, now=now)
    coming, past = staff.meetings_of(group, now=now)
    context = {
        "group": group, "members": rows, "waiting": staff.waiting_list(group, now=now), "coming": coming, "past": past,
        "stop": intake_stop(group, now=now), "rhythm": public.rhythm(group), "now": now,
        "seat_soon": staff.seat_soon(group, rows, now=now), "days": staff.waiting_days(group),
        "leaders": list(group.leaders.order_by("name")), "deputies": list(group.deputies.order_by("name")),
        "going_on": group.entries.filter(wants_to_go_on=True).count(),
        "to_move": len(changes(group, now=now)),
        "is_small": group.status != GroupStatus.ENDED and len(rows) < group.least_to_run,
    }  # fmt: skip
    return render(request, "groups/staff_group.html", context)


@requires("groups.edit")
def group_new(request: SignedInRequest) -> HttpResponse:
    """Make a group; it begins as a draft."""
    return _edit(request, None)


@requires("groups.edit")
def group_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Change a group."""
    return _edit(request, access_group(request.user, slug))


def _edit(request: SignedInRequest, group: SupportGroup | None) -> HttpResponse:
    form = GroupForm(request.POST or None, instance=group)
    if form.is_valid():
        try:
            saved = services.save_group(group, form.cleaned_data, by=request.user, now=timezone.now())
        except Refusal as refusal:
            form.add_error("capacity", refusal.message)
        else:
            messages.success(request, _("Lagret."))
            to_move = changes(saved, now=timezone.now())
            return redirect("groups_replan" if to_move else "groups_staff_group", slug=saved.slug)
    return render_form(request, "groups/staff_edit.html", {"group": group}, form=form)


@requires("groups.edit")
def group_replan(request: SignedInRequest, slug: str) -> HttpResponse:
    """What a new rule does to the coming meetings, who is told, and what they read; the button does it."""
    now, group = timezone.now(), access_group(request.user, slug)
    if request.method == "POST":
        if replan(group, by=request.user, now=now):
            messages.success(request, _("Møtene følger regelen. Medlemmene får beskjed."))
        else:
            messages.info(request, _("Møtene følger regelen alt. Ingenting er endret."))
        return redirect("groups_staff_group", slug=slug)
    rows = changes(group, now=now)
    following = next_meeting(group, rows, now=now)
    told = previews.of_group(group, "replanned", when=words.day_and_span(*following) if following else "")
    busy = busy_names(group, rows, now=now)
    shown = [(row, ", ".join(busy.get(row.starts_at, [])) if row.starts_at else "") for row in rows]
    context = {
        "group": group, "rows": shown, "rhythm": public.rhythm(group), "told": told,
        "taken": sum(bool(names) for _row, names in shown),
    }  # fmt: skip
    return render(request, "groups/staff_replan.html", context)


@require_POST
@requires("groups.edit")
def group_open(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show the group to the public."""
    group = access_group(request.user, slug)
    try:
        services.open_group(group, by=request.user, now=timezone.now())
        messages.success(request, _("Gruppa er åpen, og møtene er laget."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("groups_staff_group", slug=slug)


@requires("groups.edit")
def group_end(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask once, then end the group."""
    group = access_group(request.user, slug)
    if request.method == "POST":
        try:
            services.end_group(group, by=request.user, now=timezone.now())
            messages.success(request, _("Gruppa er avsluttet. Alle har fått beskjed."))
        except Refusal as refusal:
            messages.error(request, refusal.message)
        return redirect("groups_staff_group", slug=slug)
    return render(request, "groups/staff_end.html", {"group": group})


@requires("groups.self_run")
def group_spin_off(request: SignedInRequest, slug: str) -> HttpResponse:
    """The members who want to, go on as a self-run group."""
    group = access_group(request.user, slug)
    first = {"name": group.name, "audience": group.audience, "since_year": timezone.localdate().year}
    form = RegisterForm(request.POST or None, initial=first)
    if form.is_valid():
        try:
            made = services.spin_off(group, form.register(), now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Gruppa står i registeret. Kontaktpersonen får lenken sin."))
            return redirect("groups_self_run", pk=made.pk)
    return render_form(request, "groups/self_run_form.html", {"group": group}, form=form)


@requires("groups.export")
def list_export(request: SignedInRequest, name: str, kind: str) -> HttpResponseBase:
    """A list as a file, streamed."""
    if name not in LISTS or kind not in ("csv", "xlsx"):
        raise Http404
    make = csv_response if kind == "csv" else xlsx_response
    return make(LISTS[name](), name)
