"""The words of `advising.words` as filters, and the labels of codes."""

from collections.abc import Iterable
from datetime import date, datetime

from django import template

from advising import words
from advising.models import AdviceSession
from pio.core import choices

register = template.Library()
register.filter("day_words", words.day)
register.filter("short_day", words.short_day)
register.filter("clock_words", words.clock)
register.filter("at_words", words.at)
register.filter("weekday_words", words.at_weekday)


@register.filter
def span_words(session: AdviceSession) -> str:
    """From when to when a session lasts; empty for a thread."""
    if session.starts_at is None or session.ends_at is None:
        return ""
    return words.span(session.starts_at, session.ends_at)


@register.filter
def week_words(days: Iterable[date | datetime]) -> str:
    """`23.–27. november` for a list of days."""
    found = list(days)
    return words.week_span(found[0], found[-1])


@register.filter
def label_of(code: str, list_name: str) -> str:
    """How a code of a choice list reads."""
    return choices.label(list_name, code)


@register.filter
def labels_of(codes: Iterable[str], list_name: str) -> str:
    """How codes of a choice list read, with commas."""
    return ", ".join(choices.label(list_name, code) for code in codes)


@register.filter
def people_words(session: AdviceSession) -> str:
    """Who comes to a session whose participants are at hand."""
    return words.people(list(session.participants.all()))
