"""How numbers read in the figures' pages."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from stats.exports.words import written

register = template.Library()


@register.filter
def count(value: int | None) -> str:
    """A count as the language writes it; a dash where there is none."""
    return "–" if value is None else written(value)


@register.filter
def percent(value: float | None) -> str:
    """A share with one decimal; a dash where there is none."""
    return "–" if value is None else f"{written(float(value))}\N{NO-BREAK SPACE}%"


@register.filter
def share(value: float | None) -> str:
    """A share as it was published, in the language of the page."""
    return f"{written(value)}\N{NO-BREAK SPACE}%" if value is not None else written(value)


@register.filter
def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a text, which empty lines divide."""
    return [part.strip() for part in (text or "").replace("\r\n", "\n").split("\n\n") if part.strip()]


@register.filter
def item(values: dict[str, str], key: str) -> str:
    """One value of a dict."""
    return values.get(key, "")


@register.simple_tag
def picture(svg: str) -> SafeString:
    """A stored drawing, which our own worker made, inlined."""
    return format_html("{}", SafeString(svg))
