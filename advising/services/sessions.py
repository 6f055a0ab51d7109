"""Verbs of an advice session's life: book, move, change the way of meeting, cancel.

Each takes or gives back time and writes its rows and messages in one transaction, through `pio.scheduling`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from advising.enums.sessions import TIMED_CHANNELS, Channel, MessagePart, SessionStatus
from advising.models import AdviceSession
from advising.services import session_messages
from advising.services.session_orders import Placing, SessionOrder, check_order, write_session
from advising.services.session_pauses import set_pause
from advising.services.session_reach import Reach, complete_contact, keep_old_time
from advising.terms import is_late_cancellation, wall_date
from pio.accounts.models import User
from pio.audit import history
from pio.core.errors import Refusal
from pio.scheduling import services as scheduling
from pio.scheduling.models import Reservation
from pio.scheduling.needs import Outcome, Submit, Wish


class SessionClosed(Refusal):
    """The session is held, missed or cancelled and cannot be changed."""

    def __init__(self) -> None:
        super().__init__(_("Timen kan ikke endres lenger."))


class SessionBegun(Refusal):
    """The session has begun; the relative must call instead."""

    def __init__(self) -> None:
        super().__init__(_("Timen har begynt. Ring oss, så hjelper vi deg."))


class ChannelUnchanged(Refusal):
    """The session already meets that way."""

    def __init__(self) -> None:
        super().__init__(_("Timen er allerede slik."))


@dataclass(frozen=True)
class Booked:
    """The session that came of an order; `replayed` when the same submit came again."""

    session: AdviceSession
    replayed: bool = False


def book_held(
    order: SessionOrder, *, reservation_ids: Sequence[UUID], wish: Wish, submit: Submit, now: datetime
) -> Booked:
    """Turn the person's hold into a session.

    Raises:
        Refusals of `check_order`; HoldExpired (a SlotTaken with `.nearest`), SubmitChanged, Busy.
    """
    check_order(order)
    writing = _Writing(order, wish, now)
    outcome = scheduling.confirm(reservation_ids, wish=wish, submit=submit, write=writing.write, now=now)
    return writing.booked(outcome)


def book_time(order: SessionOrder, *, wish: Wish, submit: Submit, by: User, now: datetime) -> Booked:
    """Book at once for somebody on the phone, or for one who is standing here.

    Args:
        by: the member of staff; who booked is not stored, so that it cannot be matched with a call.

    Raises:
        Refusals of `check_order`; SlotTaken with `.nearest`, SubmitChanged, Busy.
    """
    check_order(order)
    writing = _Writing(order, wish, now)
    return writing.booked(scheduling.book(wish, submit=submit, write=writing.write, now=now))


class _Writing:
    """The session of an order, written once its time is taken, and remembered: whoever booked it need not read it."""

    def __init__(self, order: SessionOrder, wish: Wish, now: datetime) -> None:
        self.order, self.wish, self.now = order, wish, now
        self.session: AdviceSession | None = None

    def write(self, reservations: list[Reservation]) -> dict[str, str]:
        """Insert the session with all that belongs to it; called anew when the transaction has to be tried again."""
        adviser, *rooms = reservations
        start = self.wish.start.astimezone(UTC)
        placing = Placing(
            wall_date(start), adviser.resource.user_id, start, start + timedelta(minutes=self.wish.need.minutes),
            adviser.pk, rooms[0].pk if rooms else None,
        )  # fmt: skip
        self.session = write_session(self.order, placing, created_on=wall_date(self.now))
        session_messages.send_and_remind(self.session, MessagePart.BOOKED, now=self.now)
        return {"session": str(self.session.pk)}

    def booked(self, outcome: Outcome) -> Booked:
        """What came of it; a submit that came again finds the session of the first."""
        session = None if outcome.replayed else self.session
        session = session or AdviceSession.objects.select_related("adviser", "contact").get(
            pk=outcome.answer["session"]
        )
        return Booked(session, replayed=outcome.replayed)


def move_session(
    session: AdviceSession, *, wish: Wish, by: User | None, now: datetime, reach: Reach | None = None
) -> AdviceSession:
    """Give the session a new time, and perhaps another adviser or room; the old time is never free in between.

    Args:
        by: the member of staff, or None for the relative through the link.
        reach: where the way of meeting changes, what was given for it; stored with the change or not at all.

    Raises:
        SessionClosed, SessionBegun (relative only); ContactMissing; SlotTaken with `.nearest`, Busy.
    """

    def write(reservations: list[Reservation]) -> dict[str, str]:
        fresh = _lock(session, by=by, now=now)
        if reach is not None:
            complete_contact(fresh, reach, channel=wish.need.channel, by_relative=by is None)
        _put_at(fresh, reservations, wish=wish)
        _save_change(fresh, by=by, verb="advising.move", now=now)
        if fresh.is_heavy:
            set_pause(fresh, now=now)
        return {"session": str(fresh.pk)}

    _refuse_closed(session, by=by, now=now)
    scheduling.move(reservation_ids(session), wish=wish, write=write, now=now)
    moved: AdviceSession = AdviceSession.objects.select_related("adviser", "contact").get(pk=session.pk)
    return moved


def move_to_taken(
    session: AdviceSession, *, reservations: Sequence[Reservation], wish: Wish, by: User, now: datetime
) -> AdviceSession:
    """Move the session to time that has been taken for it already; what it does not keep of its own is given back.

    Args:
        reservations: the adviser's first, then the room's, with their resources.

    Raises:
        SessionClosed; Busy.
    """

    def work() -> AdviceSession:
        kept = {each.pk for each in reservations}
        scheduling.release([pk for pk in reservation_ids(session) if pk not in kept], now=now)
        fresh = _lock(session, by=by, now=now)
        _put_at(fresh, reservations, wish=wish)
        _save_change(fresh, by=by, verb="advising.move", now=now)
        if fresh.is_heavy:
            set_pause(fresh, now=now)
        return fresh

    return scheduling.in_transaction(work)


def _put_at(session: AdviceSession, reservations: Sequence[Reservation], *, wish: Wish) -> None:
    adviser, *rooms = reservations
    start = wish.start.astimezone(UTC)
    session.starts_at, session.ends_at = start, start + timedelta(minutes=wish.need.minutes)
    session.session_date = wall_date(start)
    session.adviser_id = adviser.resource.user_id
    session.adviser_time_id, session.room_time_id = adviser.pk, rooms[0].pk if rooms else None
    session.channel = wish.need.channel


def _save_change(
    session: AdviceSession, *, by: User | None, verb: str, now: datetime, part: MessagePart = MessagePart.CHANGED
) -> None:
    session.sequence += 1
    with history.acting(by, verb):
        session.save()
    session_messages.replace_messages(session, part, now=now)


def change_channel(
    session: AdviceSession, *, channel: str, wish: Wish, by: User | None, now: datetime, reach: Reach | None = None
) -> AdviceSession:
    """Meet in another way at the same time: a room is found or given back. To e-mail: the time is given back.

    Args:
        reach: number or address that the new way needs and the contact lacks.

    Raises:
        ChannelUnchanged, SessionClosed, SessionBegun, ContactMissing; SlotTaken when no room is free, Busy.
    """
    if channel == session.channel or session.is_thread:
        raise ChannelUnchanged
    _refuse_closed(session, by=by, now=now)
    given = reach or Reach()
    if channel in TIMED_CHANNELS:
        return move_session(session, wish=wish, by=by, now=now, reach=given)
    return change_to_email(session, by=by, now=now, reach=given)


def change_to_email(session: AdviceSession, *, by: User | None, now: datetime, reach: Reach) -> AdviceSession:
    """Give the time back and go on as a thread with the same adviser; the message takes the time out of calendars.

    Raises:
        SessionClosed, SessionBegun, ContactMissing, Busy.
    """

    def work() -> AdviceSession:
        times = reservation_ids(session)
        scheduling.release(times, now=now)
        fresh = _lock(session, by=by, now=now)
        complete_contact(fresh, reach, channel=Channel.EMAIL, by_relative=by is None)
        keep_old_time(fresh)
        fresh.channel, fresh.starts_at, fresh.ends_at = Channel.EMAIL, None, None
        fresh.session_date, fresh.adviser_time, fresh.room_time = wall_date(now), None, None
        _save_change(fresh, by=by, verb="advising.change", now=now)
        return fresh

    return scheduling.in_transaction(work)


def cancel_by_relative(session: AdviceSession, *, now: datetime) -> AdviceSession:
    """Cancel through the link: in time or late, by `terms.is_late_cancellation`.

    Raises:
        SessionClosed, SessionBegun, Busy.
    """
    late = is_late_cancellation(session, now=now)
    return _cancel(session, SessionStatus.CANCELLED_LATE if late else SessionStatus.CANCELLED_IN_TIME, by=None, now=now)


def cancel_by_us(session: AdviceSession, *, by: User, now: datetime) -> AdviceSession:
    """Cancel on the centre's side; the person is told with the next free times one press away.

    Raises:
        SessionClosed.
    """
    return _cancel(session, SessionStatus.CANCELLED_BY_US, by=by, now=now)


def cancel_for_relative(session: AdviceSession, *, by: User, now: datetime) -> AdviceSession:
    """Cancel for a relative who called us: the same rule of lateness as through the link.

    Raises:
        SessionClosed.
    """
    late = is_late_cancellation(session, now=now)
    return _cancel(session, SessionStatus.CANCELLED_LATE if late else SessionStatus.CANCELLED_IN_TIME, by=by, now=now)


def _cancel(session: AdviceSession, status: SessionStatus, *, by: User | None, now: datetime) -> AdviceSession:
    """Time first, then the session's row: the order in which moving locks them."""

    def work() -> AdviceSession:
        scheduling.release(reservation_ids(session), now=now)
        fresh = _lock(session, by=by, now=now)
        scheduling.release(reservation_ids(fresh), now=now)  # a move may have added a room meanwhile
        fresh.status = status
        _save_change(fresh, by=by, verb="advising.cancel", now=now, part=MessagePart.CANCELLED)
        return fresh

    return scheduling.in_transaction(work)


@transaction.atomic
def join_account(session: AdviceSession, *, by: User, now: datetime) -> AdviceSession:
    """Join a guest's booking to the account of `by`, who has shown a code sent to that booking's own contact."""
    fresh: AdviceSession = AdviceSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    fresh.account = by
    fresh.save(update_fields=["account"])
    return fresh


def reservation_ids(session: AdviceSession) -> list[UUID]:
    """The reservations of the session, the adviser's first."""
    return [pk for pk in (session.adviser_time_id, session.room_time_id) if pk is not None]


def _lock(session: AdviceSession, *, by: User | None, now: datetime) -> AdviceSession:
    """Lock the row and look again: somebody else may have been first. Raises SessionClosed, SessionBegun."""
    fresh: AdviceSession = AdviceSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    _refuse_closed(fresh, by=by, now=now)
    return fresh


def _refuse_closed(session: AdviceSession, *, by: User | None, now: datetime) -> None:
    if not session.is_live:
        raise SessionClosed
    if by is None and session.starts_at is not None and session.starts_at <= now:
        raise SessionBegun
