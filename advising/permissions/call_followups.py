"""Who may see and settle a promise to call back: everybody on the helpline."""

import uuid

from advising.models import CallFollowUp
from pio.accounts.models import User
from pio.core.errors import or_404


def access_follow_up(user: User, pk: uuid.UUID, *, lock: bool = False) -> CallFollowUp:
    """Fetch a promise, locked when asked.

    Raises:
        Http404: no such promise, or the user does not take part in the queue.
    """
    rows = CallFollowUp.objects.select_for_update() if lock else CallFollowUp.objects.all()
    row = rows.filter(pk=pk).first() if user.has_right("calls.follow_up") else None
    return or_404(row)
