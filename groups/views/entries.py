"""The page of one entry, reached by the link in the message. GET changes nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from groups.enums import GroupKind
from groups.models import GroupEntry
from groups.permissions import access_entry
from groups.selectors import public as selectors
from groups.services import entries as services
from groups.services import groups
from groups.services.queue import QUEUE, intake_stop
from pio.core.errors import Refusal
from pio.core.public import no_store, public_form
from pio.waitlist import services as waitlist
from pio.waitlist.enums import PlaceState


@no_store
@public_form
def entry_page(request: HttpRequest, token: str) -> HttpResponse:
    """See the entry; take an offered place."""
    entry = access_entry(token)
    if request.method == "POST" and entry.state == PlaceState.OFFERED:
        try:
            services.accept_offer(entry, now=timezone.now())
        except Refusal as refusal:
            return render(
                request, "groups/entry_page.html", _context(entry, token) | {"refusal": refusal.message}, status=422
            )
        return redirect("groups_entry", token=token)
    return render(request, "groups/entry_page.html", _context(entry, token))


@no_store
@public_form
def entry_leave(request: HttpRequest, token: str) -> HttpResponse:
    """Leave the group or the waiting list, or say no to an offered place."""
    entry = access_entry(token)
    if request.method == "POST" and entry.is_live:
        verb = services.decline_offer if entry.state == PlaceState.OFFERED else services.leave
        verb(entry, now=timezone.now())
    return redirect("groups_entry", token=token)


@no_store
@public_form
def entry_go_on(request: HttpRequest, token: str) -> HttpResponse:
    """A member says that they want to go on in a self-run group when this one ends, or not after all."""
    entry = access_entry(token)
    if request.method == "POST" and entry.state == PlaceState.CONFIRMED:
        groups.wish_to_go_on(entry, wants=request.POST.get("svar") == "ja")
    return redirect("groups_entry", token=token)


def _context(entry: GroupEntry, token: str) -> dict[str, Any]:
    now, group = timezone.now(), entry.group
    number = waitlist.position(QUEUE, entry) if entry.state == PlaceState.WAITING else None
    return {
        "entry": entry, "group": group, "number": number, "stop": intake_stop(group, now=now),
        "forecast": selectors.wait_of(group, number, now=now) if number else None, "rhythm": selectors.rhythm(group),
        "meetings": list(group.meetings.upcoming(now=now)[:5]),
        "go_on_path": reverse("groups_entry_go_on", args=[token]), "is_closed": group.kind == GroupKind.CLOSED,
        "leave_path": reverse("groups_entry_leave", args=[token]),
    }  # fmt: skip
