"""The two addresses of a login elsewhere: away to the issuer, and back. Both are 404 without an issuer.

Away begins with a link, not a form: our CSP lets no form lead to another host.
"""

from dataclasses import asdict
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pio.accounts import openid
from pio.accounts.openid_protocol import Identity, Journey, OpenIdFault, address_of, identity_of
from pio.core.errors import Refusal

JOURNEYS, MOST_JOURNEYS = "pio_openid", 5
METHOD = "openid"  # what allauth's records of this session call it; never a second factor


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the issuer."""
    if not openid.is_on():
        raise Http404
    journey = Journey.new()
    try:
        address = address_of(journey, callback=_callback(request))
    except OpenIdFault:
        return _not_done(request)
    on_their_way: dict[str, Any] = request.session.get(JOURNEYS, {})
    kept = dict(list(on_their_way.items())[-(MOST_JOURNEYS - 1) :])
    request.session[JOURNEYS] = kept | {journey.state: asdict(journey) | {"next": request.GET.get("next", "")}}
    return redirect(address)


@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Receive the browser, and open the account; a state is good once."""
    if not openid.is_on():
        raise Http404
    on_their_way = dict(request.session.get(JOURNEYS, {}))
    kept = on_their_way.pop(request.GET.get("state", ""), None)
    request.session[JOURNEYS] = on_their_way
    if kept is None or "error" in request.GET:
        return _not_done(request)
    asked_for = kept.pop("next")
    try:
        identity = identity_of(request.GET.get("code", ""), Journey(**kept), callback=_callback(request))
        return _let_in(request, identity, asked_for)
    except OpenIdFault:
        return _not_done(request)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("account_login")


def _let_in(request: HttpRequest, identity: Identity, asked_for: str) -> HttpResponse:
    """Into the account by allauth's stages: the second factor is asked for as after a password."""
    user, adapter = openid.account_of(identity), get_adapter()
    if request.user.is_authenticated and request.user.pk != user.pk:
        adapter.logout(request)
    record_authentication(request, user, METHOD)
    to: HttpResponse = perform_login(
        request, user, redirect_url=asked_for if asked_for and adapter.is_safe_url(asked_for) else None
    )
    return to


def _callback(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("openid_back"))


def _not_done(request: HttpRequest) -> HttpResponse:
    """What went wrong elsewhere is not repeated."""
    messages.error(request, _("Innloggingen ble ikke fullført. Prøv igjen, eller logg inn på en annen måte."))
    return redirect("account_login")
