"""The order of every write: lock timeout, resource rows in ascending id, then look again."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from pio.scheduling.models import Resource

T = TypeVar("T")


def in_transaction(work: Callable[[], T]) -> T:
    """Run `work` in one transaction with a lock timeout of 3 s; deadlock and timeout are retried twice with jitter.

    `work` may run up to three times and must touch nothing but the database. Joins an open transaction if there is
    one (then a deadlock cannot be retried). Raises Busy when the third try fails too, and SlotTaken when the
    exclusion constraint had the last word.
    """
    raise NotImplementedError


def lock_resources(ids: Iterable[UUID], *, now: datetime, skip_locked: bool = False) -> list[Resource]:
    """Lock the resources (NO KEY UPDATE, ascending id) and clear away their expired holds; needs a transaction.

    With `skip_locked`, resources that somebody else has locked are left out instead of waited for.
    """
    raise NotImplementedError
