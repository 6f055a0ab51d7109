"""Words for reservations, given by the features that hold them; `Reservation` itself knows nothing above it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from pio.scheduling.models import Reservation

Describe = Callable[[Sequence[UUID]], dict[UUID, str]]
_describers: dict[str, Describe] = {}


def register(purpose: str, describe: Describe) -> None:
    """Let `describe(reservation ids)` give the words of reservations with this purpose, in the active language.

    Called once, from the feature's `AppConfig.ready()`. It is called at most once a page with all ids, and may leave
    ids out. Words name the kind of visit ("Time på video"), never who comes.
    """
    _describers[purpose] = describe


def describe(reservations: Iterable[Reservation]) -> dict[UUID, str]:
    """The words of these reservations; those nobody knows are left out."""
    by_purpose: dict[str, list[UUID]] = defaultdict(list)
    for each in reservations:
        by_purpose[each.purpose].append(each.id)
    words: dict[UUID, str] = {}
    for purpose, ids in by_purpose.items():
        if purpose in _describers:
            words |= _describers[purpose](ids)
    return words
