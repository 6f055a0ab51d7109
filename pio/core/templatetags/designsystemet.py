"""Rules of the form pack `designsystemet`: the markup of a field, what is marked optional, where the summary leads.

Used by `templates/designsystemet/` and `components/error_summary.html`; pages use `{{ form|crispy }}` and never these.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.core.validators import EmailValidator
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.formsets import BaseFormSet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()
NATIVE = {  # Django's widgets are text inputs; pages use the browser's own, which speak ISO
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.TimeInput: ("time", "%H:%M"),
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
}


@dataclass(frozen=True)
class SummaryItem:
    """One line of the error summary; `target` is the id of the input to go to, empty when there is none."""

    text: str
    target: str


@register.filter
def markup(field: BoundField) -> str:
    """The template that draws the field."""
    widget = field.field.widget
    if widget.is_hidden:
        kind = "hidden"
    elif getattr(widget, "pick", False):
        kind = "pick"
    elif isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        kind = "choice_group"
    elif isinstance(widget, forms.CheckboxInput):
        kind = "checkbox"
    elif isinstance(widget, forms.MultiWidget | forms.SelectDateWidget):
        kind = "several_inputs"
    else:
        kind = "input"
    return f"designsystemet/{kind}.html"


@register.filter
def is_marked_optional(field: BoundField) -> bool:
    """Whether the label says "Valgfritt": what is not required, unless the form says `mark_optional = False`.

    A single checkbox is never marked: leaving it empty is an answer.
    """
    wanted = getattr(field.field, "mark_optional", getattr(field.form, "mark_optional", True))
    return bool(wanted) and not field.field.required and not isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def label_text(field: BoundField) -> SafeString:
    """The label's words, with "Valgfritt" where that is said."""
    if is_marked_optional(field):
        return format_html('<span>{} <span class="opt">{}</span></span>', field.label, _("Valgfritt"))
    return format_html("{}", field.label)


@register.filter
def described_by(field: BoundField) -> str:
    """The ids of the error (read first) and the help text."""
    ids = [f"{field.auto_id}_error"] if field.errors else []
    return " ".join([*ids, f"{field.auto_id}_helptext"] if field.help_text else ids)


@register.filter
def messages(field: BoundField) -> list[str]:
    """The field's errors as sentences. Where Django only says that it is required, we say what to do."""
    found = []
    for error in field.errors.as_data():
        for text in error.messages:
            if error.code == "required" and text == forms.Field.default_error_messages["required"]:
                found.append(_what_to_do(field))
            elif text == EmailValidator.message:
                found.append(_("Skriv en hel e-postadresse, som navn@eksempel.no."))
            else:
                found.append(f"{text}." if text[-1:].isalnum() else str(text))
    return found


def _what_to_do(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return _("Kryss av for «%(label)s».") % {"label": field.label}
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return _("Velg et svar under «%(label)s».") % {"label": field.label}
    if isinstance(widget, forms.FileInput):
        return _("Velg en fil under «%(label)s».") % {"label": field.label}
    return _("Fyll ut «%(label)s».") % {"label": field.label}


@register.filter
def drawn(field: BoundField) -> SafeString:
    """The input itself with the pack's class, its native type, and what describes it."""
    widget = field.field.widget
    for kind, (input_type, pattern) in NATIVE.items():
        if type(widget) is kind:
            widget.input_type, widget.format = input_type, pattern
    classes = f"{widget.attrs.get('class', '')} ds-input".strip()
    attrs: dict[str, str | bool] = {"class": classes}
    if isinstance(widget, forms.Textarea) and widget.attrs.get("cols") == "40":
        attrs["cols"] = False  # Django's own width, wider than a phone; the stylesheet gives the width
    if describing := described_by(field):
        attrs["aria-describedby"] = describing
    return field.as_widget(attrs=attrs)


@register.filter
def drawn_option(option: BoundWidget, field: BoundField) -> SafeString:
    """One radio or checkbox of a group; each says that the group's answer is invalid."""
    option.data["attrs"] = {"class": "ds-input", **option.data["attrs"]}
    if field.errors:
        option.data["attrs"]["aria-invalid"] = "true"
    return option.tag(wrap_label=False)


@register.filter
def groups(field: BoundField) -> list[tuple[str, list[BoundWidget]]]:
    """The options under the labels of their groups; one group without a label when there are none."""
    labels: list[str] = []
    for choice, inner in getattr(field.field.widget, "choices", ()):
        labels += [str(choice)] * len(inner) if isinstance(inner, list | tuple) else [""]
    found: dict[str, list[BoundWidget]] = {}
    for heading, option in zip(labels, field.subwidgets, strict=True):
        found.setdefault(heading, []).append(option)
    return list(found.items())


@register.filter
def key_of(option: BoundWidget) -> str:
    """The keyboard key that chooses the option, when the pick widget names one."""
    return str(getattr(option.parent_widget, "keys", {}).get(str(option.data["value"]), ""))


@register.simple_tag
def summary_items(form: object = None, forms_with_errors: Iterable[object] | None = None) -> list[SummaryItem]:
    """Every error of the forms and formsets: those of no field first, then field by field in the form's order."""
    each = list(forms_with_errors or []) or ([form] if form else [])
    return [item for one in each for item in _items(one)]


def _items(form: Any) -> Iterator[SummaryItem]:
    if not form.is_bound:
        return
    if isinstance(form, BaseFormSet):
        yield from (SummaryItem(str(text), "") for text in form.non_form_errors())
        for member in form.forms:
            yield from _items(member)
        return
    yield from (SummaryItem(str(text), "") for text in form.non_field_errors())
    for field in form:
        yield from (SummaryItem(text, _target(field)) for text in messages(field))


def _target(field: BoundField) -> str:
    if field.is_hidden or not field.auto_id:
        return ""
    options = (
        field.subwidgets if isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple) else []
    )
    if options:
        return str(options[0].id_for_label)
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.auto_id)
