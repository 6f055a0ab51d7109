"""When a person has asked us not to make contact, and the nearest times when we may (wall time, Europe/Oslo)."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from pio.messaging import safe_hours
from pio.messaging.enums import Channel

OSLO = ZoneInfo("Europe/Oslo")

SATURDAY = 5
TEN, SIXTEEN = 10, 16
SEARCH_DAYS = 8
"""A week and a day hold every allowed hour there is."""


ROUNDS = 4
"""More often than hours to avoid and hours of SMS can push a moment in a week."""


class AvoidHours(models.TextChoices):
    """When we must not make contact (wall time, Europe/Oslo)."""

    BEFORE_10 = "before_10", _("Før kl. 10")
    FROM_10_TO_16 = "from_10_to_16", _("Kl. 10–16")
    AFTER_16 = "after_16", _("Etter kl. 16")
    WEEKEND = "weekend", _("I helgen")


def next_contact(now: datetime, *, channel: Channel, avoid: Collection[str]) -> datetime | None:
    """The first moment that obeys both the person's hours to avoid and the hours of SMS; None when there is none."""
    moment = now
    for _round in range(ROUNDS):
        allowed = next_allowed(moment, avoid)
        if allowed is None:
            return None
        moment = safe_hours.earliest(allowed, channel=channel)
        if moment == allowed:
            return moment
    return None


def is_allowed(instant: datetime, avoid: Collection[str]) -> bool:
    """Whether contact at `instant` obeys the hours to avoid."""
    local = instant.astimezone(OSLO)
    if AvoidHours.WEEKEND in avoid and local.weekday() >= SATURDAY:
        return False
    if local.hour < TEN:
        return AvoidHours.BEFORE_10 not in avoid
    return (AvoidHours.FROM_10_TO_16 if local.hour < SIXTEEN else AvoidHours.AFTER_16) not in avoid


def next_allowed(instant: datetime, avoid: Collection[str]) -> datetime | None:
    """The first allowed instant at or after `instant`; None when every hour of the week is to be avoided."""
    if is_allowed(instant, avoid):
        return instant
    return next((edge for edge in _edges(instant) if edge > instant and is_allowed(edge, avoid)), None)


def last_allowed(instant: datetime, avoid: Collection[str]) -> datetime | None:
    """The last allowed instant at or before `instant` (five minutes before the hours to avoid begin), or None."""
    if is_allowed(instant, avoid):
        return instant
    before = (edge - timedelta(minutes=5) for edge in _edges(instant - timedelta(days=SEARCH_DAYS)))
    return max((edge for edge in before if edge < instant and is_allowed(edge, avoid)), default=None)


def _edges(start: datetime) -> list[datetime]:
    """The instants at which hours change their name, from the day of `start` and a week on."""
    first = start.astimezone(OSLO).date()
    return [
        datetime.combine(first + timedelta(days=day), time(hour), OSLO)
        for day in range(SEARCH_DAYS + 2)
        for hour in (0, TEN, SIXTEEN)
    ]
