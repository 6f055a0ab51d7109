"""The form of the centre's facts: one line of opening hours a day, both times or none."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pio.core.forms import PhoneInput, TimeInput
from pio.portal.centre import Facts
from pio.portal.models import Weekday
from pio.portal.services import NewFacts

FACTS = ("name", "phone", "email", "address", "organisation", "organisation_number")


class CentreForm(forms.Form):
    """Name, ways to reach us, and when somebody answers the telephone."""

    name = forms.CharField(label=gettext_lazy("Navn"), max_length=80)
    phone = forms.RegexField(
        r"^\+?[0-9 ]{3,19}$",
        label=gettext_lazy("Telefonnummer"),
        max_length=20,
        widget=PhoneInput,
        error_messages={"invalid": gettext_lazy("Skriv nummeret med tall og mellomrom, for eksempel 21 52 53 53.")},
    )
    email = forms.EmailField(label=gettext_lazy("E-post"), max_length=254)
    address = forms.CharField(label=gettext_lazy("Adresse"), max_length=160)
    organisation = forms.CharField(label=gettext_lazy("Drives av"), max_length=120)
    organisation_number = forms.RegexField(
        r"^\d{3} ?\d{3} ?\d{3}$",
        label=gettext_lazy("Organisasjonsnummer"),
        max_length=11,
        error_messages={"invalid": gettext_lazy("Skriv ni siffer, for eksempel 991 264 426.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in Weekday:
            labels = {"day": str(day.label).capitalize()}
            self.fields[f"opens_{day}"] = self._time(_("%(day)s fra kl.") % labels)
            self.fields[f"closes_{day}"] = self._time(_("%(day)s til kl.") % labels)

    @property
    def facts(self) -> list[forms.BoundField]:
        """The fields about the centre."""
        return [self[name] for name in FACTS]

    @property
    def hours(self) -> list[forms.BoundField]:
        """The fields of the hours, two a day."""
        return [self[f"{end}_{day}"] for day in Weekday for end in ("opens", "closes")]

    @staticmethod
    def initial_of(facts: Facts) -> dict[str, Any]:
        """The form filled with what is true now."""
        hours = {f"opens_{day}": opens for day, (opens, _closes) in facts.hours.items()}
        hours |= {f"closes_{day}": closes for day, (_opens, closes) in facts.hours.items()}
        return {name: getattr(facts, name) for name in FACTS} | hours

    def clean(self) -> dict[str, Any]:
        """Both times or none, and in order."""
        cleaned = super().clean() or {}
        for day in Weekday:
            opens, closes = cleaned.get(f"opens_{day}"), cleaned.get(f"closes_{day}")
            if (opens is None) != (closes is None):
                missing = f"opens_{day}" if opens is None else f"closes_{day}"
                if missing not in self.errors:
                    self.add_error(missing, _("Fyll ut begge tidene, eller la begge stå tomme når det er stengt."))
            elif opens and closes and closes <= opens:
                self.add_error(f"closes_{day}", _("Velg en tid som er senere enn da dere åpner."))
        return cleaned

    def new_facts(self) -> NewFacts:
        """What the service takes, from a valid form."""
        given = self.cleaned_data
        hours: dict[int, tuple[time, time]] = {
            int(day): (given[f"opens_{day}"], given[f"closes_{day}"]) for day in Weekday if given[f"opens_{day}"]
        }
        return NewFacts(**{name: given[name] for name in FACTS}, hours=hours)

    @staticmethod
    def _time(label: str) -> forms.TimeField:
        field = forms.TimeField(label=label, required=False, widget=TimeInput)
        field.mark_optional = False  # type: ignore[attr-defined]  # an empty day is an answer, not an omission
        return field
