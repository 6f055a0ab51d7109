"""Verbs of the call-back queue. The number goes with the promise: kept while it waits, emptied when it is settled."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from advising.enums.calls import FOLLOW_UP_DAYS, FOLLOW_UP_TRANSITIONS, MAX_ATTEMPTS, FollowUpStatus
from advising.models import CallFollowUp
from advising.permissions.call_followups import access_follow_up
from advising.querysets.call_followups import FollowUpQuerySet
from pio.accounts.models import User
from pio.core.errors import Refusal


class FollowUpSettled(Refusal):
    """The promise is settled already; its number is gone."""


class DayOutOfReach(Refusal):
    """The day is before today, or after the number is deleted."""


@dataclass(frozen=True)
class Promise:
    """What was agreed: a number, a day with a window, and whether we may say who we are."""

    due_date: dt.date
    from_time: dt.time | None = None
    to_time: dt.time | None = None
    may_say_who: bool = False
    number: str = field(default="", repr=False)


def promise_call_back(promise: Promise, *, by: User, now: dt.datetime) -> CallFollowUp:
    """Put a promise in the queue. Nothing tells which call it came from, nor who made it.

    Raises:
        DayOutOfReach: the day is past, or more than 14 days away.
    """
    today = timezone.localdate(now)
    if not today <= promise.due_date <= today + dt.timedelta(days=FOLLOW_UP_DAYS):
        raise DayOutOfReach(_("Velg en dag fra i dag og høyst 14 dager fram. Da slettes nummeret."))
    return CallFollowUp.objects.create(
        number=promise.number, due_date=promise.due_date, from_time=promise.from_time, to_time=promise.to_time,
        may_say_who=promise.may_say_who, created_on=today,
    )  # fmt: skip


@transaction.atomic
def note_attempt(follow_up: CallFollowUp, *, attempts_seen: int, by: User, now: dt.datetime) -> CallFollowUp:
    """Nobody answered. The third attempt settles the promise and empties the number.

    Args:
        attempts_seen: the count on the page that was pressed, so that a double press counts once.

    Raises:
        FollowUpSettled: the promise is settled already.
    """
    row = _locked(follow_up, by)
    if row.attempts != attempts_seen:
        return row
    row.attempts += 1
    if row.attempts >= MAX_ATTEMPTS:
        _settle(row, FollowUpStatus.NOT_REACHED, now)
    row.save()
    return row


@transaction.atomic
def settle(follow_up: CallFollowUp, status: FollowUpStatus, *, by: User, now: dt.datetime) -> CallFollowUp:
    """The person was reached, or does not want the call any more; the number is emptied at once.

    Raises:
        FollowUpSettled: the promise is settled already.
    """
    row = _locked(follow_up, by)
    if status == FollowUpStatus.REACHED:
        row.attempts = min(MAX_ATTEMPTS, row.attempts + 1)
    _settle(row, status, now)
    row.save()
    return row


def _locked(follow_up: CallFollowUp, by: User) -> CallFollowUp:
    row = access_follow_up(by, follow_up.pk, lock=True)
    if not FOLLOW_UP_TRANSITIONS[FollowUpStatus(row.status)]:
        raise FollowUpSettled(_("Denne er alt ferdig, og nummeret er slettet."))
    return row


def _settle(row: CallFollowUp, status: FollowUpStatus, now: dt.datetime) -> None:
    row.status, row.number, row.closed_on = status, None, timezone.localdate(now)
    row.may_say_who, row.from_time, row.to_time = False, None, None


def expire_follow_ups(rows: FollowUpQuerySet, *, now: dt.datetime) -> int:
    """Settle promises whose 14 days are over; called by the nightly retention job. Returns how many."""
    return rows.filter(status=FollowUpStatus.OPEN).update(
        status=FollowUpStatus.EXPIRED, number=None, closed_on=timezone.localdate(now), may_say_who=False,
        from_time=None, to_time=None,
    )  # fmt: skip
