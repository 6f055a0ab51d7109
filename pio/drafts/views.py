"""The drafts' addresses: save, load, discard, the list, and a fresh token after logging in again in another tab."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pio.accounts.access import SignedInRequest, requires
from pio.core import words
from pio.core.errors import Refusal
from pio.drafts import selectors, services
from pio.drafts.forms import MOST_BYTES, DraftUnreadable, Save
from pio.drafts.permissions import access_draft

STATUS: dict[type[Refusal], int] = {
    services.AnotherPerson: 403, services.WrittenElsewhere: 409, services.AlreadySent: 410, services.PageGone: 410,
    DraftUnreadable: 400,
}  # fmt: skip


@requires("drafts.use")
@require_POST
def draft_save(request: SignedInRequest, client_id: UUID) -> JsonResponse:
    """Keep what stands in the form. 403 another person, 409 another tab, 410 sent or gone, 413 too much."""
    if _length(request) > MOST_BYTES:
        return JsonResponse({}, status=413)
    now = timezone.now()
    try:
        draft = services.save_draft(client_id, Save.read(request.body), by=request.user, now=now)
    except tuple(STATUS) as refusal:
        return JsonResponse({"refused": refusal.message, "why": type(refusal).__name__}, status=STATUS[type(refusal)])
    return JsonResponse({"version": draft.version})


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else 0


@requires("drafts.use")
@require_GET
def draft_load(request: SignedInRequest, client_id: UUID) -> JsonResponse:
    """What stood in the form."""
    draft = access_draft(request.user, client_id)
    saved = words.at(draft.saved_at)
    found = {"form": draft.form, "fields": draft.content["fields"], "version": draft.version, "saved": saved}
    return JsonResponse(found)


@requires("drafts.use")
@require_POST
def draft_discard(request: SignedInRequest, client_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    services.discard(access_draft(request.user, client_id), now=timezone.now())
    return redirect("drafts_list")


@requires("drafts.use")
@require_GET
def draft_list(request: SignedInRequest) -> HttpResponse:
    """My drafts."""
    return render(request, "drafts/list.html", {"drafts": selectors.begun(request.user, now=timezone.now())})


@requires("drafts.use")
@require_GET
def signed_in_again(request: SignedInRequest) -> HttpResponse:
    """Where logging in from a waiting form ends: that page goes on by itself."""
    return render(request, "drafts/signed_in.html")


@requires("drafts.use")
@require_GET
def token(request: SignedInRequest) -> JsonResponse:
    """Who is signed in now, and a token for posting; logging in has made the page's own one void."""
    return JsonResponse({"owner": str(request.user.pk), "token": get_token(request)})
