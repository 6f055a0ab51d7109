"""Forms of self-run groups: the register (staff), reports and rooms by link (the contact person)."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.services.self_run import Register
from pio.core import choices
from pio.core.forms import DateInput, PhoneField, TimeInput
from pio.scheduling.models import Resource


class RegisterForm(forms.Form):
    """One self-run group. Its members are never asked for."""

    name = forms.CharField(label=gettext_lazy("Navn på gruppa"), max_length=120)
    audience = forms.ChoiceField(
        label=gettext_lazy("For hvem"), choices=lambda: choices.form_choices("group_audience", blank=_("Velg"))
    )
    since_year = forms.IntegerField(label=gettext_lazy("Siden år"), required=False, min_value=1950, max_value=2100)
    contact_name = forms.CharField(label=gettext_lazy("Kontaktperson"), max_length=120, required=False)
    contact_email = forms.EmailField(label=gettext_lazy("E-post"), required=False)
    contact_phone = PhoneField(label=gettext_lazy("Mobil"), max_length=24, required=False)
    room_wishes = forms.CharField(label=gettext_lazy("Ønsker om rom"), max_length=300, required=False)
    has_support_agreement = forms.BooleanField(label=gettext_lazy("Avtale om støtte fra senteret"), required=False)

    def clean(self) -> dict[str, Any]:
        """The link must reach somebody."""
        values = super().clean() or {}
        if not values.get("contact_email") and not values.get("contact_phone") and not self.errors:
            self.add_error("contact_email", _("Skriv e-post eller mobil, så vi kan sende lenken."))
        return values

    def register(self) -> Register:
        """What the cleaned form says."""
        return Register(**self.cleaned_data)


class ReportForm(forms.Form):
    """One meeting in head counts."""

    day = forms.DateField(label=gettext_lazy("Dag"), widget=DateInput)
    heads = forms.IntegerField(
        label=gettext_lazy("Hvor mange kom?"), min_value=0, max_value=200,
        help_text=gettext_lazy("Skriv 0 hvis møtet ikke ble noe av."),
    )  # fmt: skip
    new = forms.IntegerField(label=gettext_lazy("Hvor mange var nye?"), min_value=0, max_value=200, initial=0)
    wants_visit = forms.BooleanField(label=gettext_lazy("Vi vil gjerne ha besøk fra senteret"), required=False)

    def clean(self) -> dict[str, Any]:
        """Those who were new are among those who came, and the day has been."""
        values = super().clean() or {}
        if (values.get("new") or 0) > (values.get("heads") or 0):
            self.add_error("new", _("Det kan ikke være flere nye enn de som kom."))
        if values.get("day") and values["day"] > localdate():
            self.add_error("day", _("Skriv inn møtet når det har vært."))
        return values


class RoomForm(forms.Form):
    """A room at the centre for one meeting."""

    day = forms.DateField(label=gettext_lazy("Dag"), widget=DateInput)
    start = forms.TimeField(label=gettext_lazy("Fra kl."), widget=TimeInput)
    end = forms.TimeField(label=gettext_lazy("Til kl."), widget=TimeInput)
    room = forms.ModelChoiceField(
        label=gettext_lazy("Rom"), queryset=Resource.objects.none(), required=False,
        empty_label=gettext_lazy("Et ledig rom"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = Resource.objects.rooms().order_by("capacity", "name")  # type: ignore[attr-defined]


class HeadsForm(forms.Form):
    """How many came to one meeting, and how many of them for the first time; the pages offer the usual numbers."""

    heads = forms.IntegerField(label=gettext_lazy("Hvor mange kom?"), min_value=0, max_value=200)
    new = forms.IntegerField(label=gettext_lazy("Hvor mange var nye?"), min_value=0, max_value=200, required=False)
