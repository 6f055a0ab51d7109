"""Words for reservations, given by the features that hold them; `Reservation` itself knows nothing above it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from pio.scheduling.models import Reservation

Describe = Callable[[Sequence[UUID]], dict[UUID, str]]
_describers: dict[str, Describe] = {}
_addresses: dict[str, Describe] = {}


def register(purpose: str, describe: Describe, *, address: Describe | None = None) -> None:
    """Let `describe(reservation ids)` give the words of reservations with this purpose, in the active language.

    Called once, from the feature's `AppConfig.ready()`. It is called at most once a page with all ids, and may leave
    ids out. Words name the kind of visit ("Time på video"), never who comes. `address(reservation ids)` gives in the
    same way the page where the staff move or cancel what holds the time.
    """
    _describers[purpose] = describe
    if address is not None:
        _addresses[purpose] = address


def describe(reservations: Iterable[Reservation]) -> dict[UUID, str]:
    """The words of these reservations; those nobody knows are left out."""
    return _asked(_describers, reservations)


def addresses(reservations: Iterable[Reservation]) -> dict[UUID, str]:
    """The pages where these reservations are moved or cancelled; those without one are left out."""
    return _asked(_addresses, reservations)


def _asked(features: dict[str, Describe], reservations: Iterable[Reservation]) -> dict[UUID, str]:
    by_purpose: dict[str, list[UUID]] = defaultdict(list)
    for each in reservations:
        by_purpose[each.purpose].append(each.id)
    words: dict[UUID, str] = {}
    for purpose, ids in by_purpose.items():
        if purpose in features:
            words |= features[purpose](ids)
    return words
