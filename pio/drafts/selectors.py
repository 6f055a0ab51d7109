"""Reads for the list of drafts and the start page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from pio.accounts.models import User
from pio.drafts.models import KEPT_DAYS, Draft

REMINDED_AFTER = timedelta(days=3)
MOST = 50


@dataclass(frozen=True)
class Begun:
    """A draft as its owner sees it. `goes_on` is the day on which it would be deleted if nobody touches it."""

    client_id: UUID
    title: str
    url: str
    saved_at: datetime
    goes_on: date
    is_old: bool


def begun(user: User, *, now: datetime, most: int = MOST) -> list[Begun]:
    """The person's drafts with words in them, the latest first; one query."""
    return [_as_begun(draft, now) for draft in Draft.objects.of(user.pk).with_words()[:most]]


def _as_begun(draft: Draft, now: datetime) -> Begun:
    path = draft.content["path"]
    goes_on = timezone.localdate(draft.saved_at) + timedelta(days=KEPT_DAYS + 1)
    url = f"{path}{'&' if '?' in path else '?'}utkast={draft.client_id}"
    is_old = now - draft.saved_at >= REMINDED_AFTER
    return Begun(draft.client_id, draft.content["title"], url, draft.saved_at, goes_on, is_old)
