"""Small words of the experience pages: who said a quote, from which month."""

from datetime import date

from django import template
from django.utils.formats import date_format

from pio.core import words
from platform_stories import places
from platform_stories.models import Quote
from platform_stories.selectors import wall

register = template.Library()
register.filter("by_line", wall.by_line)
register.filter("place", places.label)


@register.filter
def month(day: date | None) -> str:
    """A month and its year, `mars 2025`; nothing for none."""
    return date_format(day, "F Y") if day else ""


@register.filter
def short_month(day: date | None) -> str:
    """A month in a narrow column, `mar 2025`; nothing for none."""
    return date_format(day, "M Y") if day else ""


@register.filter
def signature(quote: Quote) -> str:
    """Who and when: `En søster eller bror, mars 2025`."""
    return words.capitalised(", ".join(part for part in (wall.by_line(quote), month(quote.published_month)) if part))
