"""Forms of the client's own page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from ombud.forms.work import long_text
from pio.core import choices


class CodeForm(forms.Form):
    """The code that the ombud has printed."""

    code = forms.CharField(
        label=gettext_lazy("Koden du har fått av ombudet"), max_length=40,
        help_text=gettext_lazy("20 tegn. Store og små bokstaver er det samme."),
        error_messages={"required": gettext_lazy("Skriv koden du har fått av ombudet.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )  # fmt: skip


class WishForm(forms.Form):
    """What the client wants the ombud to help with next."""

    words = long_text(gettext_lazy("Hva vil du ha hjelp til? Skriv det slik du ville sagt det"), rows=2)
    goal = forms.CharField(label=gettext_lazy("Når er du i mål?"), max_length=300, required=False)
    category = forms.ChoiceField(
        label=gettext_lazy("Hva handler det om?"), choices=lambda: choices.form_choices("assignment_category"),
        error_messages={"required": gettext_lazy("Velg hva det handler om.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].error_messages["required"] = gettext_lazy("Skriv hva du vil ha hjelp til.")
