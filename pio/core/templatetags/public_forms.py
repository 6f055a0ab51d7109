"""The two guards of an anonymous form: `{% form_guard %}` first in it, `{% honeypot %}` last."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pio.core.public_forms import HONEYPOT, LATER, TOKEN, form_token

register = template.Library()


@register.simple_tag(takes_context=True)
def form_guard(context: RequestContext | dict[str, Any], path: str = "") -> SafeString:
    """The hidden token, bound to the page's own path, or to `path` when the form posts elsewhere.

    What is drawn for everybody has none yet; `public_forms.guarded` gives it the token.
    """
    is_one = "request" in context and "is_for_everybody" not in context
    own = path or (is_one and context["request"].path)
    return format_html('<input type="hidden" name="{}" value="{}">', TOKEN, form_token(own) if own else LATER)


@register.simple_tag
def honeypot() -> SafeString:
    """The field that people never see and never fill."""
    return format_html(
        '<div class="hp" aria-hidden="true"><label>{} <input type="text" name="{}" value="" tabindex="-1" '
        'autocomplete="off"></label></div>',
        _("La dette feltet stå tomt"),
        HONEYPOT,
    )
