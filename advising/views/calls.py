"""Pages of one call: the form, the call in the log, its change, and the small acts beside them."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from advising.forms.calls import CallForm, call_initial, new_initial
from advising.models import Call
from advising.permissions.calls import access_call, can_amend_call, can_edit_call
from advising.querysets.calls import conversation_kinds
from advising.selectors.call_pages import CallDetail, FormExtras, Saved
from advising.selectors.calls import most_used_topics
from advising.services import calls as services
from pio.accounts.access import SignedInRequest, requires
from pio.core import personal_data
from pio.core.errors import Refusal
from pio.core.pages import render_form

IN_PLACE = "X-In-Place"
"""Header of a request by the page's own script, which shows the answer without leaving the page."""


@requires("calls.log")
def call_new(request: SignedInRequest) -> HttpResponse:
    """The call form; `?etter=1` asks for day and time as well."""
    now, late = timezone.now(), bool(request.GET.get("etter"))
    form = CallForm(_posted(request), initial=new_initial(now, late=late), now=now, late=late)
    if form.is_valid():
        try:
            call = services.log_call(
                form.answers(), by=request.user, now=now, draft_id=form.cleaned_data["draft_id"], late=late
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return _after_saving(request, call, form)
    return render_form(request, "advising/call_form.html", _form_page(request, form, late=late), form=form)


def _posted(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _form_page(request: SignedInRequest, form: CallForm, *, late: bool = False) -> dict[str, Any]:
    return {
        "extras": FormExtras(form, most_used_topics(request.user), now=form.now),
        "saved": Saved.from_token(request.GET.get("lagret", "")),
        "late": late,
    }


def _after_saving(request: SignedInRequest, call: Call, form: CallForm) -> HttpResponse:
    """Where the person goes on: to a new form, or to the log; a script gets the receipt alone."""
    saved = Saved.of(call, now=form.now)
    if request.headers.get(IN_PLACE):
        return render(request, "advising/call_saved.html", {"saved": saved})
    goes_on = call.kind not in conversation_kinds() or request.POST.get("neste")
    return redirect(f"{'/intern/telefon/ny/' if goes_on else '/intern/telefon/'}?lagret={saved.token}")


@requires("calls.see")
def call_detail(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """One call of the log."""
    call, now = access_call(request.user, pk), timezone.now()
    context = {
        "detail": CallDetail(call),
        "can_edit": can_edit_call(request.user, call, now=now),
        "can_amend": can_amend_call(request.user, call, now=now),
    }
    return render(request, "advising/call_detail.html", context)


@requires("calls.log")
def call_edit(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a call: its author within 24 hours, afterwards anybody on the helpline with a reason."""
    call, now = access_call(request.user, pk), timezone.now()
    amends = not can_edit_call(request.user, call, now=now)
    form = CallForm(_posted(request), initial=call_initial(call), now=now, late=True, reason=amends)
    if form.is_valid():
        try:
            _change(call, form, by=request.user)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Samtalen er endret."))
            return redirect(call.get_absolute_url())
    context = _form_page(request, form, late=True) | {"call": call, "amends": amends}
    return render_form(request, "advising/call_form.html", context, form=form)


def _change(call: Call, form: CallForm, *, by: Any) -> None:
    if "reason" in form.cleaned_data:
        services.amend_call(call, form.answers(), reason=form.cleaned_data["reason"], by=by, now=form.now)
    else:
        services.edit_call(call, form.answers(), by=by, now=form.now)


@requires("calls.log")
@require_POST
def call_undo(request: SignedInRequest) -> HttpResponse:
    """Take back a call that was logged by one key."""
    saved, now = Saved.from_token(request.POST.get("lagret", "")), timezone.now()
    try:
        if saved is None:
            raise services.UndoTooLate(_("Det er for sent å angre. Åpne samtalen i loggen og endre den der."))
        services.undo_call(saved.call_id, logged_at=saved.logged_at, by=request.user, now=now)
        messages.success(request, _("Anropet er tatt bort."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("/intern/telefon/ny/")


@requires("calls.log")
@require_POST
def call_redact(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Replace what looks like personal data in a note."""
    call = access_call(request.user, pk)
    services.redact_note(call, by=request.user)
    messages.success(request, _("Notatet er sladdet."))
    return redirect(call.get_absolute_url())


@requires("calls.log")
@require_POST
def note_check(request: SignedInRequest) -> JsonResponse:
    """What looks like personal data in a text that is being typed. Nothing is stored."""
    text = request.POST.get("note", "")[:20_000]
    findings = personal_data.scan(text)
    return JsonResponse({"words": FormExtras.words_for(findings), "redacted": personal_data.redact(text, findings)})
