"""Small forms of the staff's pages: cancel, copy, capacity, search, move, merge, head count, messages."""

from collections.abc import Iterable
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.enums import QuestionKind, Receivers
from courses.models import Offering, Registration
from pio.core.forms import DateInput


class CancelForm(forms.Form):
    """Why it is cancelled; shown on the public page and sent to everybody."""

    reason = forms.CharField(
        label=gettext_lazy("Hvorfor"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Står på nettsiden. Alle som har plass eller venter, får beskjed om at det er avlyst."),
    )  # fmt: skip


class CopyForm(forms.Form):
    """When the copy begins."""

    first = forms.DateField(
        label=gettext_lazy("Første kveld"), widget=DateInput,
        help_text=gettext_lazy("De andre kveldene får samme avstand og klokkeslett. Kopien er en kladd."),
    )  # fmt: skip


class CapacityForm(forms.Form):
    """How many places there are."""

    capacity = forms.IntegerField(
        label=gettext_lazy("Plasser"), min_value=1, max_value=5000, required=False,
        help_text=gettext_lazy("Tomt betyr plass til alle. Nye plasser tilbys dem som venter, i tur og orden."),
    )  # fmt: skip


class SearchForm(forms.Form):
    """An exact e-mail or mobile number: what is sealed can be found, not browsed."""

    contact = forms.CharField(label=gettext_lazy("E-post eller mobil, helt nøyaktig"), max_length=254)

    def clean_contact(self) -> str:
        """The e-mail, or the number as E.164."""
        text = str(self.cleaned_data["contact"]).strip()
        if "@" in text:
            return text
        try:
            number = phonenumbers.parse(text, "NO")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise forms.ValidationError(_("Skriv hele e-postadressen eller hele mobilnummeret."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class MoveForm(forms.Form):
    """Which other run."""

    target = forms.ModelChoiceField(
        label=gettext_lazy("Flytt til"), queryset=Offering.objects.none(), empty_label=gettext_lazy("Velg kurs")
    )

    def __init__(self, *args: Any, targets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = targets  # type: ignore[attr-defined]


class OtherRegistrationForm(forms.Form):
    """Another registration, by the name on the list."""

    registration = forms.ChoiceField(label=gettext_lazy("Påmelding"))

    def __init__(self, *args: Any, rows: Iterable[Registration], label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(row.pk), f"{row.queue_number}. {row.name or _('Uten navn')}") for row in rows]
        self.fields["registration"].choices = [("", _("Velg")), *named]  # type: ignore[attr-defined]
        if label:
            self.fields["registration"].label = label


class HeadCountForm(forms.Form):
    """How many came besides those on the list."""

    heads = forms.IntegerField(label=gettext_lazy("Kom uten påmelding"), min_value=0, max_value=2000)


class NoticeForm(forms.Form):
    """A message to many. First it is shown as it will look; the second press sends it."""

    receivers = forms.ChoiceField(label=gettext_lazy("Til"), choices=Receivers.choices)
    subject = forms.CharField(label=gettext_lazy("Emne"), max_length=120)
    body = forms.CharField(
        label=gettext_lazy("Tekst"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Skriv ikke noe om enkeltpersoner. De som bare har mobil, får en SMS med lenke."),
    )  # fmt: skip


class QuestionForm(forms.Form):
    """An own question of the survey."""

    text = forms.CharField(label=gettext_lazy("Spørsmål"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Svares med"))
    options = forms.CharField(
        label=gettext_lazy("Svar å velge mellom, ett på hver linje"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = QuestionKind.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A choice needs something to choose between."""
        values = super().clean() or {}
        if values.get("kind") == "choice" and len(str(values.get("options", "")).split("\n")) < 2:
            self.add_error("options", _("Skriv minst to svar å velge mellom."))
        return values
