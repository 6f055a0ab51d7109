"""Long lists of answers are drawn in Python: the same markup as Django's, for a tenth of the computing.

Django draws each option through two templates. The call form has some four hundred options, and drawing them took
longer than all the rest of the page. Every other widget is drawn as Django does it.
"""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

SELECT = "django/forms/widgets/select.html"
OPTION = "django/forms/widgets/select_option.html"
NOTHING = SafeString()


class Renderer(DjangoTemplates):
    """Django's renderer of forms, but for `<select>` (the setting `FORM_RENDERER`)."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The markup of a form or widget."""
        if template_name == SELECT and _is_plain(context["widget"]):
            return drawn_select(context["widget"])
        return super().render(template_name, context, request)


def _is_plain(widget: Mapping[str, Any]) -> bool:
    options = (option for _name, options, _index in widget["optgroups"] for option in options)
    return all(option["template_name"] == OPTION for option in options)


def drawn_select(widget: Mapping[str, Any]) -> SafeString:
    """A `<select>` with its options, character for character what Django's templates make of the same context."""
    groups = format_html_join("", "{}", ((_group(name, options),) for name, options, _index in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}\n</select>', widget["name"], _attributes(widget["attrs"]), groups)


def _group(name: str | None, options: list[dict[str, Any]]) -> SafeString:
    drawn = format_html_join("", '\n  <option value="{}"{}>{}</option>\n', map(_option, options))
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, drawn) if name else drawn


def _option(option: Mapping[str, Any]) -> tuple[SafeString, SafeString, SafeString]:
    label = option["label"]
    shown: Any = label if isinstance(label, str | Promise) else localize(label)
    return conditional_escape(option["value"]), _attributes(option["attrs"]), conditional_escape(shown)


def _attributes(attributes: Mapping[str, Any]) -> SafeString:
    if not attributes:
        return NOTHING
    given = ((name, value) for name, value in attributes.items() if value is not False)
    return format_html_join("", "{}", ((_attribute(name, value),) for name, value in given))


def _attribute(name: str, value: Any) -> SafeString:
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
