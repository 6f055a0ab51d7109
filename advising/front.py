"""What advising knows for the front page: the first free time."""

from datetime import datetime

from advising.selectors import session_offers
from pio.core.joining import FrontFacts


def facts(*, now: datetime) -> FrontFacts:
    """The first time anybody can book."""
    return FrontFacts(first_free=session_offers.first_free(now=now))
