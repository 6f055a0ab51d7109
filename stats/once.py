"""Within one page, what several figures need is asked once: they then agree, and the page is quicker.

What is remembered ends with the page, so no figure is ever older than its page.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar, cast

T = TypeVar("T")
_remembered: ContextVar[dict[Hashable, object] | None] = ContextVar("figures_counted_once", default=None)


@contextmanager
def counted_once() -> Iterator[None]:
    """Remember what was asked until the end of the block."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def is_on() -> bool:
    """Whether the caller is inside `counted_once`."""
    return _remembered.get() is not None


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives; inside `counted_once` what it gave for the key the first time."""
    if (found := _remembered.get()) is None:
        return make()
    if key not in found:
        found[key] = make()
    return cast("T", found[key])
