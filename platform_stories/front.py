"""What the experiences know for the front page: one quote."""

from datetime import datetime

from pio.core.joining import FrontFacts
from platform_stories.selectors import wall
from platform_stories.templatetags.stories import signature


def facts(*, now: datetime) -> FrontFacts:
    """The newest quote that says much; one query."""
    quote = wall.latest_telling()
    return FrontFacts(quote=quote.text, quote_by=signature(quote)) if quote else FrontFacts()
