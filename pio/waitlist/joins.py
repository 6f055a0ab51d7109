"""A guest's row in a queue joins an account, once a code to its own contact was right. The features name their rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from pio.accounts.models import User
from pio.core.joining import Joinable, last_part


@dataclass(frozen=True)
class Joins:
    """How the rows of one feature join an account.

    Args:
        rows: the model's manager; the model is a `Contact` with `account`, `language`.
        access: fetches a row by its token; raises Http404.
    """

    rows: Any
    access: Callable[[str], Any]

    def find(self, text: str, *, now: datetime) -> Joinable | None:
        """The guest's row of a link; None when there is none, or an account has it."""
        try:
            found = self.access(last_part(text))
        except Http404:
            return None
        if found.account_id is not None:
            return None
        phone = (found.phone or "") if found.may_leave_message else ""
        return Joinable(found.pk, found.email or "", phone, tuple(found.avoid_hours), found.language)

    def join(self, target: UUID, *, by: User, now: datetime) -> None:
        """Join it to the account of `by`."""
        with transaction.atomic():
            row = self.rows.select_for_update(no_key=True).get(pk=target)
            row.account = by
            row.save(update_fields=["account"])

    def targets(self, *, user: User) -> list[UUID]:
        """The account's own."""
        return list(self.rows.filter(account=user).values_list("pk", flat=True))
