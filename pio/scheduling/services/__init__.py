"""Taking and giving back time. Lock the resource rows in ascending id, look again, then write; the constraint is last.

Every function opens its own transaction (or joins the caller's as a savepoint) and may be called from a view. Feature
code passes `write`, a callable that gets the reservations and inserts the feature's rows in the same transaction; it
may be called again after a deadlock, so it must touch the database only: no network, no mail (enqueue rows instead).
"""

from pio.scheduling.refusals import (
    BookingGone,
    Busy,
    DayHasClosure,
    HoldExpired,
    HoldTooLong,
    HolidayStays,
    SlotTaken,
    SubmitChanged,
)
from pio.scheduling.services.booking import book, confirm, extend_hold, hold, move
from pio.scheduling.services.closures import (
    YEARS_AHEAD,
    add_closure,
    change_closure,
    confirm_year,
    load_closures,
    remove_closure,
)
from pio.scheduling.services.locks import in_transaction, lock_resources
from pio.scheduling.services.openings import (
    Absence,
    Bearing,
    Opening,
    add_exception,
    add_resource,
    add_rules,
    change_resource,
    end_rule,
    remove_exception,
)
from pio.scheduling.services.spans import block, move_spans, release, reserve, stretch

__all__ = [
    "YEARS_AHEAD",
    "Absence",
    "Bearing",
    "BookingGone",
    "Busy",
    "DayHasClosure",
    "HoldExpired",
    "HoldTooLong",
    "HolidayStays",
    "Opening",
    "SlotTaken",
    "SubmitChanged",
    "add_closure",
    "add_exception",
    "add_resource",
    "add_rules",
    "block",
    "book",
    "change_closure",
    "change_resource",
    "confirm",
    "confirm_year",
    "end_rule",
    "extend_hold",
    "hold",
    "in_transaction",
    "load_closures",
    "lock_resources",
    "move",
    "move_spans",
    "release",
    "remove_closure",
    "remove_exception",
    "reserve",
    "stretch",
]
