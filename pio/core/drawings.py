"""Public pages, and parts of them, that are drawn once for the same reading.

What a part says depends on the rows it was made of, on the choice lists, on the language, and on the moment; and the
moment changes it only by passing an instant that it compares with, or midnight in Oslo. So the newest drawing of a part
is kept with its rows until the next of these, and is never older than what the request itself has read
(docs/decisions/0293). What a visitor has typed, or anything that not everybody may see, never comes here.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.module_loading import import_string
from django.utils.timezone import localtime
from django.utils.translation import get_language

from pio.core import reference
from pio.core.public_forms import guarded
from pio.core.words import OSLO

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A part as it was drawn: of what, from when and until when it holds."""

    read: object
    since: datetime
    until: datetime
    part: Any


_kept: dict[Hashable, _Drawing] = {}  # the newest of each part and language; the oldest first


def drawn(
    what: Hashable, read: object, draw: Callable[[], tuple[T, Iterable[datetime | None]]], *, now: datetime
) -> T:  # fmt: skip
    """The part that `draw` makes, or made before of the same.

    Args:
        what: names the part, and tells it from others that are made as it is.
        read: everything else that it depends on; compared by value, and must not be changed afterwards.
        draw: makes the part, and tells the instants that it compared `now` with. None is none.
    """
    key, rows = (what, get_language()), (reference.snapshot().read_at, read)
    if (found := _kept.get(key)) and found.since <= now < found.until and found.read == rows:
        part: T = found.part
        return part
    part, instants = draw()
    if settings.PIO_DRAWINGS:
        _kept.pop(key, None)
        if len(_kept) >= settings.PIO_DRAWINGS:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = _Drawing(rows, now, _next_change(instants, now), part)
    return part


def drawn_page(
    request: HttpRequest,
    template: str,
    read: object,
    draw: Callable[[], tuple[Mapping[str, Any], Iterable[datetime | None]]],
    *,
    now: datetime,
    query: str = "",
    which: Hashable = (),
    own: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A whole page that is drawn once for the same reading; a form in it gets its token afterwards.

    Args:
        template: shows what `draw` gives, and nothing else of the request than its address.
        read: everything that it depends on beside the frame that stands around every page (PUBLIC_FRAME).
        draw: makes the context, and tells the instants that it compared `now` with.
        query: that of the address, when it says nothing but what the page has understood of it. A page whose address
            says more is not kept, since that is what a visitor has sent.
        which: tells it from others of the same template and address, such as what was chosen from a list of ours.
        own: what is this visitor's alone, by the words that stand for it where it is drawn.
    """

    def page() -> tuple[str, Iterable[datetime | None]]:
        context, instants = draw()
        return render_to_string(template, {**context, "is_for_everybody": True}, request), instants

    if request.GET.urlencode() != query.removeprefix("?"):
        text, _instants = page()
    else:
        frame = import_string(settings.PUBLIC_FRAME)(now=now)
        text = drawn((template, request.path, query, which), (frame, read), page, now=now)
    for words, value in (own or {}).items():
        text = text.replace(words, escape(value))
    return HttpResponse(guarded(text, request.path))


def _next_change(instants: Iterable[datetime | None], now: datetime) -> datetime:
    midnight = datetime.combine(localtime(now, OSLO).date() + timedelta(days=1), time(), OSLO)
    return min([midnight, *(each for each in instants if each and each >= now)])
