"""Synthetic courses and events: a counted past year with the published presences, and a living present."""

from datetime import datetime
from random import Random

from courses.demo import past, present


def build(*, year: int, now: datetime, random: Random) -> None:
    """The counted year, and what is coming from `now` on."""
    past.build(year=year, random=random)
    present.build(now=now, random=random)
