"""Writing to the log of reads, and break-glass."""

from pio.audit.services.break_glass import (
    NoRightToBreakGlass,
    ReasonTooShort,
    ReauthenticationNeeded,
    open_break_glass,
)
from pio.audit.services.reads import forget_chains, log_read, records_forgotten

__all__ = [
    "NoRightToBreakGlass",
    "ReasonTooShort",
    "ReauthenticationNeeded",
    "forget_chains",
    "log_read",
    "open_break_glass",
    "records_forgotten",
]
