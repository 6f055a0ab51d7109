"""Who may change a call. Every person on the helpline sees the whole log; only its author changes a fresh call."""

import datetime as dt
import hmac
import uuid

from advising import call_keys
from advising.models import Call
from pio.accounts.models import User
from pio.core.errors import or_404


def access_call(user: User, pk: uuid.UUID, *, lock: bool = False) -> Call:
    """Fetch a call of the log, locked when asked.

    Raises:
        Http404: no such call, or the user may not see the log.
    """
    calls = Call.objects.select_for_update() if lock else Call.objects.all()
    call = calls.filter(pk=pk).first() if user.has_right("calls.see") else None
    return or_404(call)


def is_author(user: User, call: Call) -> bool:
    """Whether the user logged the call; nobody is, once the 24 hours are over and the key is emptied."""
    return call.author_key is not None and hmac.compare_digest(
        bytes(call.author_key), call_keys.author_key(user.pk, call.pk)
    )


def can_edit_call(user: User, call: Call, *, now: dt.datetime) -> bool:
    """The author, for 24 hours."""
    return call.editable_until is not None and now < call.editable_until and is_author(user, call)


def can_amend_call(user: User, call: Call, *, now: dt.datetime) -> bool:
    """Anyone on the helpline, with a reason, once the author's 24 hours are over."""
    return user.has_right("calls.amend") and (call.editable_until is None or now >= call.editable_until)
