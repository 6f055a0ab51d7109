"""The pause after a session: longer after a talk that is marked heavy, and part of the adviser's taken time.

The pause gives way to what is agreed already: it lasts until the adviser's next booking at most.
"""

from datetime import datetime, timedelta
from uuid import UUID

from advising.models import AdviceSession
from advising.terms import need
from pio.accounts.models import User
from pio.audit import history
from pio.scheduling import services as scheduling
from pio.scheduling.agenda import buffers
from pio.scheduling.models import Reservation


def mark_heavy(session: AdviceSession, *, heavy: bool, by: User, now: datetime) -> datetime | None:
    """Say that the talk takes its toll, or does not; answers when the adviser's pause ends, None without a time.

    Also a session that has been held may be marked: what is left of the pause then counts.

    Raises:
        Busy.
    """

    def work() -> datetime | None:
        _lock_time(session, now=now)
        fresh: AdviceSession = AdviceSession.objects.select_for_update(no_key=True).get(pk=session.pk)
        fresh.is_heavy = heavy
        with history.acting(by, "advising.mark_heavy"):
            fresh.save(update_fields=["is_heavy"])
        return set_pause(fresh, now=now)

    return scheduling.in_transaction(work)


def _lock_time(session: AdviceSession, *, now: datetime) -> None:
    """Lock the adviser before the session's row: the order in which moving locks them."""
    rows = Reservation.objects.filter(pk__in=_time(session))
    scheduling.lock_resources(rows.values_list("resource_id", flat=True), now=now)


def set_pause(session: AdviceSession, *, now: datetime) -> datetime | None:
    """Let the adviser's taken time end with the session's pause; answers when, None when it has no time (any more)."""
    time = Reservation.objects.filter(pk__in=_time(session)).select_related("resource").first()
    if time is None or session.ends_at is None:
        return None
    _before, after = buffers(time.resource, need(session.channel, heavy=session.is_heavy))
    try:
        return scheduling.stretch(time.pk, until=session.ends_at + timedelta(seconds=after), now=now)
    except scheduling.BookingGone:
        return None


def _time(session: AdviceSession) -> list[UUID]:
    return [] if session.adviser_time_id is None else [session.adviser_time_id]
