"""Two who edit one thing: nothing is overwritten unseen. Both versions are shown, and what was typed stays.

A form that can collide carries the hidden field `version`: what stood there when the page was opened.
"""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ombud.services.cases import ChangedMeanwhile


def merge_page(
    request: HttpRequest, template: str, context: dict[str, Any], form: forms.BaseForm, refusal: ChangedMeanwhile
) -> HttpResponse:
    """The form as typed, with what now stands there beside each field that differs (409)."""
    typed: Any = getattr(form, "cleaned_data", {})
    conflicts = [
        {
            "label": form.fields[name].label, "theirs": _shown(form.fields[name], theirs),
            "mine": _shown(form.fields[name], typed.get(name)),
        }
        for name, theirs in refusal.theirs.items()
        if name in form.fields and str(theirs or "") != str(typed.get(name) or "")
    ]  # fmt: skip
    data: Any = form.data
    data = data.copy()
    data["version"] = str(refusal.version)
    form.data = data
    values = context | {"form": form, "conflicts": conflicts, "form_has_errors": True, "refusal": refusal}
    return render(request, template, values, status=HTTPStatus.CONFLICT)


def _shown(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return _("Ja") if value else _("Nei")
    if value in {None, ""}:
        return "–"
    if isinstance(field, forms.ChoiceField):
        return str(_labels(field).get(str(value), value))
    return date_format(value, "j.n.Y") if isinstance(field, forms.DateField) else str(value)


def _labels(field: forms.ChoiceField) -> dict[str, Any]:
    found: dict[str, Any] = {}
    offered: Any = field.choices
    for code, label in offered:
        found |= {str(each[0]): each[1] for each in label} if isinstance(label, list | tuple) else {str(code): label}
    return found
