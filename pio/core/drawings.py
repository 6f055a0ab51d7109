"""Parts of public pages that are drawn once for the same reading.

What such a part says depends on the rows it was made of, on the choice lists, on the language, and on the moment; and
the moment changes it only by passing an instant that it compares with, or midnight in Oslo. So a part is kept under its
rows until the next of these, and is never older than what the request itself has read (docs/decisions/0293). What a
visitor has sent, or anything that not everybody sees, never comes here.
"""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, time, timedelta
from typing import TypeVar

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import get_language

from pio.core import reference
from pio.core.words import OSLO

_kept: dict[Hashable, tuple[datetime, datetime, object]] = {}  # from when, until when, the part; the oldest first

T = TypeVar("T")


def drawn(read: Hashable, draw: Callable[[], tuple[T, Iterable[datetime | None]]], *, now: datetime) -> T:
    """The part that `draw` makes, or made before of the same.

    Args:
        read: everything else that the part depends on; begins with the name of the part.
        draw: makes the part, and tells the instants that it compared `now` with. None is none.
    """
    key = (get_language(), reference.snapshot().read_at, read)
    if (found := _kept.get(key)) and found[0] <= now < found[1]:
        return found[2]  # type: ignore[return-value]  # under a key that begins with the part's name
    part, instants = draw()
    if settings.PIO_DRAWINGS:
        _kept.pop(key, None)
        if len(_kept) >= settings.PIO_DRAWINGS:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = now, _next_change(instants, now), part
    return part


def _next_change(instants: Iterable[datetime | None], now: datetime) -> datetime:
    midnight = datetime.combine(localtime(now, OSLO).date() + timedelta(days=1), time(), OSLO)
    return min([midnight, *(each for each in instants if each and each >= now)])
