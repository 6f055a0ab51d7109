"""The forms behind the link in a confirmation: another way of meeting, a message."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from advising.enums.sessions import Channel
from advising.forms.session_booking import CHANNELS, MESSAGE_LENGTH


class ChannelForm(forms.Form):
    """Another way of meeting at the same time; the present one is not offered."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Hvordan vil du møte oss i stedet?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hvordan du vil møte oss.")},
    )  # fmt: skip

    def __init__(self, *args: Any, current: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [pair for pair in CHANNELS if pair[0] != Channel(current)]  # type: ignore[attr-defined]


class MessageForm(forms.Form):
    """A message to the adviser."""

    text = forms.CharField(
        label=gettext_lazy("Skriv til rådgiveren"), max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Skriv det du vil si.")},
    )  # fmt: skip
