"""The exact markup of the form pack: what assistive technology and the stylesheet rely on."""

import re
from datetime import date, time

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout, Submit
from django import forms
from django.forms import formset_factory
from django.template import Context, Template
from django.utils import translation

from pio.core.forms import DateInput, DateTimeInput, PhoneField, PickCheckboxes, PickRadio, TimeInput

ERRORS = {"required": "Velg noe."}


def tidy(html: str) -> str:
    """Without the white space between tags and lines."""
    return re.sub(r"\s*\n\s*", "", html).strip()


def draw(form: object, template: str = "{{ form|crispy }}") -> str:
    return tidy(Template("{% load crispy_forms_tags %}" + template).render(Context({"form": form})))


def make(field: forms.Field, data: dict | None = None, initial: object = None, **attributes: object) -> forms.Form:
    form = type("Form", (forms.Form,), {"x": field, **attributes})
    return form(data) if data is not None else form(initial={"x": initial} if initial is not None else None)


class TestField:
    def test_a_text_field(self):
        assert draw(make(forms.CharField(label="Navn"))) == (
            '<div class="ds-field" id="div_id_x"><label class="ds-label" for="id_x">Navn</label>'
            '<input type="text" name="x" class="ds-input" required id="id_x"></div>'
        )

    def test_help_comes_before_the_input_and_is_linked(self):
        assert draw(make(forms.CharField(label="Navn", help_text="Slik det står i passet."))) == (
            '<div class="ds-field" id="div_id_x"><label class="ds-label" for="id_x">Navn</label>'
            '<p data-field="description" id="id_x_helptext">Slik det står i passet.</p>'
            '<input type="text" name="x" class="ds-input" aria-describedby="id_x_helptext" required id="id_x"></div>'
        )

    def test_an_error_is_linked_and_keeps_what_was_typed(self):
        form = make(forms.EmailField(label="E-post", help_text="Bare du leser den."), {"x": "<marit>"})
        assert draw(form) == (
            '<div class="ds-field" id="div_id_x"><label class="ds-label" for="id_x">E-post</label>'
            '<p data-field="description" id="id_x_helptext">Bare du leser den.</p>'
            '<input type="email" name="x" value="&lt;marit&gt;" maxlength="320" class="ds-input"'
            ' aria-describedby="id_x_error id_x_helptext" required aria-invalid="true" id="id_x">'
            '<p class="ds-validation-message" id="id_x_error">'
            "Skriv en hel e-postadresse, som navn@eksempel.no.</p></div>"
        )

    def test_what_is_optional_is_marked(self):
        label = '<label class="ds-label" for="id_x"><span>Navn <span class="opt">Valgfritt</span></span></label>'
        assert label in draw(make(forms.CharField(label="Navn", required=False)))

    @pytest.mark.parametrize("on", ["field", "form"])
    def test_the_mark_can_be_left_out(self, on):
        field = forms.CharField(label="Navn", required=False)
        if on == "field":
            field.mark_optional = False
        form = make(field, **({"mark_optional": False} if on == "form" else {}))
        assert '<label class="ds-label" for="id_x">Navn</label>' in draw(form)

    def test_the_mark_is_translated(self):
        with translation.override("en"):
            assert '<span class="opt">Optional</span>' in draw(make(forms.CharField(label="Navn", required=False)))

    def test_a_text_area(self):
        form = make(forms.CharField(label="Ord", widget=forms.Textarea(attrs={"rows": 4})), {"x": "a\nb"})
        assert '<textarea name="x" rows="4" class="ds-input" required id="id_x">' in draw(form)

    def test_djangos_own_sentences_end_with_a_full_stop(self):
        assert ">Oppgi et heltall.</p>" in draw(make(forms.IntegerField(), {"x": "a"}))

    def test_a_class_of_the_page_stays(self):
        form = make(forms.CharField(widget=forms.TextInput(attrs={"class": "paperpad"})))
        assert 'class="paperpad ds-input"' in draw(form)

    def test_a_select_with_its_error(self):
        form = make(forms.ChoiceField(label="Kanal", choices=[("", "Ikke valgt"), ("a", "A")]), {})
        assert draw(form) == (
            '<div class="ds-field" id="div_id_x"><label class="ds-label" for="id_x">Kanal</label>'
            '<select name="x" class="ds-input" aria-describedby="id_x_error" required aria-invalid="true" id="id_x">'
            '<option value="" selected>Ikke valgt</option><option value="a">A</option></select>'
            '<p class="ds-validation-message" id="id_x_error">Velg et svar under «Kanal».</p></div>'
        )

    def test_a_checkbox_stands_before_its_label_and_is_never_optional(self):
        assert draw(make(forms.BooleanField(label="Ja takk", required=False, help_text="Når som helst."))) == (
            '<div class="ds-field" id="div_id_x">'
            '<input type="checkbox" name="x" class="ds-input" aria-describedby="id_x_helptext" id="id_x">'
            '<label class="ds-label" data-weight="regular" for="id_x">Ja takk</label>'
            '<p data-field="description" id="id_x_helptext">Når som helst.</p></div>'
        )

    def test_a_file(self):
        form = make(forms.FileField(label="Vedlegg"), {})
        assert '<input type="file" name="x" class="ds-input" aria-describedby="id_x_error" required' in draw(form)
        assert "Velg en fil under «Vedlegg»." in draw(form)

    def test_a_hidden_field_is_only_itself(self):
        form = make(forms.CharField(widget=forms.HiddenInput), initial="1")
        assert draw(form) == '<input type="hidden" name="x" value="1" id="id_x">'

    @pytest.mark.parametrize(
        ("field", "value", "input_type", "shown"),
        [
            (forms.DateField(), date(2026, 1, 2), "date", "2026-01-02"),
            (forms.DateField(widget=DateInput), date(2026, 1, 2), "date", "2026-01-02"),
            (forms.TimeField(), time(9, 5), "time", "09:05"),
            (forms.TimeField(widget=TimeInput), time(9, 5), "time", "09:05"),
            (forms.DateTimeField(widget=DateTimeInput), date(2026, 1, 2), "datetime-local", "2026-01-02T00:00"),
        ],
    )
    def test_dates_and_times_are_the_browsers_own(self, field, value, input_type, shown):
        assert f'<input type="{input_type}" name="x" value="{shown}" class="ds-input"' in draw(
            make(field, initial=value)
        )

    def test_a_label_may_be_for_screen_readers_only(self):
        form = make(forms.CharField(label="Søk"))
        form.helper = FormHelper()
        form.helper.form_tag, form.helper.form_show_labels = False, False
        assert '<label class="ds-label ds-sr-only" for="id_x">Søk</label>' in draw(form, "{{ form.x|as_crispy_field }}")


class TestGroup:
    def test_radios_are_a_fieldset_with_help_and_one_message(self):
        field = forms.ChoiceField(
            label="Beskjed?", choices=[("a", "Ja"), ("b", "Nei")], widget=forms.RadioSelect, help_text="Aldri hva."
        )
        option = (
            '<div class="ds-field"><input type="radio" name="x" value="{0}" class="ds-input" id="id_x_{1}" required'
            ' aria-invalid="true"><label class="ds-label" data-weight="regular" for="id_x_{1}">{2}</label></div>'
        )
        assert draw(make(field, {})) == (
            '<fieldset class="ds-fieldset" id="div_id_x" aria-describedby="id_x_error id_x_helptext">'
            '<legend class="ds-label">Beskjed?</legend>'
            '<p data-field="description" id="id_x_helptext">Aldri hva.</p>'
            + option.format("a", 0, "Ja")
            + option.format("b", 1, "Nei")
            + '<p class="ds-validation-message" id="id_x_error">Velg et svar under «Beskjed?».</p></fieldset>'
        )

    def test_checkboxes_keep_what_was_ticked(self):
        field = forms.MultipleChoiceField(
            label="Når", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, required=False
        )
        html = draw(make(field, {"x": ["b"]}))
        assert '<legend class="ds-label"><span>Når <span class="opt">Valgfritt</span></span></legend>' in html
        assert '<input type="checkbox" name="x" value="b" class="ds-input" id="id_x_1" checked>' in html
        assert 'value="a" class="ds-input" id="id_x_0">' in html

    def test_a_pick_list(self):
        field = forms.ChoiceField(
            label="Kanal", choices=[("a", "A"), ("b", "B")], widget=PickRadio(columns=2, keys={"a": "T"})
        )
        assert draw(make(field)) == (
            '<fieldset class="ds-fieldset" id="div_id_x"><legend class="ds-label">Kanal</legend>'
            '<div class="pick pick-2">'
            '<label for="id_x_0"><input type="radio" name="x" value="a" class="ds-input" id="id_x_0" required> A'
            " <kbd>T</kbd></label>"
            '<label for="id_x_1"><input type="radio" name="x" value="b" class="ds-input" id="id_x_1" required> B'
            "</label>"
            "</div></fieldset>"
        )

    def test_a_pick_list_in_groups(self):
        field = forms.MultipleChoiceField(
            choices=[("Ro", [("a", "A")]), ("Uro", [("b", "B"), ("c", "C")])], widget=PickCheckboxes, required=False
        )
        html = draw(make(field))
        assert re.findall(r'<p class="sm b">(\w+)</p>', html) == ["Ro", "Uro"]
        assert html.count('<div class="pick">') == 2
        assert re.findall(r'value="(\w)"', html) == ["a", "b", "c"]

    def test_several_inputs_are_a_fieldset(self):
        html = draw(make(forms.SplitDateTimeField(label="Når"), {}))
        assert html.startswith('<fieldset class="ds-fieldset" id="div_id_x" aria-describedby="id_x_error">')
        assert 'id="id_x_0"' in html


class TestSummary:
    SUMMARY = '{% include "components/error_summary.html" with form=form only %}'

    def test_links_to_each_wrong_input_in_the_forms_order(self):
        class Form(forms.Form):
            navn = forms.CharField(label="Navn")
            kanal = forms.ChoiceField(label="Kanal", choices=[("a", "A")], widget=forms.RadioSelect)
            valg = forms.MultipleChoiceField(label="Valg", choices=[("G", [("a", "A")])], widget=PickCheckboxes)
            ja = forms.BooleanField(label="Jeg samtykker")
            skjult = forms.CharField(label="Skjult", widget=forms.HiddenInput)

            def clean(self):
                raise forms.ValidationError("Tiden er ikke ledig lenger.")

        assert draw(Form({}), self.SUMMARY) == (
            '<div class="ds-error-summary" role="group" tabindex="-1" autofocus aria-labelledby="feil-tittel">'
            '<h2 class="ds-heading" data-size="xs" id="feil-tittel">'
            "For å gå videre må du rette opp følgende feil:</h2>"
            '<ul class="ds-list">'
            "<li>Tiden er ikke ledig lenger.</li>"
            '<li><a class="ds-link" href="#id_navn">Fyll ut «Navn».</a></li>'
            '<li><a class="ds-link" href="#id_kanal_0">Velg et svar under «Kanal».</a></li>'
            '<li><a class="ds-link" href="#id_valg_0_0">Velg et svar under «Valg».</a></li>'
            '<li><a class="ds-link" href="#id_ja">Kryss av for «Jeg samtykker».</a></li>'
            "<li>Fyll ut «Skjult».</li>"
            "</ul></div>"
        )

    def test_the_words_are_those_at_the_field(self):
        form = make(forms.CharField(label="Navn", error_messages={"required": "Skriv navnet ditt."}), {})
        assert ">Skriv navnet ditt.</a>" in draw(form, self.SUMMARY)
        assert 'id="id_x_error">Skriv navnet ditt.</p>' in draw(form)

    @pytest.mark.parametrize("form", [make(forms.CharField()), make(forms.CharField(), {"x": "a"})])
    def test_nothing_without_errors(self, form):
        assert draw(form, self.SUMMARY) == ""

    def test_several_forms_and_formsets(self):
        member = type("Member", (forms.Form,), {"x": forms.CharField(label="Navn")})
        formset = formset_factory(member, min_num=2, validate_min=True)(
            {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-x": "a", "form-1-x": ""}
        )
        template = (
            "{% load designsystemet %}{% summary_items None form as items %}"
            "{% for item in items %}{{ item.target }};{% endfor %}"
        )
        assert draw([make(forms.CharField(label="A"), {}), formset], template) == "id_x;;id_form-1-x;"


class TestWhole:
    def test_a_form_with_its_helper(self):
        form = make(forms.CharField(label="Navn"))
        form.helper = FormHelper()
        form.helper.form_tag = False
        form.helper.layout = Layout(Fieldset("Deg", Div("x", css_class="grid2"), css_class="panel"), HTML("<hr>"))
        assert draw(form, "{% crispy form %}") == (
            '<fieldset class="ds-fieldset panel"><legend class="ds-label">Deg</legend><div class="grid2">'
            '<div class="ds-field" id="div_id_x"><label class="ds-label" for="id_x">Navn</label>'
            '<input type="text" name="x" class="ds-input" required id="id_x"></div></div></fieldset><hr>'
        )

    def test_a_form_with_its_tag_and_button(self):
        form = make(forms.CharField(label="Navn"))
        form.helper = FormHelper()
        form.helper.add_input(Submit("lagre", "Lagre"))
        html = draw(form, "{% crispy form %}")
        assert re.match(r'<form +method="post" novalidate>', html)
        assert html.endswith(
            '<button class="ds-button" type="submit" name="lagre" value="Lagre" id="submit-id-lagre">Lagre</button>'
            "</form>"
        )

    def test_a_formset(self):
        member = type("Member", (forms.Form,), {"x": forms.CharField(label="Navn")})
        html = draw(formset_factory(member, extra=2)())
        assert re.findall(r'name="([^"]+)"', html) == [
            "form-TOTAL_FORMS", "form-INITIAL_FORMS", "form-MIN_NUM_FORMS", "form-MAX_NUM_FORMS", "form-0-x",
            "form-1-x",
        ]  # fmt: skip

    def test_hidden_fields_come_first_and_once(self):
        form = type("F", (forms.Form,), {"a": forms.CharField(), "h": forms.CharField(widget=forms.HiddenInput)})()
        assert re.findall(r'name="([^"]+)"', draw(form)) == ["h", "a"]


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [("912 34 567", "+4791234567"), ("+46 70 123 45 67", "+46701234567"), ("0047 22152030", "+4722152030"), ("", "")],
)
def test_a_phone_number_becomes_e164(typed, cleaned):
    assert PhoneField(required=False).clean(typed) == cleaned


@pytest.mark.parametrize("typed", ["12", "ring meg", "912 34 5678 9"])
def test_what_is_no_phone_number_is_refused(typed):
    with pytest.raises(forms.ValidationError) as caught:
        PhoneField().clean(typed)
    assert caught.value.messages == ["Skriv et telefonnummer med åtte siffer, eller med landkode."]


def test_a_phone_field_is_a_tel_input():
    assert '<input type="tel" name="x" autocomplete="tel" class="ds-input" required id="id_x">' in draw(
        make(PhoneField())
    )
