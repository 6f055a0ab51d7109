"""Closed days: laid in for three years ahead, changed by the manager, confirmed by a person year by year."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from pio.accounts.models import User
from pio.audit import history
from pio.scheduling import intervals
from pio.scheduling.enums import ClosureSource, ReservationStatus
from pio.scheduling.holiday_names import public_holidays
from pio.scheduling.models import Closure, ClosureYear, Reservation, Resource
from pio.scheduling.refusals import DayHasClosure, HolidayStays
from pio.scheduling.services.locks import in_transaction, lock_resources

YEARS_AHEAD = 3
OWN_DAYS = (((12, 24), "Julaften"), ((12, 31), "Nyttårsaften"))


def load_closures(years: Sequence[int]) -> int:
    """Lay in the public holidays of the years, and 24 and 31 December as own days; answers how many were new.

    Rows that are there already are left alone: somebody may have decided something about them.
    """
    rows = []
    for year in years:
        rows += [
            Closure(date=day, name=name, source=ClosureSource.HOLIDAYS) for day, name in public_holidays(year).items()
        ]
        rows += [Closure(date=date(year, *day), name=name, source=ClosureSource.OWN) for day, name in OWN_DAYS]
    with transaction.atomic():
        known = set(Closure.objects.filter(date__in=[row.date for row in rows]).values_list("date", flat=True))
        new = [row for row in rows if row.date not in known]
        Closure.objects.bulk_create(new)
    return len(new)


def add_closure(day: date, *, name: str, by: User, now: datetime) -> Closure:
    """Close a day; times that are held (not booked) that day are let go. Raises DayHasClosure, Busy."""

    def work() -> Closure:
        closure = Closure.objects.create(date=day, name=name, source=ClosureSource.OWN)
        _reopen_question(day)
        _let_go_of_holds(day, now=now)
        return closure

    try:
        with history.acting(by, "scheduling.add_closure"):
            return in_transaction(work)
    except IntegrityError as error:
        raise DayHasClosure from error


def change_closure(closure_id: UUID, *, name: str, open_anyway: bool, by: User, now: datetime) -> Closure:
    """Rename a closed day, open it anyway or close it again; see `add_closure` for what is held. Raises Busy."""

    def work() -> Closure:
        closure = Closure.objects.select_for_update().get(id=closure_id)
        closure.name, closure.open_anyway = name, open_anyway
        closure.save(update_fields=("name", "open_anyway"))
        _reopen_question(closure.date)
        if not open_anyway:
            _let_go_of_holds(closure.date, now=now)
        return closure

    with history.acting(by, "scheduling.change_closure"):
        return in_transaction(work)


def remove_closure(closure_id: UUID, *, by: User) -> None:
    """Take away one of the centre's own days. Raises HolidayStays for a public holiday: open that day anyway."""
    with history.acting(by, "scheduling.remove_closure"), transaction.atomic():
        closure = Closure.objects.select_for_update().get(id=closure_id)
        if closure.source == ClosureSource.HOLIDAYS:
            raise HolidayStays
        _reopen_question(closure.date)
        closure.delete()


def confirm_year(year: int, *, by: User, now: datetime) -> ClosureYear:
    """A person has looked at the closed days of the year; doing it again is harmless."""
    confirmed, _made = ClosureYear.objects.update_or_create(
        year=year, defaults={"confirmed_by": by, "confirmed_at": now}
    )
    return confirmed


def _reopen_question(day: date) -> None:
    """A year that has been changed is to be looked at again."""
    ClosureYear.objects.filter(year=day.year).delete()


def _let_go_of_holds(day: date, *, now: datetime) -> None:
    """Lock every resource, as a booking would, so that no time is held or booked by rules that are just changing."""
    lock_resources(Resource.objects.values_list("id", flat=True), now=now)
    (start, end), *_more = intervals.on_day(day, None, None)
    held = Reservation.objects.filter(status=ReservationStatus.HELD)
    held.overlapping(intervals.instant(start), intervals.instant(end)).update(status=ReservationStatus.CANCELLED)
