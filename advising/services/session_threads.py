"""E-mail advice: a thread that an adviser takes within two working days. Messages are sealed; mails only say "read"."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from advising.enums.sessions import MessagePart, WrittenBy
from advising.models import AdviceSession, SessionMessage
from advising.services import session_messages
from advising.services.session_orders import Placing, SessionOrder, check_order, write_session
from advising.services.sessions import Booked, SessionClosed
from advising.terms import wall_date
from pio.accounts.models import User
from pio.core.errors import Refusal


class ThreadTaken(Refusal):
    """Another adviser was first."""

    def __init__(self) -> None:
        super().__init__(_("En kollega har allerede tatt denne."))


class NothingWritten(Refusal):
    """An empty message."""

    def __init__(self) -> None:
        super().__init__(_("Skriv en tekst først."))


@transaction.atomic
def start_thread(order: SessionOrder, *, text: str, key: UUID, now: datetime) -> Booked:
    """Start a thread with the relative's first message, and confirm it.

    Args:
        key: made with the form; it becomes the session's id, so the same submit again finds the same thread.

    Raises:
        NothingWritten; refusals of `check_order`.
    """
    check_order(order)
    if not text.strip():
        raise NothingWritten
    known = AdviceSession.objects.filter(pk=key).first() if _is_taken(key) else None
    if known is not None:
        return Booked(known, replayed=True)
    session = write_session(order, Placing(wall_date(now)), pk=key, created_on=wall_date(now))
    _write(session, text, by=None, now=now)
    session_messages.send_about(session, MessagePart.BOOKED, now=now)
    return Booked(session)


def _is_taken(key: UUID) -> bool:
    """Wait for a submit of the same form that is under way, then say whether it made the thread."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"advising.thread:{key}"])
    return AdviceSession.objects.filter(pk=key).exists()


@transaction.atomic
def take_thread(session: AdviceSession, *, by: User, now: datetime) -> AdviceSession:
    """Make `by` the adviser of a thread that nobody has taken.

    Raises:
        ThreadTaken, SessionClosed.
    """
    fresh = _lock(session)
    if fresh.adviser_id is not None and fresh.adviser_id != by.pk:
        raise ThreadTaken
    fresh.adviser = by
    fresh.save(update_fields=["adviser"])
    return fresh


@transaction.atomic
def answer_thread(session: AdviceSession, *, text: str, by: User, now: datetime) -> SessionMessage:
    """Answer as the thread's adviser; the relative gets a message that says only that there is something to read.

    Raises:
        NothingWritten, SessionClosed, ThreadTaken when it is another adviser's.
    """
    fresh = _lock(session)
    if fresh.adviser_id != by.pk:
        raise ThreadTaken
    message = _write(fresh, text, by=by, now=now)
    session_messages.send_about(fresh, MessagePart.ANSWER, now=now, offset=message.pk.hex[:20])
    return message


@transaction.atomic
def write_to_adviser(session: AdviceSession, *, text: str, now: datetime) -> SessionMessage:
    """Go on writing as the relative, through the link.

    Raises:
        NothingWritten, SessionClosed.
    """
    return _write(_lock(session), text, by=None, now=now)


def _lock(session: AdviceSession) -> AdviceSession:
    fresh: AdviceSession = AdviceSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    if not (fresh.is_live and fresh.is_thread):
        raise SessionClosed
    return fresh


def _write(session: AdviceSession, text: str, *, by: User | None, now: datetime) -> SessionMessage:
    if not text.strip():
        raise NothingWritten
    message = SessionMessage(
        session=session, written_by=WrittenBy.ADVISER if by else WrittenBy.RELATIVE, author=by, written_at=now,
        text=text.strip(),
    )  # fmt: skip
    message.save(force_insert=True)
    return message
