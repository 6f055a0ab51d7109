"""Within one page, a statement that several figures need is sent once: they then agree, and the page is quicker.

What is remembered ends with the page, so no figure is ever older than its page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import QuerySet

_remembered: ContextVar[dict[str, list[Any]] | None] = ContextVar("figures_counted_once", default=None)


@contextmanager
def counted_once() -> Iterator[None]:
    """Remember rows until the end of the block."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def is_on() -> bool:
    """Whether the caller is inside `counted_once`."""
    return _remembered.get() is not None


def rows(queryset: QuerySet[Any, Any]) -> list[Any]:
    """The rows of a queryset; inside `counted_once` the same statement is sent once."""
    found = _remembered.get()
    if found is None:
        return list(queryset)
    key = str(queryset.query)
    if key not in found:
        found[key] = list(queryset)
    return found[key]
