"""Who may do what with an advice session. A stranger's session is 404: fetching and authorising are one step.

Advisers and the manager see time, way and people of every session, since they answer each other's phones. The text of
notes and threads is read by the session's own adviser only; the manager reaches it through break-glass.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.http import Http404

from advising.enums.sessions import SessionStatus
from advising.models import AdviceSession, SessionLink
from pio.accounts.models import User
from pio.audit import selectors as audit
from pio.core.errors import or_404

OUTCOME_EARLY: Final = timedelta(minutes=15)
"""The outcome may be written this long before the start: people come early, and say at once that they leave."""


def can_see_session(user: User, session: AdviceSession) -> bool:
    """Time, way, people and contact: everybody who books."""
    return user.has_right("advising.see")


def can_change_session(user: User, session: AdviceSession) -> bool:
    """Move, change the way of meeting, cancel: while it is agreed."""
    return user.has_right("advising.change") and session.is_live


def can_record_outcome(user: User, session: AdviceSession, *, now: datetime) -> bool:
    """Write what came of it: the own adviser or the manager, from shortly before the start."""
    mine = session.adviser_id == user.pk or user.has_right("advising.break_glass")
    begun = session.starts_at is None or session.starts_at - OUTCOME_EARLY <= now
    open_status = session.status in {SessionStatus.BOOKED, SessionStatus.HELD, SessionStatus.NO_SHOW}
    return user.has_right("advising.record") and mine and begun and open_status and session.adviser_id is not None


def can_write_note(user: User, session: AdviceSession) -> bool:
    """Write a note: the session's own adviser."""
    return user.has_right("advising.notes") and session.adviser_id == user.pk


def can_read_notes(user: User, session: AdviceSession, *, now: datetime) -> bool:
    """Read notes and thread: the own adviser, or who has broken the glass for this session and still may break it."""
    if user.has_right("advising.notes") and session.adviser_id == user.pk:
        return True
    may_break = user.has_right("advising.break_glass")
    return may_break and audit.open_break_glass_of(user, session, now=now) is not None


def can_take_thread(user: User, session: AdviceSession) -> bool:
    """Take an e-mail thread that nobody has taken."""
    return user.has_right("advising.threads") and session.is_thread and session.is_live and session.adviser_id is None


def can_answer_thread(user: User, session: AdviceSession) -> bool:
    """Answer a thread: the adviser who took it, while it is open."""
    own = user.has_right("advising.threads") and session.adviser_id == user.pk
    return own and session.is_thread and session.is_live


def access_session(user: User, pk: UUID, *, lock: bool = False) -> AdviceSession:
    """Fetch a session that `user` may see; with `lock`, its row is locked until the end of the transaction.

    Raises:
        Http404: there is none, or it is not theirs to see.
    """
    rows = AdviceSession.objects.visible_to(user)
    rows = rows.select_for_update(no_key=True) if lock else rows.with_people().with_contact()
    session: AdviceSession | None = rows.filter(pk=pk).first()
    if session is None or not can_see_session(user, session):
        raise Http404
    return session


def access_own_session(user: User, pk: UUID) -> AdviceSession:
    """Fetch a session that a signed-in relative has joined to the account.

    Raises:
        Http404: there is none of theirs.
    """
    session: AdviceSession | None = AdviceSession.objects.own(user).with_people().filter(pk=pk).first()
    return or_404(session)


def hash_token(token: str) -> bytes:
    """The hash under which a link is stored (32 bytes)."""
    return hashlib.sha256(token.encode()).digest()


def access_by_token(token: str) -> AdviceSession:
    """Fetch the session of a link in a message: whoever holds the link may change this one session.

    Raises:
        Http404: unknown link; the same for a link that never was and one that has been forgotten.
    """
    link = SessionLink.objects.filter(token_hash=hash_token(token)).select_related("session__adviser").first()
    if link is None:
        raise Http404
    return link.session
