"""Texts of an offering in the reader's language, marked where only the Norwegian exists; structured data."""

import json
from typing import Any

from django import template
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from courses.enums import OfferingStatus
from courses.models import Offering

register = template.Library()


@register.simple_tag
def offering_text(offering: Offering, name: str) -> SafeString:
    """`title`, `summary` or `description`, with `lang` when it is not in the page's language."""
    text, language = offering.text(name), offering.text_language(name)
    body = mark_safe(linebreaks(text, autoescape=True)) if name == "description" else text
    if language == (get_language() or "nb")[:2]:
        return format_html("{}", body)
    element = "div" if name == "description" else "span"
    return format_html(f'<{element} lang="{{}}">{{}}</{element}>', language, body)


@register.inclusion_tag("components/status.html")
def offering_status(offering: Offering) -> dict[str, str]:
    """The status of an offering as a tag with words."""
    tones = {OfferingStatus.PUBLISHED: "good", OfferingStatus.CANCELLED: "bad", OfferingStatus.DRAFT: "now"}
    return {"text": offering.get_status_display(), "tone": tones[OfferingStatus(offering.status)]}


@register.simple_tag
def structured_data(events: list[dict[str, Any]]) -> SafeString:
    """schema.org data as `application/ld+json`, which no browser runs; every `<` is escaped."""
    if not events:
        return SafeString("")
    text = (
        json.dumps(events, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    )
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))
