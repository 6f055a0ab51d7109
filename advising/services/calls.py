"""Verbs of the helpline log: log, edit within 24 hours, amend afterwards, undo, redact.

Rules that live here: times are cut to five minutes; a second submit of one form is the same call; a note older than its
retention is not stored; a call without a conversation keeps only its kind.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field, fields

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from advising import call_keys
from advising.enums.calls import EDIT_WINDOW, NOTE_DAYS, STEP_MINUTES, CallSource
from advising.models import Call, CallAmendment
from advising.permissions.calls import access_call, can_amend_call, can_edit_call, is_author
from advising.querysets.calls import conversation_kinds
from pio.accounts.models import User
from pio.core import personal_data
from pio.core.errors import Refusal
from pio.drafts import services as drafts

UNDO_SECONDS = 60
"""How long the server lets a one-key call be taken back; the page offers it for 8 seconds."""


class CallLocked(Refusal):
    """The author's 24 hours are over, or somebody else logged the call."""


class CallStillOpen(Refusal):
    """An amendment was tried while the author can still edit."""


class ReasonMissing(Refusal):
    """An amendment without a reason."""


class CallInFuture(Refusal):
    """The call begins later than now."""


class UndoTooLate(Refusal):
    """The time to take a call back is over."""


@dataclass(frozen=True)
class CallAnswers:
    """Everything the form asks, as codes. Empty means never put; `unknown` and `not_asked` are answers."""

    started_at: dt.datetime
    duration_minutes: int
    kind: str
    channel: str = ""
    caller_role: str = ""
    relation: str = ""
    caller_gender: str = ""
    caller_age_band: str = ""
    county: str = ""
    municipality: str = ""
    diagnosis_areas: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    referred_from: tuple[str, ...] = ()
    referred_to: tuple[str, ...] = ()
    help_given: tuple[str, ...] = ()
    severity: str = ""
    note: str = field(default="", repr=False)


COUNT_TOPICS = (
    "INSERT INTO advising_calltopicuse AS use (id, user_id, topic, times)"
    " SELECT gen_random_uuid(), %s, topic, 1 FROM unnest(%s::varchar[]) AS topic"
    " ON CONFLICT (user_id, topic) DO UPDATE SET times = use.times + 1"
)
COUNTED = tuple(each.name for each in fields(CallAnswers) if each.name != "note")


def cut_to_step(moment: dt.datetime) -> dt.datetime:
    """The moment cut down to five minutes, so that no call moves to the next day or year."""
    return moment.replace(minute=moment.minute - moment.minute % STEP_MINUTES, second=0, microsecond=0)


def note_is_kept(started_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a note of a call begun then is still within its 30 days."""
    return now - started_at <= dt.timedelta(days=NOTE_DAYS)


def _editable_until(now: dt.datetime) -> dt.datetime:
    """24 hours from now, up to the next whole hour: it tells nothing finer about when a late entry was made."""
    end = now + EDIT_WINDOW
    return end if not (end.minute or end.second or end.microsecond) else cut_to_hour(end) + dt.timedelta(hours=1)


def cut_to_hour(moment: dt.datetime) -> dt.datetime:
    """The moment cut down to the hour."""
    return moment.replace(minute=0, second=0, microsecond=0)


def _column_values(answers: CallAnswers, now: dt.datetime) -> dict[str, object]:
    """What is stored for the answers: everything of a conversation, only the kind and channel of another call."""
    values = {name: getattr(answers, name) for name in COUNTED} | {"started_at": cut_to_step(answers.started_at)}
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    if answers.kind not in conversation_kinds():
        kept = {"started_at", "duration_minutes", "kind", "channel"}
        values |= {name: [] if isinstance(value, list) else "" for name, value in values.items() if name not in kept}
    if answers.started_at > now:
        raise CallInFuture(_("Samtalen kan ikke ha startet fram i tid."))
    return values


def log_call(
    answers: CallAnswers, *, by: User, now: dt.datetime, draft_id: uuid.UUID | None = None, late: bool = False
) -> Call:
    """Put a call in the log; the same form sent again changes the call it made the first time.

    Args:
        draft_id: made by the form; the same person's same form is one call.
        late: entered after the call, so that the time was typed.

    Raises:
        CallInFuture: the call begins later than now.
        CallLocked: the form was sent before, more than 24 hours ago.
    """
    key = call_keys.submission_key(by.pk, draft_id) if draft_id else None
    source = CallSource.LATE if late else CallSource.ENTRY
    call = Call(**_column_values(answers, now), source=source, submission_key=key)
    call.note = answers.note or None if note_is_kept(answers.started_at, now) else None
    call.author_key, call.editable_until = call_keys.author_key(by.pk, call.pk), _editable_until(now)
    try:
        with transaction.atomic():
            call.save(force_insert=True)
            _count_topics(answers.topics, by)
            drafts.finish(draft_id, by=by, now=now)
    except IntegrityError:
        earlier = Call.objects.filter(submission_key=key).first() if key else None
        if earlier is None:
            raise
        return edit_call(earlier, answers, by=by, now=now)
    return call


def _count_topics(topics: tuple[str, ...], user: User) -> None:
    """One more for each topic, in one statement and in the order of their codes: two saves never wait in a ring."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_TOPICS, [user.pk, sorted(set(topics))])


@transaction.atomic
def edit_call(call: Call, answers: CallAnswers, *, by: User, now: dt.datetime) -> Call:
    """Change a call within its author's 24 hours.

    Raises:
        CallLocked: somebody else's call, or the time is over.
        CallInFuture: the call begins later than now.
    """
    call = access_call(by, call.pk, lock=True)
    if not can_edit_call(by, call, now=now):
        raise CallLocked(_("Bare den som førte samtalen, kan endre den, og bare det første døgnet."))
    for name, value in _column_values(answers, now).items():
        setattr(call, name, value)
    call.note = answers.note or None if note_is_kept(answers.started_at, now) else None
    call.save()
    return call


@transaction.atomic
def amend_call(call: Call, answers: CallAnswers, *, reason: str, by: User, now: dt.datetime) -> CallAmendment | None:
    """Change a call's countable answers after the 24 hours; old and new values stay with the reason.

    Returns:
        The amendment; None when nothing differs. The note is never touched: it is about to be forgotten.

    Raises:
        ReasonMissing: no reason is given.
        CallStillOpen: the author can still edit the call.
        CallInFuture: the call begins later than now.
    """
    call = access_call(by, call.pk, lock=True)
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor du retter samtalen."))
    if not can_amend_call(by, call, now=now):
        raise CallStillOpen(_("Den som førte samtalen, kan fortsatt endre den selv. Rett den etter et døgn."))
    new = _column_values(answers, now)
    changes = {name: [_plain(getattr(call, name)), _plain(value)] for name, value in new.items()
               if getattr(call, name) != value}  # fmt: skip
    if not changes:
        return None
    for name, value in new.items():
        setattr(call, name, value)
    call.amended = True
    call.save(update_fields=[*new, "amended"])
    return CallAmendment.objects.create(
        call=call, changes=changes, reason=reason.strip(), amended_on=timezone.localdate(now), amended_by=by
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.datetime) else value


@transaction.atomic
def undo_call(call_id: uuid.UUID, *, logged_at: dt.datetime, by: User, now: dt.datetime) -> None:
    """Take back a call that was logged by one key a moment ago; taking it back twice is harmless.

    Raises:
        UndoTooLate: more than a minute has gone.
        CallLocked: somebody else's call.
    """
    if now - logged_at > dt.timedelta(seconds=UNDO_SECONDS):
        raise UndoTooLate(_("Det er for sent å angre. Åpne samtalen i loggen og endre den der."))
    call = Call.objects.select_for_update().filter(pk=call_id).first()
    if call is None:
        return
    if not is_author(by, call):
        raise CallLocked(_("Bare den som førte samtalen, kan endre den, og bare det første døgnet."))
    call.delete()


@transaction.atomic
def redact_note(call: Call, *, by: User) -> Call:
    """Replace what looks like personal data in the note by █. Anyone on the helpline may: it only removes."""
    call = access_call(by, call.pk, lock=True)
    if call.note:
        call.note = personal_data.redact(call.note, personal_data.scan(call.note))
        call.save(update_fields=["note"])
    return call
