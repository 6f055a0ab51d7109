"""Pages below `/min-side/`: safe contact, what we have sent, and fetching a booking made without an account."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pio.accounts.access import SignedInRequest, signed_in
from pio.core.errors import Refusal
from pio.core.pages import render_form
from pio.messaging.selectors import history_of
from pio.portal import contact_wishes, joining_codes, parts
from pio.portal.own_forms import JoinCodeForm, JoinForm, WishesForm


@signed_in
def contact(request: SignedInRequest) -> HttpResponse:
    """How we reach you safely."""
    initial = WishesForm.initial_of(contact_wishes.wishes_of(request.user))
    form = WishesForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        contact_wishes.save_wishes(form.wishes(), by=request.user, now=timezone.now())
        messages.success(request, _("Lagret. Det står ferdig utfylt når du bestiller time herfra."))
        return redirect("own_page")
    return render_form(request, "portal/own_contact.html", {}, form=form)


@signed_in
def sent(request: SignedInRequest) -> HttpResponse:
    """What we have sent about your own bookings."""
    rows = history_of(parts.own_targets(user=request.user))
    return render(request, "portal/own_sent.html", {"rows": rows})


@signed_in
def join(request: SignedInRequest) -> HttpResponse:
    """Which booking; a code goes to its own contact."""
    form = JoinForm(request.POST or None)
    if form.is_valid():
        try:
            joining_codes.ask(form.cleaned_data["which"], by=request.user, now=timezone.now())
        except Refusal as refusal:
            form.add_error("which", refusal.message)
        else:
            return redirect("own_join_code")
    return render_form(request, "portal/own_join.html", {}, form=form)


@signed_in
def join_code(request: SignedInRequest) -> HttpResponse:
    """The code; when it is right, the booking stands on `/min-side/`."""
    form = JoinCodeForm(request.POST or None)
    if form.is_valid():
        try:
            joining_codes.confirm(form.cleaned_data["code"], by=request.user, now=timezone.now())
        except Refusal as refusal:
            form.add_error("code", refusal.message)
        else:
            messages.success(request, _("Avtalen står nå på Min side."))
            return redirect("own_page")
    return render_form(request, "portal/own_join_code.html", {}, form=form)
