"""Words told in confidence: the relative's message, the adviser's notes, and reading them, which is always logged."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from advising.models import AdviceSession, SessionContact, SessionMessage, SessionNote, SessionParticipant
from advising.permissions.sessions import can_read_notes, can_write_note
from advising.services.sessions import SessionClosed
from advising.terms import wall_date
from pio.accounts.models import User
from pio.audit import services as audit
from pio.core.errors import Refusal


class NoteNotYours(Refusal):
    """The note is not yours to write or read."""

    def __init__(self) -> None:
        super().__init__(_("Bare rådgiveren som har timen, ser og skriver notater."))


@transaction.atomic
def leave_message(session: AdviceSession, *, text: str, now: datetime) -> None:
    """Leave a word for the adviser as the relative, below what was left before.

    Raises:
        SessionClosed: the session is over, or its contact has been forgotten.
    """
    contact = SessionContact.objects.select_for_update(no_key=True).filter(session=session).first()
    if contact is None or not session.is_live:
        raise SessionClosed
    contact.message = f"{contact.message}\n\n{text.strip()}" if contact.message else text.strip()
    contact.save()


@transaction.atomic
def write_note(
    session: AdviceSession, *, text: str, by: User, now: datetime, participant: SessionParticipant | None = None
) -> SessionNote | None:
    """Write the adviser's note on the session, or on one who came; an empty text writes nothing.

    Raises:
        NoteNotYours: another adviser's session, or a participant of another session.
    """
    if not can_write_note(by, session) or (participant is not None and participant.session_id != session.pk):
        raise NoteNotYours
    if not text.strip():
        return None
    note = SessionNote(
        session=session, participant=participant, author=by, written_on=wall_date(now), text=text.strip()
    )
    note.save(force_insert=True)
    return note


@transaction.atomic
def read_notes(
    session: AdviceSession, *, by: User, now: datetime, participant: SessionParticipant | None = None, reason: str = ""
) -> list[SessionNote]:
    """Read the notes on the session (or on one participant, then only those); the reading is logged first.

    Raises:
        NoteNotYours: neither the session's adviser nor one who has broken the glass.
    """
    if not can_read_notes(by, session, now=now):
        raise NoteNotYours
    audit.log_read(by=by, subject=session, verb="advising.notes.read", reason=reason, now=now)
    return list(session.notes.filter(participant=participant).select_related("author"))


@transaction.atomic
def read_thread(session: AdviceSession, *, by: User, now: datetime) -> list[SessionMessage]:
    """Read the messages of a thread; the reading is logged first.

    Raises:
        NoteNotYours: neither the thread's adviser nor one who has broken the glass.
    """
    if not can_read_notes(by, session, now=now):
        raise NoteNotYours
    audit.log_read(by=by, subject=session, verb="advising.thread.read", now=now)
    return list(session.messages.select_related("author"))


@transaction.atomic
def set_video_link(session: AdviceSession, *, link: str, by: User) -> None:
    """Say where the video session is held; empty takes it away.

    Raises:
        SessionClosed: the session is over, or its contact has been forgotten.
    """
    contact = SessionContact.objects.select_for_update(no_key=True).filter(session=session).first()
    if contact is None or not session.is_live:
        raise SessionClosed
    contact.video_link = link or None
    contact.save()
