"""Inputs and lists of answers drawn in Python are those that Django's templates draw."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from pio.core import select_drawing

HOSTILE = """<b>"Å" & 'ø'</b>"""
CHOICES = [
    ("", gettext_lazy("Ikke valgt")), ("a", HOSTILE), (HOSTILE, "b"), (1, 1234567), (2.5, Decimal("1234.5")),
    (True, False), (None, "ingen"), (mark_safe("&lt;"), mark_safe("<i>x</i>")), (date(2026, 11, 22), date(2026, 1, 2)),
]  # fmt: skip
GROUPED = [("", "Ingen"), ("Først <", [("x", "X"), ("y", HOSTILE)]), ("Så", [("z", "Z")]), ("", [("w", "W")])]
ATTRS = {"class": 'ds-input "x"', "required": True, "disabled": False, "size": 6, "data-x": HOSTILE, "id": None}


class Marked(forms.SelectMultiple):
    """With attributes at each option."""

    def create_option(self, *args, **kwargs):
        option = super().create_option(*args, **kwargs)
        option["attrs"] |= ATTRS
        return option


class Own(forms.Select):
    """With a template of its own for an option."""

    option_template_name = "django/forms/widgets/attrs.html"


WIDGETS = [
    (forms.Select, CHOICES, "a"), (forms.Select, CHOICES, None), (forms.Select, [], ""), (forms.Select, GROUPED, "y"),
    (forms.SelectMultiple, CHOICES, ["a", "1"]), (Marked, GROUPED, ["z", "x"]), (Own, CHOICES, "a"),
    (forms.NullBooleanSelect, None, True),
]  # fmt: skip


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize(("kind", "choices", "value"), WIDGETS)
def test_it_is_drawn_as_by_django(kind, choices, value, language) -> None:
    widget = kind(ATTRS) if choices is None else kind(ATTRS, choices)
    with translation.override(language):
        ours, djangos = (
            widget.render("na<me", value, {"aria-x": "<"}, renderer=renderer)
            for renderer in (select_drawing.Renderer(), DjangoTemplates())
        )
    assert ours == djangos
    assert "<select" in ours


INPUTS = [
    (forms.TextInput, HOSTILE), (forms.TextInput, None), (forms.TextInput, ""), (forms.NumberInput, 1234567),
    (forms.NumberInput, Decimal("2.5")), (forms.EmailInput, mark_safe("&lt;")), (forms.HiddenInput, "1"),
    (forms.DateInput, date(2026, 11, 22)), (forms.CheckboxInput, True), (forms.CheckboxInput, "x"),
    (forms.CheckboxInput, None), (forms.PasswordInput, "never shown"), (forms.Textarea, HOSTILE),
    (forms.Textarea, None), (forms.Textarea, "\n to\nlinjer "), (forms.URLInput, "https://a?b&c"),
]  # fmt: skip


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize(("kind", "value"), INPUTS)
def test_an_input_is_drawn_as_by_django(kind, value, language) -> None:
    with translation.override(language):
        ours, djangos = (
            kind(ATTRS).render("na<me", value, {"aria-x": "<"}, renderer=renderer)
            for renderer in (select_drawing.Renderer(), DjangoTemplates())
        )
    assert ours == djangos
    assert ours.startswith(("<input", "<textarea"))


@pytest.mark.parametrize("wrapped", [True, False])
@pytest.mark.parametrize("kind", [forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_each_answer_of_a_group_is_drawn_as_by_django(kind, wrapped) -> None:
    def drawn(renderer):
        form = type("Form", (forms.Form,), {"a": forms.ChoiceField(choices=CHOICES, widget=kind)})
        return [option.tag(wrap_label=wrapped) for option in form({"a": ["a"]}, renderer=renderer)["a"].subwidgets]

    assert drawn(select_drawing.Renderer()) == drawn(DjangoTemplates())


def test_the_portal_draws_with_it_and_asks_no_template(monkeypatch) -> None:
    assert type(get_default_renderer()) is select_drawing.Renderer
    asked = []
    monkeypatch.setattr(DjangoTemplates, "render", lambda *args, **_more: asked.append(args[1]) or "")
    fields = {"a": forms.ChoiceField(choices=GROUPED), "b": forms.CharField(), "c": forms.FileField()}
    form = type("Form", (forms.Form,), fields)()
    assert str(form["a"]).count("<option") == 5
    assert str(form["b"]).startswith('<input type="text"')
    assert asked == []
    str(form["c"])
    assert asked == ["django/forms/widgets/clearable_file_input.html"]
