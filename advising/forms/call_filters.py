"""The filter of the helpline log. It is read from the address; what makes no sense there narrows nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advising.enums.calls import CallSource
from advising.selectors.calls import CallFilters
from pio.core import choices, geography
from pio.core.forms import DateInput

NAMES = {
    "fra": "first_day", "til": "last_day", "kanal": "channel", "type": "kind", "relasjon": "relation",
    "tema": "topic", "fylke": "county", "bekymring": "severity", "kilde": "source",
}  # fmt: skip


class CallFilterForm(forms.Form):
    """Names are Norwegian: they stand in the address that people send one another."""

    fra = forms.DateField(label=gettext_lazy("Fra og med"), required=False, widget=DateInput)
    til = forms.DateField(label=gettext_lazy("Til og med"), required=False, widget=DateInput)
    kanal = forms.ChoiceField(label=gettext_lazy("Kanal"), required=False)
    type = forms.ChoiceField(label=gettext_lazy("Hva slags"), required=False)
    relasjon = forms.ChoiceField(label=gettext_lazy("Relasjon"), required=False)
    tema = forms.ChoiceField(label=gettext_lazy("Tema"), required=False)
    fylke = forms.ChoiceField(label=gettext_lazy("Fylke"), required=False)
    bekymring = forms.ChoiceField(label=gettext_lazy("Bekymring"), required=False)
    kilde = forms.ChoiceField(label=gettext_lazy("Kilde"), required=False)

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        extra, every = (choices.UNKNOWN, choices.NOT_ASKED), _("Alle")
        special = [(code, choices.label("gender", code)) for code in extra]
        offered = {
            "kanal": choices.form_choices("channel", every),
            "type": [("", every), ("talks", _("Bare samtaler")), *choices.form_choices("call_kind", None)],
            "relasjon": choices.form_choices("relation", every, extra=extra, grouped=True),
            "tema": choices.form_choices("topic", every, extra=extra, grouped=True),
            "fylke": [("", every), *geography.form_choices("counties", None), *special],
            "bekymring": choices.form_choices("severity", every),
            "kilde": [("", every), *CallSource.choices],
        }
        for name, pairs in offered.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs |= {"class": "ds-input", "data-size": "sm"}

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is chosen."""
        return any(self.data.get(name) for name in NAMES)

    def filters(self) -> CallFilters:
        """What was chosen; a value that makes no sense is left out."""
        self.is_valid()
        return CallFilters(**{NAMES[name]: value for name, value in self.cleaned_data.items() if value})
