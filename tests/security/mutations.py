"""A plugin for pytest that switches off one guard, named in PIO_MUTATION, to show that a test misses it."""

import os
from collections.abc import Callable

import pytest


def public_page_keeps_cookies() -> None:
    """The outermost middleware takes every page for a private one."""
    from pio.core import public_zone

    public_zone.is_public = lambda path: False


def sealing_forgets_the_row() -> None:
    """What is sealed for one row opens in any other."""
    from pio.core import fields

    fields._bound_to = lambda label, pk, key: label.encode()


def erasure_writes_no_ledger() -> None:
    """A restored backup would bring everybody back."""
    from pio.core import erasure_ledger

    erasure_ledger.record = lambda kind, key, *, now: None


def everybody_has_every_right() -> None:
    """The table of rights is not asked."""
    from pio.accounts.models import User

    User.has_right = lambda self, right: True


def forms_need_no_token() -> None:
    """A public form takes whatever comes."""
    from pio.core import public

    public._is_guarded = lambda request: True


def a_newcomer_passes_the_queue() -> None:
    """A free place goes to whoever asks, though others wait."""
    from pio.waitlist import queue

    queue.Standing.has_room_for = lambda self, party: self.left is None or party <= self.left


def a_form_sent_twice_books_twice() -> None:
    """A submit is not known again."""
    from pio.scheduling.needs import Outcome
    from pio.scheduling.services import booking

    booking.once = lambda submit, work, *, now: Outcome(answer=work())


def time_that_is_given_back_stays_taken() -> None:
    """A cancelled session goes on holding adviser and room."""
    from pio.scheduling import services

    services.release = lambda reservation_ids, *, now: 0


def marks_are_never_locked() -> None:
    """Attendance is changed after the 14 days."""
    from groups.services import attendance

    attendance.is_locked = lambda meeting, *, now: False


def nobody_is_kept_from_a_case() -> None:
    """The deny-list of a case is not asked."""
    from ombud.querysets import cases

    cases.CaseQuerySet.not_denied = lambda self, user: self


SWITCHES: dict[str, Callable[[], None]] = {
    each.__name__: each
    for each in (
        public_page_keeps_cookies, sealing_forgets_the_row, erasure_writes_no_ledger, everybody_has_every_right,
        forms_need_no_token, a_newcomer_passes_the_queue, a_form_sent_twice_books_twice,
        time_that_is_given_back_stays_taken, marks_are_never_locked, nobody_is_kept_from_a_case,
    )
}  # fmt: skip


def pytest_collection_finish(session: pytest.Session) -> None:
    """Switch it off once everything is imported."""
    if name := os.environ.get("PIO_MUTATION"):
        SWITCHES[name]()
