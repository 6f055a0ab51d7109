import pytest
from django import forms
from django.forms import formset_factory
from django.test import RequestFactory

from pio.core import pages
from pio.core.errors import Refusal

TEMPLATE = "components/error_summary.html"


class Form(forms.Form):
    x = forms.CharField(label="Navn")


@pytest.mark.parametrize(
    ("form", "status"), [(Form(), 200), (Form({"x": "a"}), 200), (Form({}), 422), (Form(initial={"x": ""}), 200)]
)
def test_the_status_says_whether_the_form_has_errors(form, status):
    assert pages.render_form(RequestFactory().get("/"), TEMPLATE, {}, form=form).status_code == status


def test_an_error_added_after_validation_counts():
    form = Form({"x": "a"})
    assert form.is_valid()
    form.add_error(None, "Tiden er ikke ledig lenger.")
    response = pages.render_form(RequestFactory().post("/"), TEMPLATE, {}, form=form)
    assert (response.status_code, "Tiden er ikke ledig lenger." in response.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("values", "field", "errors"),
    [({"x": "a"}, None, {}), ({"x": "full"}, None, {"__all__": ["Fullt."]}), ({"x": "full"}, "x", {"x": ["Fullt."]}),
     ({"x": ""}, None, {"x": ["Feltet er påkrevet."]}), (None, None, {})],
)  # fmt: skip
def test_a_form_is_saved_once_it_is_sound_and_a_refusal_stands_on_it(values, field, errors):
    form, done = Form(values), []

    def save():
        if form.cleaned_data["x"] == "full":
            raise Refusal("Fullt.")
        done.append(form.cleaned_data["x"])

    assert pages.saved(form, save, field=field) is (done == ["a"])
    assert (dict(form.errors), done) == (errors, ["a"] if values == {"x": "a"} else [])


def test_a_formset_and_a_second_form_count():
    formset = formset_factory(Form, min_num=1, validate_min=True)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"})
    assert pages.has_errors(formset)
    response = pages.render_form(RequestFactory().post("/"), TEMPLATE, {}, form=Form({"x": "a"}), also=[formset])
    assert response.status_code == 422


def test_the_context_tells_the_base_template(rf, monkeypatch):
    seen = {}
    monkeypatch.setattr(pages, "render", lambda request, template, context, status: seen.update(context) or status)
    wrong = Form({})
    pages.render_form(rf.post("/"), TEMPLATE, {"more": 1}, form=wrong)
    assert seen == {"form": wrong, "more": 1, "form_has_errors": True, "forms_with_errors": [wrong]}
