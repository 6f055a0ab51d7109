"""Form of a link by SMS."""

from django import forms
from django.utils.translation import gettext_lazy as _

from advising.enums.calls import LeafletPage
from pio.core.forms import PhoneField, PickRadio

LANGUAGES = (("nb", "Norsk"), ("en", "English"))


class LeafletForm(forms.Form):
    """Where to, which page, in which language."""

    number = PhoneField(label=_("Mobilnummer"), error_messages={"required": _("Skriv mobilnummeret.")})
    page = forms.ChoiceField(
        label=_("Side"),
        choices=LeafletPage.choices,
        widget=PickRadio(columns=2),
        error_messages={"required": _("Velg hvilken side.")},
    )
    language = forms.ChoiceField(label=_("Språk"), choices=LANGUAGES, widget=PickRadio(columns=2), initial="nb")
