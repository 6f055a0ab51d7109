"""Forms of the code word: look it up, and what to keep under it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from advising.enums.calls import MAX_TOPICS
from pio.core import choices


class CodeWordForm(forms.Form):
    """The word, as the caller says it."""

    word = forms.CharField(
        label=_("Kodeord"), max_length=60, widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Skriv kodeordet.")},
    )  # fmt: skip


class AgreementForm(CodeWordForm):
    """What the next adviser shall see."""

    topics = forms.MultipleChoiceField(
        label=_("Temaer"), required=False, widget=forms.SelectMultiple({"size": 8}),
        choices=lambda: choices.form_choices("topic", None, grouped=True),
    )  # fmt: skip
    agreement = forms.CharField(
        label=_("Det dere ble enige om"), max_length=1000, required=False, widget=forms.Textarea({"rows": 4}),
        help_text=_("Skriv ikke navn. Slettes 90 dager etter siste samtale."),
    )  # fmt: skip

    def clean_topics(self) -> list[str]:
        """At most as many as a call has."""
        return list(self.cleaned_data["topics"])[:MAX_TOPICS]
