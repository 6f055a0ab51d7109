"""The form of interest in a led group, and the wish for a self-run one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.services.entries import Interest
from pio.core import choices
from pio.core.forms import PhoneField


class InterestForm(forms.Form):
    """How we reach somebody safely, and a few words. Nothing but the contact is required."""

    name = forms.CharField(
        label=gettext_lazy("Hva kan vi kalle deg?"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-post"), max_length=254, required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("Skriv e-post, mobil eller begge. Velg noe bare du leser."),
        error_messages={"invalid": gettext_lazy("Skriv e-postadressen slik: navn@eksempel.no.")},
    )  # fmt: skip
    phone = PhoneField(label=gettext_lazy("Mobil"), max_length=24, required=False)
    may_leave_message = forms.BooleanField(label=gettext_lazy("Dere kan sende SMS til mobilen min"), required=False)
    relation = forms.ChoiceField(
        label=gettext_lazy("Du er …"), required=False, choices=lambda: choices.form_choices("relation")
    )
    age_band = forms.ChoiceField(
        label=gettext_lazy("Alder"), required=False, choices=lambda: choices.form_choices("age_band")
    )
    words = forms.CharField(
        label=gettext_lazy("Noen ord om hvorfor"), required=False, max_length=1500,
        help_text=gettext_lazy("Bare lederne leser dette. Du kan la det stå tomt."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """At least one way to reach the person."""
        values = super().clean() or {}
        if not values.get("email") and not values.get("phone") and not {"email", "phone"} & set(self.errors):
            self.add_error("email", _("Skriv e-post eller mobil, så vi kan gi deg beskjed."))
        return values

    def interest(self, *, language: str) -> Interest:
        """What the cleaned form says."""
        values = self.cleaned_data
        return Interest(
            name=values["name"], email=values["email"], phone=values["phone"],
            may_leave_message=values["may_leave_message"] or not values["email"], words=values["words"],
            relation=values["relation"], age_band=values["age_band"], language=language,
        )  # fmt: skip
