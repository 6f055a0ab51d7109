"""Taking and giving back time. Lock the resource rows in ascending id, look again, then write; the constraint is last.

Every function opens its own transaction (or joins the caller's) and may be called from a view. Feature code passes
`write`, a callable that gets the reservations and inserts the feature's rows in the same transaction; it may be called
again after a deadlock, so it must touch the database only: no network, no mail (enqueue rows instead).
"""

from pio.scheduling.refusals import BookingGone, Busy, HoldExpired, HoldTooLong, SlotTaken, SubmitChanged
from pio.scheduling.services.booking import book, confirm, extend_hold, hold, move
from pio.scheduling.services.locks import in_transaction, lock_resources
from pio.scheduling.services.spans import block, move_spans, release, reserve

__all__ = [
    "BookingGone",
    "Busy",
    "HoldExpired",
    "HoldTooLong",
    "SlotTaken",
    "SubmitChanged",
    "block",
    "book",
    "confirm",
    "extend_hold",
    "hold",
    "in_transaction",
    "lock_resources",
    "move",
    "move_spans",
    "release",
    "reserve",
]
