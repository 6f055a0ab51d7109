"""The line in the log at a break-glass; the message is in `pio/messaging/announcements.py`, above this part."""

import structlog

from pio.audit.models import BreakGlass

log = structlog.get_logger(__name__)


def to_the_log(opened: BreakGlass) -> None:
    """One warning line: which kind of record, by which account; neither reason nor record key."""
    log.warning("break_glass", subject_type=opened.subject_type, user=str(opened.user_id), ends_at=opened.ends_at)
