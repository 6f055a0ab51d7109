"""Synthetic cases: a counted past year with the published figures, and a living present."""

from datetime import datetime
from random import Random

from ombud.demo import cases, offices, present


def build(*, year: int, now: datetime, random: Random) -> None:
    """Offices and rules, the 90 clients of `year`, and what ombuds have on their desks at `now`."""
    desks = cases.build(year=year, now=now, offices=offices.build(), random=random)
    present.build(desks, now=now, random=random)
