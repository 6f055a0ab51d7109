"""The queue of promises to call back: the list, a new promise, and the outcome by one press each."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from advising.enums.calls import MAX_ATTEMPTS, FollowUpStatus
from advising.forms.call_followups import FollowUpForm, tomorrow
from advising.permissions.call_followups import access_follow_up
from advising.selectors.call_followups import open_follow_ups, outcomes
from advising.services import call_followups as services
from pio.accounts.access import SignedInRequest, requires
from pio.core.errors import Refusal
from pio.core.pages import render_form

OUTCOMES = {"svar": FollowUpStatus.REACHED, "avlyst": FollowUpStatus.CANCELLED}


@requires("calls.follow_up")
def follow_ups(request: SignedInRequest) -> HttpResponse:
    """Those that wait, the overdue first, and a form for a new one."""
    now = timezone.now()
    form = FollowUpForm(request.POST if request.method == "POST" else None, initial=tomorrow(timezone.localdate(now)))
    if form.is_valid():
        try:
            services.promise_call_back(form.promise(), by=request.user, now=now)
        except Refusal as refusal:
            form.add_error("due_date", refusal.message)
        else:
            messages.success(request, _("Notert. Nummeret slettes når vi har ringt, og senest etter 14 dager."))
            return redirect("calls_follow_ups")
    context = {"rows": open_follow_ups(now=now), "outcomes": outcomes(now=now), "most": MAX_ATTEMPTS}
    return render_form(request, "advising/call_followups.html", context, form=form)


@requires("calls.follow_up")
@require_POST
def follow_up_act(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """One press: no answer, answered, or no longer wanted."""
    row, now = access_follow_up(request.user, pk), timezone.now()
    act = request.POST.get("utfall", "")
    try:
        if act in OUTCOMES:
            services.settle(row, OUTCOMES[act], by=request.user, now=now)
            messages.success(request, _("Ferdig. Nummeret er slettet."))
        else:
            seen = request.POST.get("forsok", "")
            seen_count = int(seen) if seen.isascii() and seen.isdigit() else row.attempts
            services.note_attempt(row, attempts_seen=seen_count, by=request.user, now=now)
            messages.success(request, _("Forsøket er notert."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("calls_follow_ups")
