"""What came of a session: who came, themes, referrals, minutes. These facts are counted and stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from advising.enums.sessions import TRANSITIONS, Channel, SessionOrigin, SessionStatus
from advising.models import AdviceSession, SessionParticipant
from advising.permissions.sessions import can_record_outcome
from advising.services.session_orders import ChildWithoutConsent, Placing, SessionOrder, check_order, write_session
from advising.services.sessions import SessionClosed
from advising.terms import SESSION_MINUTES, wall_date
from pio.accounts.models import User
from pio.audit import history
from pio.core.errors import Refusal
from pio.messaging import services as messaging

MOST_MINUTES = 600


class NobodyPresent(Refusal):
    """A held session without anybody present."""

    def __init__(self) -> None:
        super().__init__(_("Kryss av for minst én som kom, eller velg «Ikke møtt»."))


class OutcomeNotYours(Refusal):
    """The outcome is written by the session's adviser or the manager, when the session has begun."""

    def __init__(self) -> None:
        super().__init__(_("Du kan føre timen når den har begynt og er din."))


class NotYetHeld(Refusal):
    """The session would have begun in the future."""

    def __init__(self) -> None:
        super().__init__(_("Tidspunktet er ikke kommet ennå."))


@dataclass(frozen=True)
class Present:
    """One person in the outcome. `position` is the participant's number, None for one who was not announced."""

    relation: str
    gender: str = "unknown"
    age_band: str = "unknown"
    present: bool = True
    child_consent: bool = False
    position: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of a session. `minutes` is the length as it became."""

    status: str
    people: Sequence[Present]
    themes: Sequence[str] = ()
    referred_from: Sequence[str] = ()
    referred_to: Sequence[str] = ()
    minutes: int | None = None


@transaction.atomic
def record_outcome(session: AdviceSession, *, outcome: Outcome, by: User, now: datetime) -> AdviceSession:
    """Write the outcome, also a second time: who came stays one row a person.

    Raises:
        OutcomeNotYours, SessionClosed, NobodyPresent, ChildWithoutConsent.
    """
    fresh: AdviceSession = AdviceSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    if outcome.status not in TRANSITIONS[SessionStatus(fresh.status)]:
        raise SessionClosed
    if not can_record_outcome(by, fresh, now=now):
        raise OutcomeNotYours
    held = outcome.status == SessionStatus.HELD
    _check_people(outcome.people, held=held)
    was_live = fresh.is_live
    fresh.status, fresh.themes = outcome.status, list(outcome.themes)
    fresh.referred_from, fresh.referred_to = list(outcome.referred_from), list(outcome.referred_to)
    fresh.minutes = outcome.minutes if held else None
    if fresh.is_thread and was_live and fresh.origin != SessionOrigin.WALK_IN:
        fresh.session_date = wall_date(now)
    with history.acting(by, "advising.record"):
        fresh.save()
    _write_present(fresh, outcome.people, held=held)
    if was_live:
        messaging.cancel_for(fresh.pk, now=now)
    return fresh


def _check_people(people: Sequence[Present], *, held: bool) -> None:
    if held and not any(person.present for person in people):
        raise NobodyPresent
    for person in people:
        if person.age_band == "under_18" and person.position != 1 and not person.child_consent:
            raise ChildWithoutConsent(_("Et barn kan være med når en forelder samtykker."))


def _write_present(session: AdviceSession, people: Sequence[Present], *, held: bool) -> None:
    known = {row.position: row for row in session.participants.all()}
    last = session.participants.aggregate(last=Max("position"))["last"] or 0
    for person in people:
        row = known.get(person.position) if person.position is not None else None
        if row is None:
            last += 1
            row = SessionParticipant(session=session, position=last)
        row.relation, row.gender, row.age_band = person.relation, person.gender, person.age_band
        row.present, row.child_consent = held and person.present, person.child_consent
        row.save()


@transaction.atomic
def log_held_session(
    order: SessionOrder, *, outcome: Outcome, key: UUID, by: User, started_at: datetime, now: datetime
) -> AdviceSession:
    """Log a session that has been held without a booking, with `by` as the adviser. It takes no time in the calendar.

    Args:
        key: made with the form; it becomes the session's id, so the same submit again is the same session.
        started_at: when it began; of e-mail advice only the day is kept.

    Raises:
        NotYetHeld; refusals of `check_order` and `record_outcome`.
    """
    check_order(order)
    if started_at > now:
        raise NotYetHeld
    known: AdviceSession | None = AdviceSession.objects.filter(pk=key, adviser=by).first()
    if known is not None:
        return known
    has_time = order.channel != Channel.EMAIL
    ended_at = started_at + timedelta(minutes=outcome.minutes or SESSION_MINUTES)
    times = (started_at, ended_at) if has_time else (None, None)
    placing = Placing(wall_date(started_at), by.pk, *times)
    session = write_session(order, placing, pk=key, created_on=wall_date(now))
    session.participants.all().delete()  # the outcome says who came
    return record_outcome(session, outcome=outcome, by=by, now=now)
