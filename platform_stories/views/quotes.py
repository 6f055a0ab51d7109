"""The page of one quote for editors: a second yes, back, down again, the mark, the card, the frame to embed."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pio.accounts.access import SignedInRequest, requires
from pio.core.errors import Refusal
from platform_stories import cards
from platform_stories.enums import QuoteStatus
from platform_stories.models import Quote
from platform_stories.permissions import access_quote
from platform_stories.selectors import wall
from platform_stories.services import publishing as services

KINDS: dict[str, tuple[str, Callable[[Quote], str | bytes]]] = {
    "svg": ("image/svg+xml", cards.svg),
    "png": ("image/png", cards.png),
}


@require_safe
@requires("stories.publish")
def quote_staff(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One quote on its way or on the wall."""
    quote = access_quote(request.user, pk)
    with translation.override("nb"):  # what others read is Norwegian, whatever the editor's own language
        alternative, frame = cards.alternative_text(quote), reverse("stories_frame", args=[quote.pk])
    context = {
        "quote": quote, "is_mine": quote.proposed_by == request.user.pk, "alternative": alternative,
        "frame_url": f"{settings.PIO_BASE_URL}{frame}", "is_waiting": quote.status == QuoteStatus.PROPOSED,
        "is_scheduled": quote.status == QuoteStatus.SCHEDULED, "is_published": quote.status == QuoteStatus.PUBLISHED,
        "related": wall.related(quote),
    }  # fmt: skip
    return render(request, "platform_stories/quote_staff.html", context)


@require_POST
@requires("stories.publish")
def quote_approve(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say yes as the second editor."""
    quote = access_quote(request.user, pk)
    said = _("Godkjent. Sitatet kommer på nettsiden en tilfeldig dag om 7 til 21 dager.")
    return _act(request, said, lambda: services.approve_quote(
        quote, mark=request.POST.get("mark", "-"), by=request.user, now=timezone.now()
    ), to=quote)  # fmt: skip


@require_POST
@requires("stories.publish")
def quote_send_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Drop a quote that is not published."""
    quote = access_quote(request.user, pk)
    said = _("Sitatet er forkastet. Teksten er fortsatt lest.")
    return _act(request, said, lambda: services.send_back(quote, by=request.user, now=timezone.now()))


@require_POST
@requires("stories.publish")
def quote_take_down(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take a published quote off the wall."""
    quote = access_quote(request.user, pk)
    said = _("Sitatet er tatt ned.")
    return _act(request, said, lambda: services.take_down(quote, by=request.user, now=timezone.now()))


@require_POST
@requires("stories.publish")
def quote_mark(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Mark a quote as telling, or take the mark off."""
    quote, is_telling = access_quote(request.user, pk), request.POST.get("telling") == "1"
    said = _("Sitatet er merket.") if is_telling else _("Merket er tatt bort.")
    return _act(request, said, lambda: services.mark_telling(
        quote, is_telling=is_telling, by=request.user, now=timezone.now()
    ), to=quote)  # fmt: skip


@require_safe
@requires("stories.cards")
def quote_card(request: SignedInRequest, pk: UUID, kind: str) -> HttpResponse:
    """The card of a published quote whose writer allows social media."""
    quote = access_quote(request.user, pk)
    if kind not in KINDS or quote.status != QuoteStatus.PUBLISHED or not quote.may_go_social:
        raise Http404
    content_type, draw = KINDS[kind]
    with translation.override("nb"):
        response = HttpResponse(draw(quote), content_type=content_type)
    response.headers["Content-Disposition"] = f'inline; filename="sitat.{kind}"'
    return response


def _act(request: SignedInRequest, said: str, verb: Callable[[], object], to: Quote | None = None) -> HttpResponse:
    try:
        verb()
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said)
    return redirect("stories_quote_staff", to.pk) if to else redirect("stories_queue")
