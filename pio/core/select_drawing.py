"""Inputs and lists of answers are drawn in Python: the same markup as Django's, for a tenth of the computing.

Django draws each option, and each input, through two templates. The call form has some four hundred options; drawing
them took longer than all the rest of the page, and a booking has some eighty. The other widgets are drawn by Django.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.safestring import SafeData, SafeString, mark_safe

FOLDER = "django/forms/widgets/"
OPTION = f"{FOLDER}select_option.html"
INPUTS = (
    "text",
    "number",
    "email",
    "url",
    "tel",
    "search",
    "hidden",
    "date",
    "datetime",
    "time",
    "checkbox",
    "password",
)
Drawing = Callable[[Mapping[str, Any]], SafeString]


class Renderer(DjangoTemplates):
    """Django's renderer of forms, but for the widgets of `DRAWINGS` (the setting `FORM_RENDERER`)."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The markup of a form or widget."""
        drawing = DRAWINGS.get(template_name)
        if drawing is not None and _is_plain(context["widget"]):
            return drawing(context["widget"])
        return super().render(template_name, context, request)


def _is_plain(widget: Mapping[str, Any]) -> bool:
    """Whether Django would use its own templates, without a label around the input."""
    groups = widget.get("optgroups", ())
    options = (option for _name, options, _index in groups for option in options)
    return not widget.get("wrap_label") and all(option["template_name"] == OPTION for option in options)


def drawn_input(widget: Mapping[str, Any]) -> SafeString:
    """An `<input>`, as Django's templates draw the same context."""
    value = widget["value"]
    given = "" if value is None else f' value="{_escaped(value)}"'
    kind, name = _escaped(widget["type"]), _escaped(widget["name"])
    return mark_safe(f'<input type="{kind}" name="{name}"{given}{_attributes(widget["attrs"])}>')


def drawn_textarea(widget: Mapping[str, Any]) -> SafeString:
    """A `<textarea>`, as Django's templates draw the same context."""
    name, value = _escaped(widget["name"]), _escaped(widget["value"] or "")
    return mark_safe(f'<textarea name="{name}"{_attributes(widget["attrs"])}>\n{value}</textarea>')


def drawn_select(widget: Mapping[str, Any]) -> SafeString:
    """A `<select>` with its options, character for character what Django's templates make of the same context."""
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    name = _escaped(widget["name"])
    return mark_safe(f'<select name="{name}"{_attributes(widget["attrs"])}>{groups}\n</select>')


def _group(name: str | None, options: list[dict[str, Any]]) -> str:
    drawn = "".join(map(_option, options))
    return f'\n  <optgroup label="{_escaped(name)}">{drawn}\n  </optgroup>' if name else drawn


def _option(option: Mapping[str, Any]) -> str:
    label = option["label"]
    shown: Any = label if isinstance(label, str | Promise) else localize(label)
    value, attributes = _escaped(option["value"]), _attributes(option["attrs"])
    return f'\n  <option value="{value}"{attributes}>{_escaped(shown)}</option>\n'


def _escaped(value: Any) -> str:
    """What Django's `conditional_escape` gives; that looks for words to translate in each of its arguments."""
    text = value if isinstance(value, str) else str(value)
    return text if isinstance(text, SafeData) else escape(text)


def _attributes(attributes: Mapping[str, Any]) -> str:
    return "".join(_attribute(name, value) for name, value in attributes.items() if value is not False)


def _attribute(name: str, value: Any) -> str:
    return f" {_escaped(name)}" if value is True else f' {_escaped(name)}="{_escaped(value)}"'


DRAWINGS: Mapping[str, Drawing] = {
    f"{FOLDER}select.html": drawn_select,
    f"{FOLDER}textarea.html": drawn_textarea,
    **{f"{FOLDER}{name}.html": drawn_input for name in (*INPUTS, "radio_option", "checkbox_option")},
}
