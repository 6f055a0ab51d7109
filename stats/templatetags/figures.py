"""How numbers read in the figures' pages."""

import re
from collections.abc import Iterable, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stats.exports.words import written
from stats.selectors.drilling import Cell

register = template.Library()
SEAM = re.compile(r"(?<=[^\W\d_]{4})(?=(?:telefon|gruppe|time|møte|stopp))")


@register.filter
def count(value: int | None) -> str:
    """A count as the language writes it; a dash where there is none."""
    return "–" if value is None else written(value)


@register.simple_tag
def counts(values: Iterable[int | None]) -> SafeString:
    """The cells of a row of counts."""
    return format_html_join("", '<td class="num">{}</td>', ((count(value),) for value in values))


@register.filter
def percent(value: float | None) -> str:
    """A share with one decimal; a dash where there is none."""
    return "–" if value is None else f"{written(float(value))}\N{NO-BREAK SPACE}%"


@register.filter
def share(value: float | None) -> str:
    """A share as it was published, in the language of the page."""
    return f"{written(value)}\N{NO-BREAK SPACE}%" if value is not None else written(value)


@register.filter
def has_shares(cells: Sequence[Cell]) -> bool:
    """Whether any row of a breakdown has a share: months that are let out have none, and a column of dashes says so."""
    return any(cell.percent is not None for cell in cells)


@register.filter
def seams(name: str) -> str:
    """A figure's name with soft hyphens where long words are joined: browsers cannot divide Norwegian by themselves."""
    return SEAM.sub("\N{SOFT HYPHEN}", str(name))


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
