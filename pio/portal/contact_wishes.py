"""How a signed-in relative wants to be reached: kept sealed, and filled into a booking that begins on their page."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from pio.accounts.models import User
from pio.portal.models import ContactWishes

Wishes = Mapping[str, list[str]]
"""By name of the booking form's field: what stands in it."""
FIELDS = ("email", "phone", "may_leave_message", "avoid_hours", "interpreter_language", "hearing")


def wishes_of(user: User) -> dict[str, list[str]]:
    """The wishes of an account; empty when it has none."""
    row = ContactWishes.objects.filter(user=user).first()
    return dict(row.wishes) if row else {}


@transaction.atomic
def save_wishes(wishes: Wishes, *, by: User, now: datetime) -> None:
    """Keep the wishes of `by`; without any, nothing is kept."""
    kept = {name: list(wishes[name]) for name in FIELDS if wishes.get(name)}
    if kept:
        ContactWishes.objects.update_or_create(user=by, defaults={"wishes": kept})
    else:
        ContactWishes.objects.filter(user=by).delete()
