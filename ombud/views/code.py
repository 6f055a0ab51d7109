"""The client's printed code: made, shown once, taken back."""

from datetime import datetime

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud import selectors
from ombud.models import Case
from ombud.services.codes import HOLDS, make_code, revoke_code
from ombud.views.guard import act, case_page
from pio.accounts.access import SignedInRequest
from pio.messaging import texts


@case_page("ombud.code")
def code(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """Make a code for the client's own page, shown once, to be printed; or take it back (`act=revoke`)."""
    if request.method == "POST" and request.POST.get("act") == "revoke":
        return act(
            request, lambda: revoke_code(case, by=request.user, now=now), done=_("Koden er trukket tilbake."),
            back=reverse("ombud_code", args=[case.pk]),
        )  # fmt: skip
    made = make_code(case, by=request.user, now=now) if request.method == "POST" else ""
    today = timezone.localdate(now)
    until = today + HOLDS if made else case.code_until
    context = {
        "case": case, "name": selectors.name_of(case), "code": made,
        "address": texts.absolute(reverse("ombud_by_code")), "until": until if until and until >= today else None,
    }  # fmt: skip
    return render(request, "ombud/code.html", context)
