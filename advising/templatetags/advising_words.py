"""The words of `advising.words` as filters."""

from datetime import UTC, datetime

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from advising import words
from advising.models import AdviceSession
from advising.selectors.session_offers import Day
from advising.services.session_messages import channels_of, contact_of
from advising.terms import wall_date
from pio.core import words as core_words
from pio.core.drawings import drawn
from pio.messaging.hours_to_avoid import AvoidHours

register = template.Library()
register.filter("weekday_words", words.at_weekday)


@register.filter
def utc_stamp(moment: datetime) -> str:
    """An instant as buttons of times send it: `20261126T1130Z`."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M}Z"


@register.simple_tag
def day_with_times(day: Day, chosen: datetime | None = None) -> SafeString:
    """A day and its times as buttons, drawn once for all who hold none of them: a booking changes one day only.

    Args:
        chosen: the start that this visitor holds.
    """

    def draw() -> tuple[SafeString, tuple[()]]:
        return render_to_string("advising/booking_day.html", {"day": day, "chosen": chosen}), ()

    if chosen and wall_date(chosen) == day.date:
        return draw()[0]
    return drawn(("advising_day", day.date), day.slots, draw, now=timezone.now())


@register.filter
def span_words(session: AdviceSession) -> str:
    """From when to when a session lasts; empty for a thread."""
    if session.starts_at is None or session.ends_at is None:
        return ""
    return core_words.span(session.starts_at, session.ends_at)


@register.filter
def people_words(session: AdviceSession) -> str:
    """Who comes to a session whose participants are at hand."""
    return words.people(list(session.participants.all()))


@register.filter
def avoid_words(code: str) -> str:
    """Hours to avoid, in words."""
    return str(dict(AvoidHours.choices).get(code, code))


@register.filter
def can_be_told(session: AdviceSession) -> bool:
    """Whether a message about the session may be sent to somebody."""
    return bool(channels_of(contact_of(session)))


@register.filter
def first_name(name: str) -> str:
    """The first word of a name, for columns of a week."""
    return name.split(" ", 1)[0]
