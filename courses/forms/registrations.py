"""Signing up, and changing how many come."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.enums import RegistrationSource
from courses.models import Offering
from courses.services.registrations import SignUp
from pio.core.forms import PhoneField


def party_choices(largest: int) -> list[tuple[int, str]]:
    """How many come, in words: `Bare jeg`, `Vi er to`."""
    words = {1: _("Bare jeg"), 2: _("Vi er to"), 3: _("Vi er tre"), 4: _("Vi er fire")}
    return [(n, words.get(n) or _("Vi er %(n)s") % {"n": n}) for n in range(1, largest + 1)]


class SignUpForm(forms.Form):
    """Who signs up and how we reach them safely: an e-mail, a mobile, or both."""

    party_size = forms.TypedChoiceField(label=gettext_lazy("Hvor mange er dere?"), coerce=int)
    name = forms.CharField(
        label=gettext_lazy("Hva kan vi kalle deg?"), max_length=120, required=False,
        help_text=gettext_lazy("Fornavn holder. Det står på deltakerlisten."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-post"), max_length=254, required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": gettext_lazy("Skriv e-postadressen slik: navn@eksempel.no.")},
    )  # fmt: skip
    phone = PhoneField(label=gettext_lazy("Mobil"), max_length=24, required=False)
    may_leave_message = forms.BooleanField(label=gettext_lazy("Dere kan sende SMS til mobilen min"), required=False)
    message = forms.CharField(
        label=gettext_lazy("Noe vi bør vite?"), max_length=1000, required=False,
        help_text=gettext_lazy("For eksempel om du trenger tolk eller teleslynge."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, offering: Offering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offering = offering
        largest = min(offering.largest_party, offering.capacity or offering.largest_party)
        self.fields["party_size"].choices = party_choices(largest)  # type: ignore[attr-defined]
        self.fields["party_size"].initial = 1
        self.fields["party_size"].error_messages["required"] = _("Velg hvor mange dere er.")

    def clean(self) -> dict[str, Any]:
        """At least one way to reach the person."""
        values = super().clean() or {}
        if not values.get("email") and not values.get("phone") and not {"email", "phone"} & set(self.errors):
            self.add_error("email", _("Skriv e-post eller mobil, så vi kan gi deg beskjed."))
        return values

    def sign_up(self, *, language: str, source: RegistrationSource = RegistrationSource.ONLINE) -> SignUp:
        """What the cleaned form says."""
        values = self.cleaned_data
        return SignUp(
            party_size=values["party_size"], name=values["name"], email=values["email"], phone=values["phone"],
            may_leave_message=values["may_leave_message"] or not values["email"], message=values["message"],
            language=language, source=source,
        )  # fmt: skip


class PartyForm(forms.Form):
    """How many come."""

    party_size = forms.TypedChoiceField(label=gettext_lazy("Hvor mange er dere?"), coerce=int)

    def __init__(self, *args: Any, offering: Offering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party_size"].choices = party_choices(offering.largest_party)  # type: ignore[attr-defined]
