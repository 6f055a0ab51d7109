"""The forms behind the link in a confirmation: another way of meeting, a message.

A new way may need a number or an address that the person has not given. It is asked for only where it is missing: the
page never shows the contact.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advising.enums.sessions import Channel
from advising.forms.session_booking import CHANNELS, MESSAGE_LENGTH
from advising.models import SessionContact
from advising.services.session_reach import Reach
from pio.core.forms import PhoneField


class ChannelForm(forms.Form):
    """Another way of meeting at the same time; the present one is not offered."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Hvordan vil du møte oss i stedet?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hvordan du vil møte oss.")},
    )  # fmt: skip
    phone = PhoneField(
        label=gettext_lazy("Mobil"), required=False, max_length=20,
        help_text=gettext_lazy("Velger du telefon, trenger vi nummeret vi skal ringe."),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-post"), required=False, max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("Velger du e-post, trenger vi adressen vi skal svare til."),
        error_messages={"invalid": gettext_lazy("Skriv e-postadressen slik: navn@eksempel.no.")},
    )  # fmt: skip

    def __init__(
        self, *args: Any, current: str, contact: SessionContact | None, by_relative: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_relative = by_relative
        self.fields["channel"].choices = [pair for pair in CHANNELS if pair[0] != Channel(current)]  # type: ignore[attr-defined]
        for name, has in (("phone", contact is None or contact.phone), ("email", contact is None or contact.email)):
            if has:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """What the chosen way needs, at the field where it is missing."""
        data = super().clean() or {}
        needed = {
            Channel.PHONE: ("phone", _("Skriv mobilnummeret vi skal ringe.")),
            Channel.EMAIL: ("email", _("Skriv e-postadressen vi skal svare til.")),
        }.get(data.get("channel", ""))
        if needed and needed[0] in self.fields and not self.errors.get(needed[0]):
            name, words = needed
            if not data.get(name) and (self.by_relative or name == "phone"):
                self.add_error(name, words)
        return data

    def reach(self) -> Reach:
        """What was given of a valid form."""
        return Reach(phone=self.cleaned_data.get("phone", ""), email=self.cleaned_data.get("email", ""))


class MessageForm(forms.Form):
    """A message to the adviser."""

    text = forms.CharField(
        label=gettext_lazy("Skriv til rådgiveren"), max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Skriv det du vil si.")},
    )  # fmt: skip
