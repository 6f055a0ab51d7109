"""An adviser is sick today: plan, send, undo, carry out.

Rules that live here: planning holds another time for each session (the same time with a colleague, else the first one
after it, never an earlier one); sending books those times and closes the day, but moves nobody and writes no message
before ten minutes have passed; until then all of it can be undone. What somebody changes meanwhile is left as they
changed it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from advising.enums.sick_days import UNDO_FOR, MoveChoice, MoveResult, PlanStatus
from advising.models import AdviceSession, SickDay, SickDayMove
from advising.selectors.session_times import Staffing, staffing, wish_for
from advising.services.sessions import SessionClosed, cancel_by_us, move_to_taken, reservation_ids
from pio.accounts.models import User
from pio.core.errors import Refusal
from pio.scheduling import selectors
from pio.scheduling import services as scheduling
from pio.scheduling.enums import ExceptionKind
from pio.scheduling.models import Reservation, Resource
from pio.scheduling.needs import Submit, Wish
from pio.scheduling.services import Absence, SlotTaken

SEARCH_AHEAD = timedelta(weeks=2)
TRIES = 3


class PlanClosed(Refusal):
    """The plan has been sent, undone or carried out already."""

    def __init__(self) -> None:
        super().__init__(_("Planen er allerede sendt eller angret."))


class PlanOutdated(Refusal):
    """A session has been booked, or a time has been taken, since the plan was made."""

    def __init__(self) -> None:
        super().__init__(_("Det er kommet en ny time, eller en tid er blitt tatt. Her er et nytt forslag."))


class TooLateToUndo(Refusal):
    """The ten minutes are over."""

    def __init__(self) -> None:
        super().__init__(_("De ti minuttene er over, og meldingene er på vei. Flytt timene enkeltvis."))


def affected(adviser_id: UUID, day: date, *, now: datetime) -> list[AdviceSession]:
    """The adviser's sessions of that day that have not begun, by start, with people and contact; two queries."""
    rows = AdviceSession.objects.of_adviser(adviser_id).between(day, day).live().filter(starts_at__gt=now)
    return list(rows.with_people().with_contact().order_by("starts_at", "id"))


def plan_sick_day(adviser: User, *, day: date, by: User, now: datetime) -> SickDay:
    """Hold another time for each of the adviser's sessions that day, for ten minutes. Holds commit one by one."""
    plan: SickDay = SickDay.objects.create(adviser=adviser, day=day, planned_by=by)
    others = _staff_without(adviser.pk)
    for session in affected(adviser.pk, day, now=now):
        SickDayMove.objects.create(
            sick_day=plan, session=session, sequence=session.sequence, **_alternative(session, others, now=now)
        )
    return plan


def _staff_without(adviser_id: UUID) -> Staffing:
    everybody = staffing()
    others = {pk: row for pk, row in everybody.advisers.items() if row.user_id != adviser_id}
    return Staffing(others, everybody.rooms)


def wish_of(session: AdviceSession, start: datetime, staff: Staffing) -> Wish:
    """The session at `start` with any of the staff; at its own time it keeps its own room. Today needs no notice."""
    wish = wish_for(staff, session.channel, start, adviser=None, heavy=session.is_heavy)
    wish = replace(wish, need=replace(wish.need, notice=timedelta(0)))
    return replace(wish, rooms=()) if start == session.starts_at else wish


def _alternative(session: AdviceSession, staff: Staffing, *, now: datetime) -> dict[str, object]:
    """The same time with a colleague, else the first free one after it; to be cancelled when there is none."""
    for start in _starts(session, staff, now=now):
        try:
            adviser, *rooms = scheduling.hold(wish_of(session, start, staff), now=now)
        except SlotTaken:
            continue
        return {
            "choice": MoveChoice.MOVE, "starts_at": start, "adviser_time": adviser,
            "room_time": rooms[0] if rooms else None,
        }  # fmt: skip
    return {"choice": MoveChoice.CANCEL}


def _starts(session: AdviceSession, staff: Staffing, *, now: datetime) -> list[datetime]:
    if not staff.advisers or session.starts_at is None:
        return []
    need = wish_of(session, session.starts_at, staff).need
    advisers, rooms = list(staff.advisers.values()), staff.rooms_for(session.channel)
    later = session.starts_at + SEARCH_AHEAD
    free = selectors.free_times(advisers, session.starts_at, later, need=need, now=now, rooms=rooms)
    return [session.starts_at, *(each.start for each in free[:TRIES])]


def send_plan(plan: SickDay, *, choices: Mapping[UUID, str], by: User, now: datetime) -> SickDay:
    """Book the times that were held, close the day, and let it all happen in ten minutes.

    Args:
        choices: what shall become of each session, by the key of its `SickDayMove`.

    Raises:
        PlanClosed; PlanOutdated when a new session has come or a time is gone (nothing is done then); Busy.
    """

    def work() -> SickDay:
        fresh, moves = _locked(plan, status=PlanStatus.PLANNED, now=now)
        resource = selectors.adviser_for(fresh.adviser_id)
        coming = {each.pk for each in affected(fresh.adviser_id, fresh.day, now=now)}
        if resource is None or not coming <= {each.session_id for each in moves}:
            raise PlanOutdated
        staff = _staff_without(fresh.adviser_id)
        for move in moves:
            _settle(move, choices.get(move.pk, MoveChoice.LEAVE), staff, now=now)
        away = Absence(ExceptionKind.CLOSED, fresh.day, fresh.day)
        fresh.absence = scheduling.add_exception(resource.pk, away, by=by, now=now)
        fresh.status, fresh.effective_at = PlanStatus.SENT, now + UNDO_FOR
        fresh.save()
        return fresh

    try:
        return scheduling.in_transaction(work)
    except SlotTaken as taken:
        raise PlanOutdated from taken


def _settle(move: SickDayMove, choice: str, staff: Staffing, *, now: datetime) -> None:
    """Book what was held for the session, or let it go."""
    times = _times(move)
    if choice == MoveChoice.MOVE and move.starts_at is not None:
        booked: list[Reservation] = []

        def write(reservations: list[Reservation]) -> dict[str, str]:
            booked[:] = reservations
            return {}

        wish = wish_of(move.session, move.starts_at, staff)
        scheduling.confirm(times, wish=wish, submit=Submit(key=f"sick-day:{move.pk}"), write=write, now=now)
        move.choice, move.adviser_time = MoveChoice.MOVE, booked[0]
        move.room_time = booked[1] if len(booked) > 1 else None
    else:
        scheduling.release(times, now=now)
        move.choice = MoveChoice.CANCEL if choice == MoveChoice.CANCEL else MoveChoice.LEAVE
    move.save()


def undo_plan(plan: SickDay, *, by: User, now: datetime) -> SickDay:
    """Give the times back and open the day again; nobody has been told anything.

    Raises:
        PlanClosed, TooLateToUndo; Busy.
    """

    def work() -> SickDay:
        fresh, moves = _locked(plan, status=PlanStatus.SENT, now=now)
        if fresh.effective_at is None or fresh.effective_at <= now:
            raise TooLateToUndo
        scheduling.release([pk for move in moves for pk in _times(move)], now=now)
        if fresh.absence_id is not None:
            scheduling.remove_exception(fresh.absence_id, by=by, now=now)
        fresh.status, fresh.absence = PlanStatus.UNDONE, None
        fresh.save()
        return fresh

    return scheduling.in_transaction(work)


def carry_out_due(*, now: datetime) -> int:
    """Carry out the plans whose ten minutes are over; answers how many. Two workers at once do each plan once."""
    due = SickDay.objects.filter(status=PlanStatus.SENT, effective_at__lte=now)
    return sum(_carry_out(plan, now=now) for plan in due.select_related("planned_by"))


def _carry_out(plan: SickDay, *, now: datetime) -> bool:
    def work() -> bool:
        try:
            fresh, moves = _locked(plan, status=PlanStatus.SENT, now=now)
        except PlanClosed:
            return False
        for move in moves:
            move.result = _act(move, by=plan.planned_by, now=now)
            move.save(update_fields=["result"])
        fresh.status = PlanStatus.DONE
        fresh.save(update_fields=["status"])
        return True

    return scheduling.in_transaction(work)


def _act(move: SickDayMove, *, by: User, now: datetime) -> str:
    session, times = move.session, _times(move)
    if move.choice == MoveChoice.LEAVE:
        return ""
    if session.sequence != move.sequence or not session.is_live:
        scheduling.release(times, now=now)
        return MoveResult.CHANGED
    try:
        if move.choice == MoveChoice.CANCEL:
            cancel_by_us(session, by=by, now=now)
        else:
            _move(move, by=by, now=now)
    except SessionClosed:
        scheduling.release(times, now=now)
        return MoveResult.CHANGED
    return MoveResult.DONE


def _move(move: SickDayMove, *, by: User, now: datetime) -> None:
    session, start = move.session, move.starts_at
    assert start is not None  # noqa: S101  a move that was sent has its time
    room = session.room_time_id if start == session.starts_at else move.room_time_id
    rows = {
        row.pk: row for row in Reservation.objects.filter(pk__in=_times(move) + _known(room)).select_related("resource")
    }
    taken = [rows[pk] for pk in [*_known(move.adviser_time_id), *_known(room)]]
    move_to_taken(session, reservations=taken, wish=wish_of(session, start, Staffing()), by=by, now=now)


def _locked(plan: SickDay, *, status: PlanStatus, now: datetime) -> tuple[SickDay, Sequence[SickDayMove]]:
    """The plan's row, then all resources it touches in one statement, then its moves as they are now."""
    fresh: SickDay = SickDay.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if fresh.status != status:
        raise PlanClosed
    moves = list(fresh.moves.select_related("session"))
    times = [pk for move in moves for pk in (*_times(move), *reservation_ids(move.session))]
    touched = set(Reservation.objects.filter(pk__in=times).values_list("resource_id", flat=True))
    touched |= set(Resource.objects.filter(user=fresh.adviser_id).values_list("pk", flat=True))
    scheduling.lock_resources(touched, now=now)
    return fresh, list(fresh.moves.select_related("session"))


def _times(move: SickDayMove) -> list[UUID]:
    return [*_known(move.adviser_time_id), *_known(move.room_time_id)]


def _known(pk: UUID | None) -> list[UUID]:
    return [] if pk is None else [pk]
