"""A person's own rights, below `/min-side/`: take everything along, or have it deleted. Both ask again who it is."""

import json

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pio.accounts import idle, selectors
from pio.accounts.access import SignedInRequest, signed_in
from pio.accounts.forms.account import DeletionForm
from pio.accounts.views.clothes import posted
from pio.accounts.views.logout import CLEAR
from pio.core.errors import Refusal
from pio.core.pages import render_form


@signed_in
@reauthentication_required(enabled=lambda request: request.method == "POST")
def own_data(request: SignedInRequest) -> HttpResponse:
    """Say what the file holds; POST gives it."""
    if request.method != "POST":
        return render(request, "accounts/own_data.html", {})
    text = json.dumps(selectors.everything_about(request.user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mine-opplysninger.json"'
    return response


@signed_in
@reauthentication_required()
def own_deletion(request: SignedInRequest) -> HttpResponse:
    """Say what is deleted and what is left as counts; POST deletes and logs out."""
    form = DeletionForm(posted(request))
    if form.is_valid():
        try:
            idle.delete_own_account(request.user, now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            logout(request)
            response = redirect("account_deleted")
            response["Clear-Site-Data"] = CLEAR
            return response
    return render_form(request, "accounts/own_deletion.html", {}, form=form)


def deleted(request: HttpRequest) -> HttpResponse:
    """Say that it is done."""
    return render(request, "accounts/deleted.html", {})
