"""Forms of the daily work: mandates, consents, contacts, deadlines, remarks."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ombud.enums import ContactException, ContactMode, DeadlineOf, FailureKind, MandateScope
from ombud.models import Assignment, DeadlineRule, Document, NetworkPerson, Office
from pio.core import choices
from pio.core.forms import DateInput, PhoneField, PickCheckboxes, PickRadio, TimeInput

OSLO = ZoneInfo("Europe/Oslo")
NONE = ("", gettext_lazy("Ikke valgt"))
JUDGING = (
    "vanskelig vanskelige vrang vrange krevende manipulerende manipulerer manipulativ nekter nektet lat late dum dumme "
    "samarbeidsvillig samarbeidsvillige hysterisk hysteriske umulig påstår påstod innbiller uansvarlig uansvarlige "
    "umotivert umotiverte aggressiv aggressive ustabil ustabile upålitelig upålitelige barnslig barnslige utagerende "
    "masete sytete kranglete"
)
"""Words that judge instead of telling what was seen; they are underlined, never refused."""


def long_text(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A text area."""
    return forms.CharField(
        label=label, max_length=4000, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def office_choices() -> list[tuple[str, str]]:
    """The offices in use, by name."""
    return [("", _("Ikke valgt")), *((each.slug, each.name) for each in Office.objects.filter(is_active=True))]


def find_office(slug: str) -> Office | None:
    """The office behind a choice of `office_choices`."""
    return Office.objects.filter(slug=slug).first() if slug else None


class SpanForm(forms.Form):
    """From when to when."""

    valid_from = forms.DateField(label=gettext_lazy("Gjelder fra"), widget=DateInput)
    valid_to = forms.DateField(label=gettext_lazy("Gjelder til og med"), widget=DateInput, required=False)

    def clean(self) -> dict[str, Any]:
        """The end is not before the beginning."""
        values = super().clean() or {}
        start, end = values.get("valid_from"), values.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("Siste dag kan ikke være før den første."))
        return values


class MandateForm(SpanForm):
    """The client's mandate towards an office."""

    office = forms.ChoiceField(label=gettext_lazy("Kontor"), choices=office_choices)
    scope = forms.MultipleChoiceField(
        label=gettext_lazy("Hva klienten lar deg gjøre"), choices=MandateScope.choices, widget=PickCheckboxes
    )
    is_signed = forms.BooleanField(label=gettext_lazy("Klienten har signert"), required=False)
    file = forms.FileField(
        label=gettext_lazy("Den signerte fullmakten"), required=False,
        help_text=gettext_lazy("PDF, JPEG eller PNG, høyst 10 MB. Den blir liggende blant dokumentene."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )  # fmt: skip
    field_order = ("office", "scope", "valid_from", "valid_to", "is_signed", "file")


class ConsentForm(SpanForm):
    """The client's consent to contact with one person."""

    person = forms.ChoiceField(label=gettext_lazy("Hvem gjelder det?"), required=False)
    relation = forms.ChoiceField(
        label=gettext_lazy("Eller en ny person: hva er de for klienten?"), required=False,
        choices=lambda: choices.form_choices("relation"),
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Navn"), max_length=120, required=False)
    phone = PhoneField(label=gettext_lazy("Mobil"), max_length=24, required=False)
    purpose = forms.CharField(label=gettext_lazy("Hva skal kontakten brukes til?"), max_length=300)
    words = long_text(
        gettext_lazy("Hva har klienten sagt ja til? Skriv klientens egne ord"), rows=2,
        help_text=gettext_lazy("For eksempel: Dere kan avtale møter. Ikke snakke om helse."),
    )  # fmt: skip
    field_order = ("person", "relation", "name", "phone", "purpose", "words", "valid_from", "valid_to")

    def __init__(self, *args: Any, people: list[NetworkPerson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(each.pk), f"{choices.label('relation', each.relation)} ({each.name})") for each in people]
        self.fields["person"].choices = [("", _("En ny person")), *known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A known person or a new one."""
        values = super().clean()
        if not values.get("person") and not values.get("relation"):
            self.add_error("relation", _("Velg en person, eller hva den nye personen er for klienten."))
        return values


class ContactForm(forms.Form):
    """One contact, in a minute; with the deadline that it gave, if it gave one."""

    entry = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    with_whom = forms.ChoiceField(label=gettext_lazy("Med hvem?"))
    mode = forms.ChoiceField(label=gettext_lazy("Hvordan?"), choices=ContactMode.choices)
    on_day = forms.DateField(label=gettext_lazy("Dato"), widget=DateInput)
    at_time = forms.TimeField(label=gettext_lazy("Klokka"), widget=TimeInput)
    minutes = forms.IntegerField(label=gettext_lazy("Minutter"), min_value=0, max_value=1440)
    assignments = forms.MultipleChoiceField(
        label=gettext_lazy("Hvilke oppdrag?"), required=False, widget=PickCheckboxes
    )
    facts = long_text(
        gettext_lazy("Hva skjedde?"), help_text=gettext_lazy("Det du så og hørte. Klienten kan lese det.")
    )
    client_view = long_text(gettext_lazy("Hva sier klienten selv?"), rows=2, required=False)
    next_step = forms.CharField(label=gettext_lazy("Neste steg"), max_length=300, required=False)
    rule = forms.ChoiceField(label=gettext_lazy("Ga det en frist?"), required=False)
    due = forms.DateField(
        label=gettext_lazy("Eller en egen dato"), widget=DateInput, required=False,
        help_text=gettext_lazy("Frister etter regel regnes fra datoen for kontakten."),
    )  # fmt: skip
    exception = forms.ChoiceField(
        label=gettext_lazy("Unntak, hvis klienten ikke har sagt ja"), required=False,
        choices=[NONE, *ContactException.choices],
    )  # fmt: skip
    exception_reason = long_text(gettext_lazy("Hvorfor unntak?"), rows=2, required=False)
    not_shared_reason = forms.CharField(
        label=gettext_lazy("Skal noe av dette ikke vises for klienten? Skriv hvorfor"), max_length=300, required=False
    )

    def __init__(
        self, *args: Any, parties: list[Any], assignments: list[Assignment], rules: list[DeadlineRule], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["with_whom"].choices = parties
        fields["assignments"].choices = [(str(each.pk), each.words) for each in assignments]
        fields["rule"].choices = [("", _("Nei")), *((str(each.pk), each.label) for each in rules)]

    @property
    def occurred_at(self) -> datetime:
        """Day and time as an instant."""
        return datetime.combine(self.cleaned_data["on_day"], self.cleaned_data["at_time"], OSLO)


class DeadlineForm(forms.Form):
    """A deadline by a rule, or by a day of its own."""

    rule = forms.ChoiceField(label=gettext_lazy("Regel"), required=False)
    title = forms.CharField(label=gettext_lazy("Eller en egen frist: hva gjelder den?"), max_length=200, required=False)
    trigger_date = forms.DateField(
        label=gettext_lazy("Regnes fra"), widget=DateInput, help_text=gettext_lazy("Dagen brevet kom fram.")
    )
    due_date = forms.DateField(label=gettext_lazy("Siste dag, for en egen frist"), widget=DateInput, required=False)
    whose = forms.ChoiceField(label=gettext_lazy("Hvem har fristen?"), choices=DeadlineOf.choices)
    office = forms.ChoiceField(label=gettext_lazy("Kontor"), choices=office_choices, required=False)

    def __init__(self, *args: Any, rules: list[DeadlineRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: list[tuple[str, Any]] = [(str(each.pk), each.label) for each in rules]
        self.fields["rule"].choices = [("", _("Egen frist")), *known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Without a rule: what it is, and the day."""
        values = super().clean() or {}
        if not values.get("rule"):
            if not values.get("title"):
                self.add_error("title", _("Velg en regel, eller skriv hva fristen gjelder."))
            if not values.get("due_date"):
                self.add_error("due_date", _("Skriv siste dag."))
        return values


class CloseDeadlineForm(forms.Form):
    """How a deadline ended."""

    is_kept = forms.ChoiceField(
        label=gettext_lazy("Ble fristen holdt?"), choices=[("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nei"))]
    )
    reason = long_text(gettext_lazy("Hvordan ble den løst?"), rows=2, required=False)
    proof = forms.ChoiceField(label=gettext_lazy("Kvittering blant dokumentene"), required=False)

    def __init__(self, *args: Any, documents: Iterable[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(each.pk), each.title) for each in documents]
        self.fields["proof"].choices = [("", _("Ingen")), *known]  # type: ignore[attr-defined]


class MoveDeadlineForm(forms.Form):
    """Another last day, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    due_date = forms.DateField(label=gettext_lazy("Ny siste dag"), widget=DateInput)
    reason = long_text(gettext_lazy("Hvorfor flyttes fristen?"), rows=2)


class AmendForm(forms.Form):
    """What is corrected or added beside an entry."""

    text = long_text(gettext_lazy("Hva skal rettes eller legges til?"))
    judging = JUDGING


class FailureForm(forms.Form):
    """How the office failed."""

    kind = forms.ChoiceField(label=gettext_lazy("Hva sviktet?"), choices=FailureKind.choices, widget=PickRadio)
