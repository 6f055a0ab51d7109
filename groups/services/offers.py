"""What a leader does with the waiting list: the pre-talk, the offer, passing over with a reason, more meetings.

The rules: `docs/decisions/0090-a-leader-offers-the-place.md`.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from groups import matching
from groups.models import GroupEntry
from groups.selectors.members import others_than
from groups.services.entries import check_open
from groups.services.queue import QUEUE, send
from pio.accounts.models import User
from pio.core.errors import Refusal
from pio.waitlist import services as waitlist
from pio.waitlist.enums import PlaceState

MOST_EXTRA = 10
ONCE_IN = timedelta(days=14)


class PreTalkMissing(Refusal):
    """Nobody has talked with the person yet."""


class ReasonNeeded(Refusal):
    """Somebody who joined earlier and is ready stands before; say why they wait."""


def note_pre_talk(entry: GroupEntry, *, by: User, day: date, now: datetime) -> None:
    """Note who talks with the person, and when: a day to come is agreed, another has been; once more corrects it."""
    is_to_come = day > localdate(now)
    GroupEntry.objects.live().filter(pk=entry.pk).update(
        pre_talk_by=by, pre_talk_planned_date=day if is_to_come else None, pre_talk_date=None if is_to_come else day
    )


def passed_over(entry: GroupEntry) -> list[GroupEntry]:
    """Those who joined before, have had the pre-talk, and still wait."""
    waiting = QUEUE.entries(entry.group_id).waiting().filter(queue_number__lt=entry.queue_number)
    return list(waiting.exclude(pre_talk_date=None))


@transaction.atomic
def offer_place(entry: GroupEntry, *, reason: str = "", now: datetime) -> GroupEntry:
    """Offer a free place; the offer runs out after 24 hours of the offer clock. What spoke against it is kept.

    Raises:
        PreTalkMissing, ReasonNeeded, IntakeClosed; pio.waitlist.services.NoPlaceFree or OfferGone.
    """
    group = QUEUE.lock(entry.group_id)
    check_open(group, now=now)
    current = GroupEntry.objects.get(pk=entry.pk)
    if current.pre_talk_date is None:
        raise PreTalkMissing(_("Ta en forsamtale først, og skriv når den var."))
    before = passed_over(current)
    if before and not reason:
        raise ReasonNeeded(_("Noen som er klare, har ventet lenger. Skriv hvorfor de venter."))
    despite = [hint.code for hint in matching.hints(current, group, others_than(current))]
    waitlist.offer(QUEUE, entry.pk, now=now)
    GroupEntry.objects.filter(pk=entry.pk).update(offered_despite=despite)
    for each in before:
        each.overtaken += 1
        each.passed_on = [*each.passed_on, localdate(now)]
        each.passed_over_reason = reason
        each.save(update_fields=["overtaken", "passed_on", "passed_over_reason"])
    offered: GroupEntry = GroupEntry.objects.select_related("group").get(pk=entry.pk)
    return offered


def take_offer_back(entry: GroupEntry, *, now: datetime) -> None:
    """The person keeps the place in the queue and is told."""
    waitlist.take_back(QUEUE, entry.pk, now=now)


def remove(entry: GroupEntry, *, now: datetime) -> None:
    """Take somebody off the list or out of the group; they are told."""
    waitlist.leave(QUEUE, entry.pk, state=PlaceState.REMOVED, now=now)


@transaction.atomic
def allow_more(entry: GroupEntry, *, extra: int, reason: str) -> None:
    """An exception from the limit of meetings, with its reason.

    Args:
        extra: meetings on top of the limit in all, 0-10.
    """
    QUEUE.lock(entry.group_id)
    current = GroupEntry.objects.get(pk=entry.pk)
    if current.state == PlaceState.CONFIRMED:
        current.extra_meetings, current.extra_reason = min(extra, MOST_EXTRA), reason
        current.save(update_fields=["extra_meetings", "extra_reason"])


def greet(entry: GroupEntry, *, now: datetime) -> None:
    """A kind message to somebody who has been away without a word; once in two weeks at most."""
    if entry.state == PlaceState.CONFIRMED:
        send(entry, "missed", now=now, offset=f"{now.toordinal() // ONCE_IN.days}", not_after=now + timedelta(days=1))
