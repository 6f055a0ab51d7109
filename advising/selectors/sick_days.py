"""A plan for a sick day as its page shows it: each session, the time that is held, and what the messages will say."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from advising.enums.sessions import MessagePart
from advising.enums.sick_days import CALL_INSTEAD, MoveChoice, PlanStatus
from advising.messages import sessions as messages
from advising.models import AdviceSession, SickDay, SickDayMove
from advising.services.session_messages import channels_of, contact_of
from pio.messaging.kinds import Message


@dataclass(frozen=True)
class Line:
    """One session of a plan.

    `adviser` is whom it moves to. `moved` and `cancelled` are the messages, None when none may be sent; `must_call`
    when there is none, or when it would come too late.
    """

    move: SickDayMove
    session: AdviceSession
    adviser: str
    moved: Message | None
    cancelled: Message | None
    must_call: bool

    @property
    def field(self) -> str:
        """The name of its choice in the form."""
        return f"valg-{self.move.pk.hex}"

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What may become of it: to move only when a time was found."""
        return [(each.value, str(each.label)) for each in MoveChoice if each != MoveChoice.MOVE or self.move.starts_at]

    @property
    def is_same_time(self) -> bool:
        """Whether only the adviser changes."""
        return self.move.starts_at == self.session.starts_at


def lines(plan: SickDay, *, now: datetime) -> list[Line]:
    """The plan's sessions by start; four queries for any number."""
    moves = list(
        plan.moves.select_related(
            "session__adviser", "session__contact", "session__room_time__resource", "adviser_time__resource",
            "room_time__resource",
        )
    )  # fmt: skip
    prefetch_related_objects([move.session for move in moves], "participants")
    return [_line(move, now=now) for move in sorted(moves, key=_start)]


def _start(move: SickDayMove) -> tuple[datetime, UUID]:
    begins = move.starts_at if move.session.starts_at is None else move.session.starts_at
    assert begins is not None  # noqa: S101  a session without a time is not in a plan
    return begins, move.pk


def _line(move: SickDayMove, *, now: datetime) -> Line:
    session = move.session
    time = move.adviser_time
    moved = preview(session, MessagePart.CHANGED, starts_at=move.starts_at) if move.starts_at else None
    cancelled = preview(session, MessagePart.CANCELLED, starts_at=session.starts_at)
    soon = session.starts_at is not None and session.starts_at - now < CALL_INSTEAD
    return Line(
        move, session, time.resource.name if time else "", moved, cancelled,
        must_call=cancelled is None or soon,
    )  # fmt: skip


def preview(session: AdviceSession, part: MessagePart, *, starts_at: datetime | None) -> Message | None:
    """What the person will read, without the secret link; None when no message may be sent."""
    contact = contact_of(session)
    channels = channels_of(contact)
    if contact is None or not channels or session.starts_at is None or session.ends_at is None or starts_at is None:
        return None
    ends_at = starts_at + (session.ends_at - session.starts_at)
    link = _("(lenken til timen)")
    about = messages.About(session.reference, link, starts_at, ends_at, by_us=part == MessagePart.CANCELLED)
    return messages.write(part, channels[0], about, to="", language=session.language)


def waiting_plans() -> list[SickDay]:
    """Plans that have been sent and are not carried out yet, for the calendar; one query."""
    return list(SickDay.objects.filter(status=PlanStatus.SENT).select_related("adviser"))
