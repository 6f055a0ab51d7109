"""The secret address of a person's busy times, for the calendar they use elsewhere."""

import secrets

from pio.accounts.models import User
from pio.scheduling.models import BusyFeed
from pio.scheduling.permissions import digest


def new_feed(user: User) -> str:
    """Make a new secret; the one before it ends."""
    token = secrets.token_urlsafe(32)
    BusyFeed.objects.update_or_create(user=user, defaults={"token_digest": digest(token)})
    return token
