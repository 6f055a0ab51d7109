"""`/intern/oppsett/`: where set-up begins, and who works here as what."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pio.accounts import permissions, selectors, services, setup
from pio.accounts.access import SignedInRequest, requires
from pio.accounts.forms.people import FilterForm, NewPersonForm, RolesForm
from pio.accounts.views.clothes import posted
from pio.core.errors import Refusal
from pio.core.pages import render_form


@requires("setup.see")
def start(request: SignedInRequest) -> HttpResponse:
    """Show the parts of the set-up that this person may open."""
    return render(request, "accounts/setup_start.html", {"pages": setup.pages_for(request.user)})


@requires("setup.people")
def people(request: SignedInRequest) -> HttpResponse:
    """List the people who work here; relatives' accounts are not shown to anybody."""
    form = FilterForm(request.GET)
    form.is_valid()
    rows = selectors.people(words=form.cleaned_data.get("q", ""), role=form.cleaned_data.get("role", ""))
    return render(
        request,
        "accounts/people_list.html",
        {"people": rows, "form": form, "needs_factor": settings.SECOND_FACTOR_REQUIRED},
    )


@requires("setup.people")
def new(request: SignedInRequest) -> HttpResponse:
    """Invite somebody by e-mail."""
    form = NewPersonForm(posted(request))
    if form.is_valid():
        try:
            user = services.invite(
                **form.cleaned_data, url_for=_invitation_url(request), by=request.user, now=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("email" if isinstance(refusal, services.EmailTaken) else "roles", refusal.message)
        else:
            messages.success(request, _("Invitasjonen er sendt til %(email)s.") % {"email": user.email})
            return redirect("setup_people")
    return render_form(request, "accounts/person_new.html", {}, form=form)


@requires("setup.people")
def person(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one colleague and change the roles."""
    user = permissions.access_colleague(request.user, pk)
    form = RolesForm(posted(request), initial={"roles": user.roles})
    if form.is_valid():
        try:
            services.set_roles(user, roles=form.cleaned_data["roles"], by=request.user, now=timezone.now())
        except Refusal as refusal:
            form.add_error("roles", refusal.message)
        else:
            messages.success(request, _("Rollene er lagret og gjelder fra nå."))
            return redirect("setup_people")
    return render_form(
        request, "accounts/person_detail.html", {"person": user, "changes": selectors.changes_of(user)}, form=form
    )


@requires("setup.people")
@require_POST
def access(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Shut the account, or open it again."""
    user = permissions.access_colleague(request.user, pk)
    verb = services.deactivate if user.is_active else services.activate
    try:
        user = verb(user, by=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Kontoen er åpnet.") if user.is_active else _("Kontoen er stengt."))
    return redirect("setup_person", pk)


@requires("setup.people")
@require_POST
def invite_again(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Send the invitation once more."""
    user = permissions.access_colleague(request.user, pk)
    try:
        services.invite_again(user, url_for=_invitation_url(request), by=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Invitasjonen er sendt til %(email)s.") % {"email": user.email})
    return redirect("setup_person", pk)


def _invitation_url(request: SignedInRequest) -> services.UrlFor:
    return lambda token: request.build_absolute_uri(reverse("account_invitation", args=[token]))
