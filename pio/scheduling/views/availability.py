"""`/intern/radgivning/tilgjengelighet/`: weekly hours and exceptions, one's own or (for the manager) everybody's."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pio.accounts.access import SignedInRequest, requires
from pio.core.pages import render_form
from pio.scheduling import hits, permissions, services, weeks
from pio.scheduling.enums import ExceptionKind, ResourceKind
from pio.scheduling.forms import AbsenceForm, EmptyForm, EndRuleForm, OpeningForm, ResourceForm
from pio.scheduling.models import Resource
from pio.scheduling.services import Bearing
from pio.scheduling.views.saving import TEMPLATE, save_or_show

KEPT = ("name", "active", "max_per_day", "recovery_minutes", "heavy_recovery_minutes", "capacity")


@requires("scheduling.own")
def availability_list(request: SignedInRequest) -> HttpResponse:
    """List the advisers and rooms whose hours this person sets; one who has only their own goes straight there."""
    user = request.user
    if permissions.can_set_up(user):
        rows = weeks.overview(permissions.resources_of(user), today=timezone.localdate())
        return render(request, "scheduling/availability_list.html", {"rows": rows})
    own = permissions.resources_of(user)
    if own:
        return redirect("availability_detail", own[0].pk)
    return render(request, "scheduling/availability_list.html", {"rows": []})


@requires("scheduling.own")
def availability_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show the week, the exceptions to come and the closed days to come of one resource."""
    resource = permissions.access_resource(request.user, pk)
    today = timezone.localdate()
    page = {
        "resource": resource,
        "hours": weeks.hours_of(resource, today=today),
        "standing": hits.still_standing(resource.pk, today=today, now=timezone.now()),
        "can_set_up": permissions.can_set_up(request.user),
    }
    return render(request, "scheduling/availability_detail.html", page)


@requires("scheduling.own")
def rule_add(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Add weekly hours; they hit nobody."""
    resource = permissions.access_resource(request.user, pk)
    form = OpeningForm(request.POST or None, kind=resource.kind, initial={"valid_from": timezone.localdate()})
    page = _page(resource, title=_("Ny ukentlig tid"), button=_("Legg til tiden"))
    if request.method != "POST":
        return render_form(request, TEMPLATE, page, form=form)
    return save_or_show(
        request, form, page, hit_by=list, done=_("Tiden er lagt til."),
        save=lambda: services.add_rules(resource.pk, form.openings(), by=request.user, now=timezone.now()),
    )  # fmt: skip


@requires("scheduling.own")
def rule_end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let weekly hours end, after a look at what stands in them later."""
    rule = permissions.access_rule(request.user, pk)
    now = timezone.now()
    form = EndRuleForm(request.POST or None, initial={"last_date": timezone.localdate()})
    page = _page(rule.resource, title=_("Avslutt ukentlig tid"), button=_("Avslutt tiden"), text=weeks.words_of(rule))
    if request.method != "POST":
        return render_form(request, TEMPLATE, page, form=form)
    return save_or_show(
        request, form, page, done=_("Tiden er avsluttet."),
        hit_by=lambda: hits.of_ended_rule(rule, form.cleaned_data["last_date"], now=now),
        save=lambda: services.end_rule(rule.pk, last_date=form.cleaned_data["last_date"], by=request.user, now=now),
    )  # fmt: skip


@requires("scheduling.absence")
def exception_add(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Be away, or open besides the weekly hours; being away shows what it hits first."""
    resource = permissions.access_resource(request.user, pk)
    now = timezone.now()
    form = AbsenceForm(request.POST or None, initial={"kind": ExceptionKind.CLOSED})
    page = _page(resource, title=_("Fravær eller ekstra tid"), button=_("Lagre"))
    if request.method != "POST":
        return render_form(request, TEMPLATE, page, form=form)

    def hit() -> list[hits.Hit]:
        absence = form.absence()
        if absence.kind == ExceptionKind.OPEN:
            return []
        return hits.of_times(absence.intervals(), now=now, resource_ids=[resource.pk])

    return save_or_show(
        request, form, page, hit_by=hit, done=_("Lagret."),
        save=lambda: services.add_exception(resource.pk, form.absence(), by=request.user, now=now),
    )  # fmt: skip


@requires("scheduling.absence")
def exception_remove(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask once, then remove the exception; removing extra hours shows what stands in them."""
    exception = permissions.access_exception(request.user, pk)
    now = timezone.now()
    form = EmptyForm(request.POST if request.method == "POST" else None)
    page = _page(
        exception.resource, title=_("Fjern fravær eller ekstra tid"), button=_("Fjern"), text=weeks.days_of(exception)
    )
    if request.method != "POST":
        return render_form(request, TEMPLATE, page, form=form)
    return save_or_show(
        request, form, page, done=_("Fjernet."),
        hit_by=lambda: hits.of_removed_exception(exception, now=now),
        save=lambda: services.remove_exception(exception.pk, by=request.user, now=now),
    )  # fmt: skip


@requires("scheduling.resources")
def resource_add(request: SignedInRequest, kind: str) -> HttpResponse:
    """Add an adviser or a room."""
    form = ResourceForm(request.POST or None, kind=kind, initial={"recovery_minutes": 0})
    room = kind == ResourceKind.ROOM
    page = {
        "title": _("Nytt rom") if room else _("Ny rådgiver"), "button": _("Legg til"),
        "back_url": reverse("availability_list"), "back": _("Rådgivere og rom"),
    }  # fmt: skip
    if request.method != "POST":
        return render_form(request, TEMPLATE, page, form=form)
    return save_or_show(
        request, form, page, hit_by=list, done=_("Lagt til."),
        save=lambda: services.add_resource(
            _bearing(form.cleaned_data), kind=ResourceKind(kind), user=form.cleaned_data.get("user"), by=request.user
        ),
    )  # fmt: skip


@requires("scheduling.resources")
def resource_change(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change an adviser's or a room's name and limits, or take it out of use."""
    resource = permissions.access_resource(request.user, pk)
    kept = {name: getattr(resource, name) for name in KEPT}
    form = ResourceForm(request.POST or None, kind=resource.kind, resource=resource, initial=kept)
    page = _page(resource, title=_("Endre %(name)s") % {"name": resource.name}, button=_("Lagre"))
    if request.method != "POST":
        return render_form(request, TEMPLATE, page, form=form)
    return save_or_show(
        request, form, page, hit_by=list, done=_("Lagret."),
        save=lambda: services.change_resource(
            resource.pk, _bearing(form.cleaned_data), active=form.cleaned_data["active"], by=request.user,
            now=timezone.now(),
        ),
    )  # fmt: skip


def _bearing(data: dict[str, Any]) -> Bearing:
    """What was filled in; what rooms and advisers do not share, and what is left empty, is as usual."""
    names = ("name", "max_per_day", "recovery_minutes", "heavy_recovery_minutes", "capacity")
    return Bearing(**{name: data[name] for name in names if data.get(name) is not None})


def _page(resource: Resource, **words: str) -> dict[str, Any]:
    return {"back_url": reverse("availability_detail", args=(resource.pk,)), "back": resource.name, **words}
