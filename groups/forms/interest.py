"""The form of interest in a led group, and the wish for a self-run one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.enums import SpokenLanguage
from groups.matching import THEME
from groups.services.entries import Interest
from pio.core import choices, geography
from pio.core.forms import PhoneField
from pio.messaging.hours_to_avoid import AvoidHours


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
    avoid_hours = forms.MultipleChoiceField(
        label=gettext_lazy("Når skal vi ikke ta kontakt?"), required=False, choices=AvoidHours.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    relation = forms.ChoiceField(
        label=gettext_lazy("Du er …"), required=False, choices=lambda: choices.form_choices("relation")
    )
    age_band = forms.ChoiceField(
        label=gettext_lazy("Alder"), required=False, choices=lambda: choices.form_choices("age_band")
    )
    municipality = forms.ChoiceField(
        label=gettext_lazy("Kommune"),
        required=False,
        choices=lambda: geography.form_choices("municipalities", _("Velg")),
    )
    spoken_language = forms.ChoiceField(
        label=gettext_lazy("Språk du vil snakke i gruppa"), required=False,
        choices=[("", gettext_lazy("Velg")), *SpokenLanguage.choices],
    )  # fmt: skip
    theme = forms.ChoiceField(
        label=gettext_lazy("Det gjelder"), required=False, choices=lambda: choices.form_choices(THEME)
    )
    words = forms.CharField(
        label=gettext_lazy("Noen ord om hvorfor"), required=False, max_length=1500,
        help_text=gettext_lazy("Bare lederne leser dette. Du kan la det stå tomt."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def contact(self) -> list[forms.BoundField]:
        """The fields that say how we reach somebody safely."""
        return [self[name] for name in ("name", "email", "phone", "may_leave_message", "avoid_hours")]

    def fitting(self) -> list[forms.BoundField]:
        """The fields by which we find the right group; nobody has to answer them."""
        return [self[name] for name in ("relation", "age_band", "municipality", "spoken_language", "theme")]

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
            relation=values["relation"], age_band=values["age_band"], municipality=values["municipality"],
            spoken_language=values["spoken_language"], theme=values["theme"],
            avoid_hours=tuple(values["avoid_hours"]), language=language,
        )  # fmt: skip
