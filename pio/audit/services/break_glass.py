"""Break-glass (P09): opening a record beyond one's right needs a reason and re-authentication, ends, is announced."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from pio.audit.models import BREAK_GLASS_FOR, BreakGlass
from pio.audit.services.reads import log_read
from pio.core.errors import Refusal

REASON_LENGTH = 20  # characters, privacy.md P09
VERB_ENDS = ".break_glass"  # the rights of the table that open a record beyond another right


class NoRightToBreakGlass(Refusal):
    """The person's roles do not carry the right."""


class ReasonTooShort(Refusal):
    """The reason has fewer than 20 characters."""


class ReauthenticationNeeded(Refusal):
    """The person has not just shown again who they are."""


def open_break_glass(
    subject: models.Model, *, by: Any, right: str, reason: str, reauthenticated: bool, now: datetime
) -> BreakGlass:
    """Open `subject` for `by` for 60 minutes, write it to the log of reads, and announce it: all or nothing.

    Args:
        right: the right of the table that allows it, such as `advising.break_glass`.
        reauthenticated: whether the caller has just checked password, passkey or code again.

    Raises:
        NoRightToBreakGlass, ReauthenticationNeeded, ReasonTooShort
    """
    if not right.endswith(VERB_ENDS) or not by.has_right(right):
        raise NoRightToBreakGlass(_("Du har ikke tilgang til å åpne saken."))
    if not reauthenticated:
        raise ReauthenticationNeeded(_("Bekreft at det er deg, før du åpner saken."))
    reason = " ".join(reason.split())
    if len(reason) < REASON_LENGTH:
        raise ReasonTooShort(_("Skriv en begrunnelse på minst 20 tegn."))
    with transaction.atomic():
        opened = BreakGlass.objects.create(
            user=by,
            subject_type=subject._meta.label,
            subject=UUID(str(subject.pk)),
            reason=reason,
            opened_at=now,
            ends_at=now + BREAK_GLASS_FOR,
        )
        log_read(by=by, subject=subject, verb=right, reason=reason, now=now)
        announce: Callable[[BreakGlass], object] = import_string(settings.BREAK_GLASS_ANNOUNCE)
        announce(opened)
    return opened
