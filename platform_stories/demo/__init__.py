"""Synthetic experiences: the counted year with 162 received, quotes on the wall, and a living queue for the editors."""

from datetime import datetime
from random import Random

from platform_stories.demo import past, present


def build(*, year: int, now: datetime, random: Random) -> None:
    """The counted year, and what waits right now."""
    past.build(year=year, random=random)
    present.build(now=now, random=random)
