"""Who is sick, and on which day; and what shall become of each session of the plan."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advising.enums.sick_days import MoveChoice
from advising.selectors.sick_days import Line
from pio.accounts.models import User
from pio.core.forms import DateInput


class SickDayForm(forms.Form):
    """An adviser and a day, today or later."""

    adviser = forms.ChoiceField(label=gettext_lazy("Hvem er syk?"))
    day = forms.DateField(
        label=gettext_lazy("Dag"), widget=DateInput, error_messages={"required": gettext_lazy("Velg en dag.")}
    )

    mark_optional = False

    def __init__(self, *args: Any, advisers: Sequence[User], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.advisers = today, {str(each.pk): each for each in advisers}
        self.fields["adviser"].choices = [(pk, each.name) for pk, each in self.advisers.items()]  # type: ignore[attr-defined]

    def clean_day(self) -> date:
        """What is over cannot be moved."""
        day: date = self.cleaned_data["day"]
        if day < self.today:
            raise forms.ValidationError(_("Velg i dag eller en dag som kommer."))
        return day

    @property
    def person(self) -> User:
        """The adviser of a valid form."""
        return self.advisers[self.cleaned_data["adviser"]]


class PlanForm(forms.Form):
    """One choice for each session of a plan."""

    mark_optional = False

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[line.field] = forms.ChoiceField(
                label=_("Hva skal skje?"), choices=line.choices, initial=line.move.choice, widget=forms.RadioSelect
            )

    def rows(self) -> list[tuple[Line, forms.BoundField]]:
        """Each session with its choice."""
        return [(line, self[line.field]) for line in self.lines]

    def chosen(self) -> dict[UUID, str]:
        """What was chosen for each session of the plan."""
        return {line.move.pk: self.cleaned_data.get(line.field, MoveChoice.LEAVE) for line in self.lines}
