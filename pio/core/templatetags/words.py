"""`pio.core.words` as filters: days, times, spans, and the labels of codes."""

from collections.abc import Iterable
from datetime import datetime

from django import template

from pio.core import choices, words

register = template.Library()
register.filter("day", words.day)
register.filter("day_and_month", words.day_and_month)
register.filter("short_day", words.short_day)
register.filter("clock", words.clock)
register.filter("at", words.at)
register.filter("capitalised", words.capitalised)
register.filter("phone_words", words.phone)


@register.filter
def until(start: datetime, end: datetime) -> str:
    """From when to when: `{{ evening.starts_at|until:evening.ends_at }}`."""
    return words.span(start, end)


@register.filter
def day_until(start: datetime, end: datetime) -> str:
    """Day, from when to when."""
    return words.day_and_span(start, end)


@register.filter
def label_of(code: str, list_name: str) -> str:
    """How a code of a choice list reads."""
    return choices.label(list_name, code)


@register.filter
def labels_of(codes: Iterable[str], list_name: str) -> str:
    """How codes of a choice list read, with commas."""
    return ", ".join(choices.label(list_name, code) for code in codes)
