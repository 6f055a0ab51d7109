"""The forms of a relative's own page: safe contact, and fetching a booking that was made without an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from advising.enums.sessions import Channel
from advising.forms.session_booking import ContactForm
from pio.portal.contact_wishes import FIELDS, Wishes


class WishesForm(ContactForm):
    """The booking's own questions about contact; all of them may stay unanswered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, channel=Channel.IN_PERSON, **kwargs)
        del self.fields["message"]
        for name in ("email", "phone", "may_leave_message"):
            self.fields[name].required = False
            self.fields[name].mark_optional = False  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Nothing is needed here."""
        return forms.Form.clean(self) or {}

    @staticmethod
    def initial_of(wishes: Wishes) -> dict[str, Any]:
        """The form filled with what is kept."""
        return {name: values if name == "avoid_hours" else values[0] for name, values in wishes.items() if values}

    def wishes(self) -> dict[str, list[str]]:
        """What the service takes, from a valid form: as the booking's page sends it."""
        given = {name: self.cleaned_data[name] for name in FIELDS}
        given["hearing"] = "on" if given["hearing"] else ""
        return {name: list(value) if name == "avoid_hours" else [value] for name, value in given.items() if value}


class JoinForm(forms.Form):
    """Which booking."""

    which = forms.CharField(
        label=_("Lenken eller referansen"), max_length=300,
        help_text=_("Lenken står i bekreftelsen. Referansen til en rådgivningstime ser slik ut: K7QM-2X9P."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class JoinCodeForm(forms.Form):
    """The code that the booking's own contact got."""

    code = forms.CharField(
        label=_("Koden"), max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )  # fmt: skip
