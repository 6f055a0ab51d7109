"""Texts of a group in the reader's language, marked where only the Norwegian exists."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from groups.models import SupportGroup

register = template.Library()


@register.simple_tag
def group_text(group: SupportGroup, name: str) -> SafeString:
    """`name`, `summary` or `description`, with `lang` when it is not in the page's language."""
    text = group.text(name)
    is_english = (get_language() or "nb").startswith("en")
    if is_english and not getattr(group, f"{name}_en"):
        return format_html('<span lang="nb">{}</span>', text)
    return format_html("{}", text)


@register.simple_tag
def group_title(group: SupportGroup) -> str:
    """The name without markup, for the title of the page."""
    return group.text("name")
