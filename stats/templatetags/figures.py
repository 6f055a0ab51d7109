"""How numbers read in the figures' pages."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def count(value: int | None) -> str:
    """A count with thin spaces between thousands; a dash where there is none."""
    return "–" if value is None else f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


@register.filter
def percent(value: float | None) -> str:
    """A share with one decimal; a dash where there is none."""
    return "–" if value is None else f"{value:.1f}".replace(".", ",") + "\N{NO-BREAK SPACE}%"


@register.simple_tag
def picture(svg: str) -> SafeString:
    """A stored drawing, which our own worker made, inlined."""
    return format_html("{}", SafeString(svg))
