"""Forms of the service as a whole, and of documents and letters."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ombud.enums import DeadlineUnit, DocumentKind, HandOverChoice
from ombud.forms.work import NONE, long_text
from ombud.models import Case, Document, Office
from ombud.services.letters import Letter
from pio.core import choices
from pio.core.forms import DateInput, PhoneField, PickCheckboxes

LETTERS = (
    ("complaint", gettext_lazy("Klage")), ("application", gettext_lazy("Søknad")),
    ("access", gettext_lazy("Begjæring om innsyn")), ("chase", gettext_lazy("Purring")),
    ("concern", gettext_lazy("Bekymringsbrev")),
)  # fmt: skip
UPLOADS = [(kind.value, kind.label) for kind in DocumentKind if kind != DocumentKind.LETTER]


class LetterChoiceForm(forms.Form):
    """Which letter, to which office; only offices that the client has given a mandate for."""

    type = forms.ChoiceField(label=gettext_lazy("Hva slags brev?"), choices=LETTERS)
    kontor = forms.ChoiceField(label=gettext_lazy("Til hvilket kontor?"))

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kontor"].choices = [(each.slug, each.name) for each in offices]  # type: ignore[attr-defined]


class LetterForm(forms.Form):
    """The letter itself."""

    title = forms.CharField(label=gettext_lazy("Overskrift"), max_length=160)
    text = forms.CharField(
        label=gettext_lazy("Brevet"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 16}),
        help_text=gettext_lazy("Les det sammen med klienten før du lagrer."),
    )  # fmt: skip
    attachments = forms.MultipleChoiceField(
        label=gettext_lazy("Vedlegg, blant dokumentene i saken"), required=False, widget=PickCheckboxes
    )

    def __init__(self, *args: Any, documents: Iterable[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.titles = {str(each.pk): str(each.title) for each in documents}
        self.fields["attachments"].choices = list(self.titles.items())  # type: ignore[attr-defined]

    def letter(self, office: Office) -> Letter:
        """The letter as written."""
        values = self.cleaned_data
        listed = [self.titles[pk] for pk in values["attachments"]]
        return Letter(office, values["title"], values["text"], listed)


class UploadForm(forms.Form):
    """A file for the case."""

    kind = forms.ChoiceField(label=gettext_lazy("Hva er det?"), choices=UPLOADS)
    title = forms.CharField(label=gettext_lazy("Tittel"), max_length=160)
    file = forms.FileField(
        label=gettext_lazy("Fil"), help_text=gettext_lazy("PDF, JPEG eller PNG, høyst 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )  # fmt: skip


class StopForm(forms.Form):
    """An intake stop."""

    starts = forms.DateField(label=gettext_lazy("Fra"), widget=DateInput)
    ends = forms.DateField(label=gettext_lazy("Til og med"), widget=DateInput, required=False)
    text = long_text(gettext_lazy("Tekst på nettsiden"), rows=2)
    text_en = long_text(gettext_lazy("Tekst på engelsk"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        """The end is not before the beginning."""
        values = super().clean() or {}
        if values.get("starts") and values.get("ends") and values["ends"] < values["starts"]:
            self.add_error("ends", _("Siste dag kan ikke være før den første."))
        return values


class RuleForm(forms.Form):
    """The row that follows a rule."""

    valid_from = forms.DateField(label=gettext_lazy("Gjelder fra"), widget=DateInput)
    amount = forms.IntegerField(label=gettext_lazy("Hvor lenge"), min_value=1, max_value=1000)
    unit = forms.ChoiceField(label=gettext_lazy("Regnes i"), choices=DeadlineUnit.choices)
    source = forms.CharField(label=gettext_lazy("Kilde"), max_length=200)
    review_date = forms.DateField(label=gettext_lazy("Se over igjen"), widget=DateInput)


class OfficeForm(forms.Form):
    """Public facts about an office."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=gettext_lazy("Navn"), max_length=120)
    service = forms.ChoiceField(
        label=gettext_lazy("Type tjeneste"), choices=lambda: choices.form_choices("service", grouped=True)
    )
    address = forms.CharField(label=gettext_lazy("Postadresse"), max_length=200, required=False)
    phone = PhoneField(label=gettext_lazy("Telefon"), max_length=24, required=False)
    is_active = forms.BooleanField(label=gettext_lazy("I bruk"), required=False)

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as they were written."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class CaseloadForm(forms.Form):
    """A whole caseload: for each case the client's choice, or not moved."""

    ombud = forms.ChoiceField(label=gettext_lazy("Hvem overtar?"))
    note = long_text(gettext_lazy("Til den som overtar"))

    def __init__(self, *args: Any, cases: list[Case], people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = cases
        self.fields["ombud"].choices = people  # type: ignore[attr-defined]
        moves = [(NONE[0], gettext_lazy("Overføres ikke nå")), *HandOverChoice.choices]
        for case in cases:
            label = _("Sak %(reference)s") % {"reference": case.reference}
            self.fields[f"case-{case.reference}"] = forms.ChoiceField(label=label, choices=moves, required=False)

    def chosen(self) -> dict[Case, str]:
        """The cases that move, with what each client lets the next one see."""
        values = self.cleaned_data
        return {case: choice for case in self.cases if (choice := values[f"case-{case.reference}"])}
