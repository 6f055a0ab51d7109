"""Handing a case over: the client chooses what the next ombud sees; the old access is gone the same second."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud.enums import HandOverChoice
from ombud.models import Case, HandOver
from ombud.services.cases import check_may_work, lock_case
from pio.accounts.models import User
from pio.audit import history
from pio.core.errors import Refusal

UNDO_FOR = timedelta(hours=24)
THREE_MONTHS = timedelta(days=91)


class CannotHandOver(Refusal):
    """The case is closed, has no ombud, or is that ombud's already."""


class TooLateToUndo(Refusal):
    """More than 24 hours have passed, it was undone before, or the case has moved on."""


def hand_over(case: Case, *, to: User | None, choice: str, note: str, by: User, now: datetime) -> HandOver:
    """Give a case to another ombud.

    Args:
        choice: what the client lets the next one see of the log, a code of `HandOverChoice`.

    Raises:
        CannotHandOver
        NotThatPerson: `to` cannot have it.
    """
    with transaction.atomic(), history.acting(by, "ombud.hand_over"):
        locked = lock_case(case.pk)
        if not locked.is_live or locked.ombud is None or to is None or to.pk == locked.ombud_id:
            raise CannotHandOver(_("Saken kan ikke overføres til denne personen."))
        check_may_work(locked, to)
        row = HandOver.objects.create(
            case=locked, from_ombud=locked.ombud, to_ombud=to, choice=choice, note=note, made_by=by, made_at=now,
            history_before=locked.history_from,
        )  # fmt: skip
        locked.history_from = shown_from(choice, locked.history_from, today=timezone.localdate(now))
        locked.ombud, locked.deputy, locked.deputy_until = to, None, None
        _save(locked)
    return row


def hand_over_all(cases: Mapping[Case, str], *, to: User | None, note: str, by: User, now: datetime) -> list[HandOver]:
    """Give several cases to another ombud at once, each with its client's choice; all or none."""
    with transaction.atomic():
        ordered = sorted(cases.items(), key=lambda pair: str(pair[0].pk))
        return [hand_over(case, to=to, choice=choice, note=note, by=by, now=now) for case, choice in ordered]


def shown_from(choice: str, before: date | None, *, today: date) -> date | None:
    """From which day the log is shown after a hand-over; never more than was shown before it."""
    start = {
        HandOverChoice.ALL.value: None,
        HandOverChoice.THREE_MONTHS.value: today - THREE_MONTHS,
        HandOverChoice.SUMMARY.value: today,
    }[choice]
    return max((day for day in (start, before) if day is not None), default=None)


def undo(row: HandOver, *, by: User, now: datetime) -> None:
    """Take a hand-over back within 24 hours.

    Raises:
        TooLateToUndo
    """
    with transaction.atomic(), history.acting(by, "ombud.hand_over_undo"):
        locked = lock_case(row.case_id)
        last = HandOver.objects.select_for_update().get(pk=row.pk)
        if last.undone_at is not None or now - last.made_at > UNDO_FOR or locked.ombud_id != last.to_ombud_id:
            raise TooLateToUndo(_("Overføringen kan ikke angres lenger."))
        last.undone_at = now
        last.save(update_fields=["undone_at"])
        locked.ombud, locked.history_from = last.from_ombud, last.history_before
        _save(locked)


def _save(case: Case) -> None:
    case.version += 1
    case.save(update_fields=["ombud", "deputy", "deputy_until", "history_from", "version"])
