"""Verbs on the case itself: give it to an ombud, move it between statuses, name a deputy, keep somebody out."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud.enums import CASE_TRANSITIONS, IN_QUEUE, CaseStatus
from ombud.models import Block, Case, Client
from ombud.services.reminders import remind_deputy
from pio.accounts.models import User
from pio.audit import history
from pio.core.errors import Refusal

REVIEW_EVERY = timedelta(days=182)  # six months, rounded to weeks


class NotThatStep(Refusal):
    """The case cannot go from its status to that one."""


class NotThatPerson(Refusal):
    """The person is no ombud, is the client, is on the deny-list, or is already the ombud."""


class ChangedMeanwhile(Refusal):
    """Somebody else has saved the case since the page was opened; `theirs` holds what now stands there."""

    def __init__(self, message: str, theirs: Mapping[str, Any], version: int) -> None:
        super().__init__(message)
        self.theirs, self.version = theirs, version


def lock_case(pk: UUID) -> Case:
    """The case's row, locked until the end of the transaction."""
    return Case.objects.select_for_update(no_key=True).get(pk=pk)


def check_version(case: Case, version: int | None, theirs: Mapping[str, Any]) -> None:
    """Make sure that nobody has saved the locked case since the page with `version` was opened.

    Raises:
        ChangedMeanwhile: with `theirs`, what stands there now.
    """
    if version is not None and case.version != version:
        raise ChangedMeanwhile(_("Noen andre har endret dette mens du skrev."), theirs, case.version)


def check_may_work(case: Case, user: User | None) -> User:
    """Make sure that `user` may be given the case; returns the person.

    Raises:
        NotThatPerson
    """
    if user is None or not user.is_active or not user.has_right("ombud.work"):
        raise NotThatPerson(_("Personen er ikke ombud."))
    if not Case.objects.not_denied(user).filter(pk=case.pk).exists():
        raise NotThatPerson(_("Personen kan ikke ha denne saken."))
    return user


def assign_case(case: Case, *, to: User | None, by: User, now: datetime) -> Case:
    """Give a case from the queue to an ombud; the first talks begin and the case is open.

    Raises:
        NotThatStep: it is no longer in the queue.
        NotThatPerson: `to` cannot have it.
    """
    today = timezone.localdate(now)
    with transaction.atomic(), history.acting(by, "ombud.assign"):
        locked = lock_case(case.pk)
        ombud = check_may_work(locked, to)
        if locked.status not in IN_QUEUE:
            raise NotThatStep(_("Saken er allerede gitt til et ombud."))
        locked.ombud, locked.status = ombud, CaseStatus.FIRST_TALKS
        locked.opened_date, locked.review_date = today, today + REVIEW_EVERY
        _save(locked, "ombud", "status", "opened_date", "review_date")
    return locked


def keep_waiting(case: Case, *, by: User, now: datetime) -> Case:
    """Answer an enquiry with a place in the queue. Raises NotThatStep."""
    return change_status(case, to=CaseStatus.WAITING, by=by, now=now)


def change_status(
    case: Case, *, to: str, reason: str = "", version: int | None = None, by: User, now: datetime
) -> Case:
    """Move a case to another status; closing needs a reason (a code of `CloseReason`).

    Args:
        version: of the case when the page was opened; None does not ask.

    Raises:
        ChangedMeanwhile: another has saved since.
        NotThatStep: not from here, or closing without a reason.
    """
    with transaction.atomic(), history.acting(by, "ombud.status"):
        locked = lock_case(case.pk)
        check_version(locked, version, {"status": locked.status, "reason": locked.close_reason})
        if to not in CASE_TRANSITIONS[locked.status]:
            raise NotThatStep(_("Saken kan ikke gå dit fra der den står nå."))
        if to == CaseStatus.CLOSED:
            if not reason:
                raise NotThatStep(_("Velg hvorfor saken avsluttes."))
            locked.closed_date, locked.close_reason = timezone.localdate(now), reason
            locked.deputy, locked.deputy_until = None, None
        locked.status = to
        _save(locked, "status", "closed_date", "close_reason", "deputy", "deputy_until")
    return locked


def set_deputy(
    case: Case, *, deputy: User | None, until: date | None, version: int | None = None, by: User, now: datetime
) -> Case:
    """Name a deputy until a day (that day included), or nobody. Until then the deputy is reminded of deadlines too.

    Args:
        version: of the case when the page was opened; None does not ask.

    Raises:
        ChangedMeanwhile: another has saved since.
        NotThatPerson: the deputy cannot have it, or is its ombud.
    """
    with transaction.atomic(), history.acting(by, "ombud.deputy"):
        locked = lock_case(case.pk)
        check_version(locked, version, {"deputy": locked.deputy_id, "until": locked.deputy_until})
        if deputy is not None:
            check_may_work(locked, deputy)
            if deputy.pk == locked.ombud_id:
                raise NotThatPerson(_("Ombudet kan ikke være sin egen stedfortreder."))
        locked.deputy, locked.deputy_until = deputy, until if deputy else None
        _save(locked, "deputy", "deputy_until")
        remind_deputy(locked, locked.deadlines.live(), now=now)
    return locked


def keep_out(case: Case, *, user: User | None, reason: str, by: User, now: datetime) -> Block:
    """Put somebody on the case's deny-list. It beats every role and break-glass; a deputy loses the case at once.

    Raises:
        NotThatPerson: it is the case's ombud, who must hand it over first.
    """
    with transaction.atomic(), history.acting(by, "ombud.block"):
        locked = lock_case(case.pk)
        if user is None or user.pk == locked.ombud_id:
            raise NotThatPerson(_("Overfør saken til et annet ombud først."))
        if user.pk == locked.deputy_id:
            locked.deputy, locked.deputy_until = None, None
            _save(locked, "deputy", "deputy_until")
        found = Block.objects.filter(case=locked, user=user).first()
        return found or Block.objects.create(case=locked, user=user, reason=reason)


def review_case(case: Case, *, by: User, now: datetime) -> Case:
    """Client and ombud have looked at the case together; next time in six months."""
    with transaction.atomic(), history.acting(by, "ombud.review"):
        locked = lock_case(case.pk)
        locked.review_date = timezone.localdate(now) + REVIEW_EVERY
        _save(locked, "review_date")
    return locked


def change_client(
    case: Case, *, version: int, facts: Mapping[str, Any], person: Mapping[str, Any], by: User, now: datetime
) -> Case:
    """Save who the client is. `facts` are fields of the case, `person` of the client; `version` is the page's.

    Raises:
        ChangedMeanwhile: another has saved since; nothing is written, and what stands there comes with the refusal.
    """
    with transaction.atomic(), history.acting(by, "ombud.client"):
        locked = lock_case(case.pk)
        client = Client.objects.select_for_update().get(case=locked)
        check_version(
            locked, version, {name: getattr(locked, name) for name in facts} | {n: getattr(client, n) for n in person}
        )
        for row, values in ((locked, facts), (client, person)):
            for name, value in values.items():
                setattr(row, name, value)
        client.save(update_fields=list(person))
        _save(locked, *facts)
    return locked


def _save(case: Case, *fields: str) -> None:
    case.version += 1
    case.save(update_fields=[*fields, "version"])
