"""Chainable reads of the helpline log."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from advising.enums.calls import CONVERSATION
from pio.core import choices

if TYPE_CHECKING:
    from advising.models import Call  # noqa: F401  # named in the base of the class


def conversation_kinds() -> list[str]:
    """Codes of the kinds of call that are talks, in the list's order; `unknown` and `not_asked` count as talks."""
    talks = [code for code in choices.codes("call_kind") if choices.group_of("call_kind", code) == CONVERSATION]
    return [*talks, choices.UNKNOWN, choices.NOT_ASKED]


class CallQuerySet(models.QuerySet["Call"]):
    """Calls."""

    def conversations(self) -> "CallQuerySet":
        """Only talks: not the silent, wrong-number, hung-up and other calls without a conversation."""
        return self.filter(kind__in=conversation_kinds())

    def between(self, start: dt.datetime, end: dt.datetime) -> "CallQuerySet":
        """Calls begun from `start` on and before `end` (aware datetimes)."""
        return self.filter(started_at__gte=start, started_at__lt=end)

    def before_row(self, started_at: dt.datetime, pk: uuid.UUID) -> "CallQuerySet":
        """Calls after this one in the list, which has the newest first."""
        return self.filter(Q(started_at__lte=started_at) & (Q(started_at__lt=started_at) | Q(pk__lt=pk)))

    def after_row(self, started_at: dt.datetime, pk: uuid.UUID) -> "CallQuerySet":
        """Calls before this one in the list."""
        return self.filter(Q(started_at__gte=started_at) & (Q(started_at__gt=started_at) | Q(pk__gt=pk)))
