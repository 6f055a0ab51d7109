"""Rules of every page with a form: 422 when it has errors, the title says so, and what was typed stays."""

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pio.core.errors import Refusal

type_of_form = BaseForm | BaseFormSet


def has_errors(form: type_of_form) -> bool:
    """Whether a bound form or formset has errors; an unbound one never has. `add_error` after validation counts."""
    if not form.is_bound:
        return False
    if isinstance(form, BaseFormSet):
        return form.total_error_count() > 0
    return bool(form.errors)


def saved(form: BaseForm, save: Callable[[], object], *, field: str | None = None) -> bool:
    """Whether the form is sound and `save` went through; the words of a refusal stand on the form.

    Args:
        save: one service call.
        field: where a refusal stands; above the form when None.
    """
    if not form.is_valid():
        return False
    try:
        save()
    except Refusal as refusal:
        form.add_error(field, refusal.message)
        return False
    return True


def render_form(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    form: type_of_form,
    also: Iterable[type_of_form] = (),
) -> HttpResponse:
    """Render a page around `form` (in the context as `form`): status 200, or 422 when it or one of `also` has errors.

    The context gets `form_has_errors` (base templates prefix the title with "Feil: ") and `forms_with_errors`
    (for `components/error_summary.html`).
    """
    forms = [form, *also]
    wrong = [each for each in forms if has_errors(each)]
    values = {"form": form, **context, "form_has_errors": bool(wrong), "forms_with_errors": wrong}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, template, values, status=status)
