"""Staff: one person on the list of a group, and what a leader does with them. Reading the words is logged."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups import matching
from groups.forms.staff import MoreForm, OfferForm, PreTalkForm
from groups.messages import previews
from groups.models import GroupEntry
from groups.permissions import access_person
from groups.selectors import members
from groups.services import groups, offers
from groups.services.queue import intake_stop
from pio.accounts.access import SignedInRequest, requires
from pio.audit.services import log_read
from pio.core import returning
from pio.core.errors import Refusal
from pio.core.pages import render_form
from pio.messaging.hours_to_avoid import AvoidHours
from pio.waitlist.enums import PlaceState

CONFIRMED = PlaceState.CONFIRMED


@requires("groups.waitlist")
def person_page(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Contact, words, pre-talk and the next act: note the talk, offer the place, allow more meetings."""
    entry, now = access_person(request.user, pk), timezone.now()
    told = returning.handed_back(request) if request.method == "GET" else {}
    form = _form(entry, request, told)
    if form.is_valid():
        try:
            _do(entry, form, request, now)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("groups_person", pk=pk)
    if request.method == "GET" and entry.words:
        log_read(by=request.user, subject=entry, verb="groups.words.read", now=now)
    counter = members.counters(entry.group, [entry], now=now)[entry]
    context = {
        "entry": entry, "group": entry.group, "name": members.name_of(entry), "counter": counter,
        "stop": intake_stop(entry.group, now=now), "passed": bool(offers.passed_over(entry)), "is_agreed": bool(told),
        "avoid": [AvoidHours(code).label for code in entry.avoid_hours if code in AvoidHours.values],
        "criteria": matching.criteria(entry), "despite": matching.in_words(entry.offered_despite),
        "hints": matching.hints(entry, entry.group, members.others_than(entry)) if entry.state != CONFIRMED else [],
        **_messages(entry, now),
    }  # fmt: skip
    return render_form(request, "groups/person.html", context, form=form)


def _messages(entry: GroupEntry, now: Any) -> dict[str, Any]:
    """What the next act sends: the greeting to a member (suggested after two absences without a word), the offer."""
    if entry.state == CONFIRMED:
        away = entry.pk in members.away_twice(entry.group, now=now)
        return {"greeting": previews.of_entry(entry, "missed"), "is_away": away}
    ready = entry.state == PlaceState.WAITING and entry.pre_talk_date is not None
    return {"offer": previews.of_entry(entry, "offered", now=now) if ready else None}


def _form(entry: GroupEntry, request: SignedInRequest, told: dict[str, str]) -> PreTalkForm | OfferForm | MoreForm:
    """The form of the next act: the pre-talk first, then the offer, for members more meetings."""
    data = request.POST or None
    if entry.state == CONFIRMED:
        return MoreForm(data, initial={"extra": entry.extra_meetings or 2, "reason": entry.extra_reason or ""})
    if entry.pre_talk_date is None:
        day = told.get("day") or entry.pre_talk_planned_date or timezone.localdate()
        return PreTalkForm(data, initial={"day": day, "by": told.get("by") or entry.pre_talk_by_id or request.user.pk})
    form = OfferForm(data)
    form.fields["reason"].required = bool(offers.passed_over(entry))
    return form


def _do(entry: GroupEntry, form: Any, request: SignedInRequest, now: Any) -> None:
    values = form.cleaned_data
    if isinstance(form, MoreForm):
        offers.allow_more(entry, extra=values["extra"], reason=values["reason"])
        messages.success(request, _("Lagret."))
    elif isinstance(form, PreTalkForm):
        offers.note_pre_talk(entry, by=values["by"], day=values["day"], now=now)
        messages.success(request, _("Forsamtalen er notert."))
    else:
        offers.offer_place(entry, reason=values["reason"], now=now)
        messages.success(request, _("Tilbudet er sendt."))


ACTS: dict[str, Callable[..., None]] = {
    "trekk": offers.take_offer_back, "ta-av": offers.remove, "hilsen": offers.greet,
}  # fmt: skip


@require_POST
@requires("groups.waitlist")
def person_act(request: SignedInRequest, pk: UUID, act: str) -> HttpResponse:
    """One press: take the offer back, take off the list, send a kind message, note the wish to go on."""
    entry, now = access_person(request.user, pk), timezone.now()
    if act == "fortsette":
        groups.wish_to_go_on(entry, wants=not entry.wants_to_go_on)
    elif act in ACTS:
        ACTS[act](entry, now=now)
    messages.success(request, _("Lagret."))
    return redirect("groups_person", pk=pk)
