"""Forms of assignments: what the client wants, and how far it has come."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ombud.enums import ENDED, AssignmentStatus, Result, Side, WaitsFor
from ombud.forms.work import NONE, long_text
from ombud.models import NetworkPerson, Office
from ombud.selectors import person_label
from ombud.services.assignments import Awaited, Progress
from pio.core import choices
from pio.core.forms import DateInput

RATINGS = [("", gettext_lazy("Ikke spurt")), *((str(n), str(n)) for n in range(1, 6))]


class AssignmentForm(forms.Form):
    """What the client wants: the words first, then the category."""

    words = long_text(gettext_lazy("Hva vil klienten? Skriv klientens egne ord"))
    goal = forms.CharField(label=gettext_lazy("Når er klienten i mål?"), max_length=300, required=False)
    category = forms.ChoiceField(
        label=gettext_lazy("Område"), choices=lambda: choices.form_choices("assignment_category")
    )
    opened_by = forms.ChoiceField(label=gettext_lazy("Hvem startet oppdraget?"), choices=Side.choices)
    next_step = forms.CharField(label=gettext_lazy("Neste steg"), max_length=300, required=False)


class ProgressForm(forms.Form):
    """How far an assignment has come, and for whom it waits."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    status = forms.ChoiceField(label=gettext_lazy("Status"), choices=AssignmentStatus.choices)
    waits_for = forms.ChoiceField(label=gettext_lazy("Hvem venter dere på?"), required=False)
    waiting_words = forms.CharField(
        label=gettext_lazy("Hvis det er en annen: hvem?"), max_length=200, required=False,
        help_text=gettext_lazy("Klienten kan lese det."),
    )  # fmt: skip
    waiting_since = forms.DateField(
        label=gettext_lazy("Siden når?"), widget=DateInput, required=False,
        help_text=gettext_lazy("Er feltet tomt, regnes det fra i dag, eller fra dagen som står hvis det er den samme."),
    )  # fmt: skip
    next_step = forms.CharField(label=gettext_lazy("Neste steg"), max_length=300, required=False)
    goal = forms.CharField(label=gettext_lazy("Når er klienten i mål?"), max_length=300, required=False)
    result = forms.ChoiceField(
        label=gettext_lazy("Hva kom ut av det?"), choices=[NONE, *Result.choices], required=False
    )
    rating = forms.TypedChoiceField(
        label=gettext_lazy("Klientens egen vurdering, 1 til 5"), choices=RATINGS, coerce=int, empty_value=None,
        required=False,
    )  # fmt: skip
    closed_by = forms.ChoiceField(label=gettext_lazy("Hvem avsluttet?"), choices=Side.choices, required=False)

    def __init__(self, *args: Any, people: list[NetworkPerson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {f"person:{each.pk}": each for each in people}
        self.offices = {f"office:{each.slug}": each for each in Office.objects.filter(is_active=True)}
        close = [(key, person_label(each)) for key, each in self.people.items()]
        groups = [(_("Pårørende"), close)] if close else []
        self.fields["waits_for"].choices = [  # type: ignore[attr-defined]
            NONE, (WaitsFor.CLIENT.value, WaitsFor.CLIENT.label), *groups,
            (_("Kontorer"), [(key, each.name) for key, each in self.offices.items()]),
            (WaitsFor.OTHER.value, WaitsFor.OTHER.label),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Waiting needs somebody to wait for, an end needs a result."""
        values = super().clean() or {}
        if values.get("status") == AssignmentStatus.WAITING:
            self._clean_wait(values)
        if values.get("status") in ENDED and not values.get("result"):
            self.add_error("result", _("Velg hva som kom ut av det."))
        return values

    def _clean_wait(self, values: dict[str, Any]) -> None:
        if not values.get("waits_for"):
            self.add_error("waits_for", _("Velg hvem dere venter på."))
        if values.get("waits_for") == WaitsFor.OTHER and not values.get("waiting_words"):
            self.add_error("waiting_words", _("Skriv hvem dere venter på."))
        if values.get("waiting_since") and values["waiting_since"] > timezone.localdate():
            self.add_error("waiting_since", _("Dagen kan ikke være fram i tid."))

    @property
    def progress(self) -> Progress:
        """What was chosen, as the service takes it."""
        values = self.cleaned_data
        key, whom = values["waits_for"], values["waits_for"].partition(":")[0]
        awaited = Awaited(
            whom, self.offices.get(key), self.people.get(key),
            values["waiting_words"] if whom == WaitsFor.OTHER else "", values["waiting_since"],
        )  # fmt: skip
        return Progress(
            values["status"], values["next_step"], values["goal"], awaited, values["result"], values["rating"]
        )
