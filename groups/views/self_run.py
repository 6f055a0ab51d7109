"""The register of self-run groups (staff), and the page of the contact person by link. GET changes nothing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.forms.self_run import RegisterForm, ReportForm
from groups.permissions import access_self_run, access_self_run_link
from groups.selectors import staff
from groups.services import self_run as services
from pio.accounts.access import SignedInRequest, requires
from pio.core.pages import render_form
from pio.core.public import no_store, public_form


@requires("groups.self_run")
def self_run_list(request: SignedInRequest) -> HttpResponse:
    """The register; those that want a visit or have not answered stand first."""
    return render(request, "groups/self_run_list.html", {"rows": staff.self_run_rows(now=timezone.now())})


@requires("groups.self_run")
def self_run_new(request: SignedInRequest) -> HttpResponse:
    """Put a group in the register."""
    form = RegisterForm(request.POST or None)
    if form.is_valid():
        made = services.register(form.register(), now=timezone.now())
        messages.success(request, _("Gruppa står i registeret. Kontaktpersonen får lenken sin."))
        return redirect("groups_self_run", pk=made.pk)
    return render_form(request, "groups/self_run_form.html", {}, form=form)


@requires("groups.self_run")
def self_run_page(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One group of the register: correct it, see its reports."""
    group = access_self_run(pk)
    known = {name: getattr(group, name) for name in RegisterForm.base_fields}
    form = RegisterForm(request.POST or None, initial=known)
    if form.is_valid():
        services.change(group, form.register())
        messages.success(request, _("Lagret."))
        return redirect("groups_self_run", pk=pk)
    context = {"self_run": group, "reports": list(group.reports.all()[:12])}
    return render_form(request, "groups/self_run_form.html", context, form=form)


@require_POST
@requires("groups.self_run")
def self_run_act(request: SignedInRequest, pk: UUID, act: str) -> HttpResponse:
    """One press: the group has ended, or the visit has been."""
    group = access_self_run(pk)
    if act == "avslutt":
        services.end(group, now=timezone.now())
    elif act == "besokt":
        services.visited(group)
    messages.success(request, _("Lagret."))
    return redirect("groups_self_run", pk=pk)


@no_store
@public_form
def self_run_link(request: HttpRequest, token: str) -> HttpResponse:
    """Report a meeting: held or not, how many, how many new; never who."""
    group, now = access_self_run_link(token), timezone.now()
    form = ReportForm(request.POST or None, initial={"day": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        services.report(group, now=now, **form.cleaned_data)
        return redirect("groups_self_run_link", token=token)
    context = {
        "group": group, "reports": list(group.reports.all()[:6]), "year": timezone.localdate(now).year,
        "rooms_path": reverse("groups_self_run_rooms", args=[token]),
        "confirm_path": reverse("groups_self_run_confirm", args=[token]),
    }  # fmt: skip
    return render_form(request, "groups/self_run_link.html", context, form=form)


@no_store
@public_form
def self_run_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The yearly answer: still going, or not any more."""
    group, now = access_self_run_link(token), timezone.now()
    if request.method == "POST" and request.POST.get("svar") == "slutt":
        services.end(group, now=now)
        return render(request, "groups/self_run_ended.html", {"group": group})
    if request.method == "POST":
        services.confirm(group, now=now)
    return redirect("groups_self_run_link", token=token)
