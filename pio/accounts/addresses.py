"""Every address of the portal with the right its view asks for; for the documentation of rights and its tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One named address. `right` is empty where the view asks for none."""

    name: str
    route: str
    right: str
    pattern: URLPattern


def every_address() -> Iterator[Address]:
    """List the addresses in the order in which they are tried; those also under /en/ once."""
    yield from _below(get_resolver().url_patterns, "")


def _below(patterns: Any, prefix: str) -> Iterator[Address]:
    for each in patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _below(each.url_patterns, route)
        else:
            yield Address(each.name or "", route, getattr(each.callback, "right", ""), each)
