"""A guest's registration joins an account, once a code to its own contact was right."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404

from courses.models import Registration
from courses.permissions import access_registration
from pio.accounts.models import User
from pio.core.joining import Joinable, last_part


def find(text: str, *, now: datetime) -> Joinable | None:
    """The guest's registration of a link; None when there is none, or an account has it."""
    try:
        found = access_registration(last_part(text))
    except Http404:
        return None
    if found.account_id is not None:
        return None
    phone = (found.phone or "") if found.may_leave_message else ""
    return Joinable(found.pk, found.email or "", phone, tuple(found.avoid_hours), found.language)


@transaction.atomic
def join(target: UUID, *, by: User, now: datetime) -> None:
    """Join it to the account of `by`."""
    row = Registration.objects.select_for_update(no_key=True).get(pk=target)
    row.account = by
    row.save(update_fields=["account"])


def targets(*, user: User) -> list[UUID]:
    """The account's own."""
    return list(Registration.objects.filter(account=user).values_list("pk", flat=True))
