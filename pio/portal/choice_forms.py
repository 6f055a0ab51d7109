"""The forms of a choice list: a new answer, and another wording or other days for one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pio.core.choice_lists import Wording
from pio.core.forms import DateInput
from pio.core.models import Choice

LENGTH = 120


class WordingForm(forms.Form):
    """Norwegian and English words, and the first and last day on which forms offer the answer."""

    label_nb = forms.CharField(label=gettext_lazy("På norsk"), max_length=LENGTH)
    label_en = forms.CharField(label=gettext_lazy("På engelsk"), max_length=LENGTH)
    valid_from = forms.DateField(
        label=gettext_lazy("Første dag"), required=False, widget=DateInput,
        help_text=gettext_lazy("Tom betyr at svaret kan velges allerede."),
    )  # fmt: skip
    valid_to = forms.DateField(
        label=gettext_lazy("Siste dag"), required=False, widget=DateInput,
        help_text=gettext_lazy("Etter denne dagen kan svaret ikke velges. Det som er registrert, står."),
    )  # fmt: skip

    def __init__(self, *args: Any, has_days: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_days:
            del self.fields["valid_from"], self.fields["valid_to"]

    @staticmethod
    def initial_of(row: Choice) -> dict[str, Any]:
        """The form filled with what stands now."""
        return {name: getattr(row, name) for name in ("label_nb", "label_en", "valid_from", "valid_to")}

    def clean(self) -> dict[str, Any]:
        """The days in order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Siste dag kan ikke være før første dag."))
        return cleaned

    def wording(self, row: Choice | None = None) -> Wording:
        """What the service takes, from a valid form; days that the form does not ask for stay as in `row`."""
        given = self.cleaned_data
        first = given.get("valid_from") if "valid_from" in self.fields else getattr(row, "valid_from", None)
        last = given.get("valid_to") if "valid_to" in self.fields else getattr(row, "valid_to", None)
        return Wording(given["label_nb"], given["label_en"], first, last)


class NewAnswerForm(WordingForm):
    """A new answer, in a group when the list has groups."""

    group = forms.ChoiceField(label=gettext_lazy("Gruppe"))
    field_order = ("label_nb", "label_en", "group", "valid_from", "valid_to")

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", _("Velg gruppe")), *groups]  # type: ignore[attr-defined]
        if not groups:
            del self.fields["group"]
