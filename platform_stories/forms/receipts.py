"""The forms of somebody who comes back with a receipt."""

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_stories.enums import CONSENT_HELP, Consent
from platform_stories.forms.sharing import WrittenText
from platform_stories.receipts import MOST_TYPED

MOST_OF_A_MESSAGE = 4000


class ReceiptForm(forms.Form):
    """The 20 characters. A longer text is cut off, so that it gets the same answer as any wrong one."""

    receipt = forms.CharField(
        label=_("Kvittering"),
        help_text=_(
            "20 tegn i fire grupper. Store og små bokstaver er likt, og du kan la være å skrive bindestrekene."
        ),
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "receipt-input"}
        ),
        error_messages={"required": _("Skriv kvitteringen.")},
    )

    def clean_receipt(self) -> str:
        """What was typed, and never more than a little of it."""
        return str(self.cleaned_data["receipt"])[: MOST_TYPED + 1]


class ReplyForm(forms.Form):
    """A message to the centre."""

    message = WrittenText(
        label=_("Skriv til oss"), max_length=MOST_OF_A_MESSAGE,
        widget=forms.Textarea({"rows": "5", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Skriv en melding.")},
    )  # fmt: skip


class ConsentForm(forms.Form):
    """Another answer to what we may use the words for."""

    consent = forms.ChoiceField(
        label=_("Hva kan vi bruke teksten til?"), choices=Consent.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva vi kan bruke teksten til.")},
    )  # fmt: skip

    @property
    def consent_rows(self) -> list[tuple[object, object]]:
        """Each answer with the sentence below it."""
        return [(option, CONSENT_HELP[Consent(option.data["value"])]) for option in self["consent"].subwidgets]


class WithdrawForm(forms.Form):
    """Taking everything back is one press, after one tick, since nothing brings it back."""

    sure = forms.BooleanField(
        label=_("Ja, slett alt jeg har skrevet her"),
        error_messages={"required": _("Kryss av for at du vil slette alt.")},
    )
