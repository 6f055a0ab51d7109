"""Asks every part for its share of the front page, `/intern/` and `/min-side/`. A part that has none is passed over."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from uuid import UUID

from pio.accounts.models import User
from pio.core.joining import Box, Coming, FrontFacts, Joinable
from pio.portal import own

PARTS = (
    "advising",
    "groups",
    "courses",
    "ombud",
    "platform_stories",
    "pio.drafts",
    "pio.messaging",
    "pio.accounts",
    "stats",
)
SOON = 3  # how many coming things the front page shows


@cache
def _modules(name: str) -> tuple[ModuleType, ...]:
    return tuple(import_module(f"{part}.{name}") for part in PARTS if find_spec(f"{part}.{name}") is not None)


def front_facts(*, now: datetime) -> FrontFacts:
    """What is true right now, from all parts; the first part that says something about a field is heard."""
    given = [module.facts(now=now) for module in _modules("front")]
    heard = {each.name: next((v for f in given if (v := getattr(f, each.name))), None) for each in fields(FrontFacts)}
    coming: list[Coming] = sorted((c for f in given for c in f.coming), key=lambda one: one.starts_at)
    return FrontFacts(**{name: value for name, value in heard.items() if value} | {"coming": coming[:SOON]})


def sitemap_paths(*, now: datetime) -> list[str]:
    """Public pages that come and go, without language."""
    return [path for module in _modules("sitemap") for path in module.paths(now=now)]


def start_boxes(*, user: User, now: datetime) -> list[Box]:
    """The boxes of the staff's start page for this person's rights."""
    return _shown(box for module in _modules("start") for box in module.boxes(user=user, now=now))


def own_boxes(*, user: User, now: datetime) -> list[Box]:
    """The boxes of a signed-in relative's own page."""
    return _shown([*own.boxes(), *(box for module in _modules("own") for box in module.boxes(user=user, now=now))])


def joinable(text: str, *, now: datetime) -> tuple[str, Joinable] | None:
    """The part and the guest's booking of a link or reference; None when no part knows it."""
    for module in _modules("joins"):
        if (found := module.find(text, now=now)) is not None:
            return module.__name__.partition(".")[0], found
    return None


def join(part: str, target: UUID, *, by: User, now: datetime) -> None:
    """Let a part join one of its bookings to an account."""
    next(each for each in _modules("joins") if each.__name__ == f"{part}.joins").join(target, by=by, now=now)


def own_targets(*, user: User) -> list[UUID]:
    """Everything of every part that messages to this account are about."""
    return [target for module in _modules("joins") for target in module.targets(user=user)]


def _shown(boxes: Iterable[Box]) -> list[Box]:
    return sorted((box for box in boxes if box.rows or box.empty), key=lambda box: box.rank)
