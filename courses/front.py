"""What courses know for the front page: the next evenings that anybody may come to."""

from datetime import datetime

from django.utils.translation import gettext as _

from courses.models import Evening
from pio.core import words
from pio.core.composed import Reading
from pio.core.drawings import drawn
from pio.core.joining import Coming, FrontFacts

SHOWN = 3
_NEXT = Reading[Evening](lambda *, now: Evening.objects.public().upcoming(now=now).select_related("offering")[:SHOWN])


def facts(*, now: datetime) -> FrontFacts:
    """The next evenings of published courses and events; one query."""
    read = _NEXT.rows(now=now)
    return drawn("courses_front", read, lambda: (_facts(_NEXT.objects(read)), ()), now=now)


def _facts(evenings: list[Evening]) -> FrontFacts:
    if not evenings:
        return FrontFacts()
    first = evenings[0]
    return FrontFacts(
        courses=_("Neste: %(when)s") % {"when": words.at(first.starts_at)}, coming=[_coming(e) for e in evenings]
    )


def _coming(evening: Evening) -> Coming:
    offering = evening.offering
    return Coming(
        title=offering.text("title"),
        language=offering.text_language("title"),
        url=offering.get_absolute_url(),
        starts_at=evening.starts_at,
        when=words.capitalised(words.day_and_span(evening.starts_at, evening.ends_at)),
        note="" if offering.takes_registrations else _("Bare kom. Du trenger ikke melde deg på."),
    )
