"""The outbox for the staff, the message texts, and the demo's inbox."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pio.accounts.access import requires
from pio.core.public import no_store, public_page
from pio.messaging import ical, permissions, selectors, services
from pio.messaging.services import MessageNotWaiting

if TYPE_CHECKING:
    from pio.accounts.models import User


@require_safe
@requires("messaging.queue")
def message_queue(request: HttpRequest) -> HttpResponse:
    """How many messages wait, and the ones that need a person."""
    user = cast("User", request.user)  # `requires` has let nobody else in
    context = {"queue": selectors.queue(now=timezone.now()), "may_see_texts": user.has_right("messaging.texts")}
    return render(request, "messaging/message_queue.html", context)


@require_POST
@requires("messaging.queue")
def message_retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a failed or uncertain message again."""
    return _act(request, pk, services.retry, done=_("Meldingen sendes på nytt."))


@require_POST
@requires("messaging.queue")
def message_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a failed or uncertain message off the list."""
    return _act(request, pk, services.close, done=_("Meldingen er lukket."))


def _act(request: HttpRequest, pk: UUID, verb: Callable[..., object], *, done: str) -> HttpResponse:
    row = permissions.access_waiting_message(pk)
    try:
        verb(row, by=request.user, now=timezone.now())
    except MessageNotWaiting as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("message_queue")


@require_safe
@requires("messaging.texts")
def message_texts(request: HttpRequest) -> HttpResponse:
    """Every message text in Norwegian and English, with made-up data."""
    chosen = "en" if request.GET.get("sprak") == "en" else "nb"
    languages = [
        {"label": name, "url": f"?sprak={code}", "is_current": code == chosen} for code, name in settings.LANGUAGES
    ]
    context = {"kinds": selectors.message_texts(language=chosen), "languages": languages}
    return render(request, "messaging/message_texts.html", context)


@public_page(params=("til",))
@no_store
def demo_inbox(request: HttpRequest) -> HttpResponse:
    """Every message the demo has sent. Raises Http404 outside the demo."""
    _only_in_demo()
    recipient = request.GET.get("til", "")
    context = {"inbox": selectors.inbox(recipient=recipient), "recipient": recipient}
    return render(request, "messaging/demo_inbox.html", context)


@public_page()
@no_store
def demo_inbox_calendar(_request: HttpRequest, pk: UUID) -> HttpResponse:
    """The calendar file of a message. Raises Http404 outside the demo, or when it has none."""
    _only_in_demo()
    found = selectors.calendar_of(pk)
    if found is None:
        raise Http404
    body, method = found
    return ical.response(body, method=method)


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise Http404
