"""Forms of opening hours and closed days: shape and order of times; what they hit is shown by the page."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pio.accounts.enums import Role
from pio.accounts.models import User
from pio.core import choices, words
from pio.core.forms import DateInput, TimeInput
from pio.scheduling.enums import ExceptionKind, ResourceKind, Weekday
from pio.scheduling.models import Resource
from pio.scheduling.services import Absence, Opening

CHANNELS = "advice_channel"
WITHOUT_TIME = "email"
LONGEST_ABSENCE = timedelta(days=366)
END_BEFORE_START = _("Sluttiden må være etter starttiden.")
LAST_BEFORE_FIRST = _("Siste dag kan ikke være før første dag.")


def channel_choices() -> list[tuple[str, str]]:
    """The ways of meeting that have a time."""
    return [(code, label) for code, label in choices.form_choices(CHANNELS, None) if code != WITHOUT_TIME]


def weekday_choices() -> list[tuple[int, str]]:
    """The days of the week with a capital, as they begin a line."""
    return [(day.value, words.capitalised(str(day.label))) for day in Weekday]


def missing(words_for_user: object) -> dict[str, Any]:
    """What the form says when the field is empty."""
    return {"required": words_for_user}


class OrderedForm(forms.Form):
    """Base of forms with a first and a last day and two times of day: the error stands at the later one."""

    order: tuple[tuple[str, str, Any], ...] = ()
    same_allowed = ("valid_to", "to_date")

    def clean(self) -> dict[str, Any]:
        """Each pair in order."""
        cleaned = super().clean() or {}
        for first, last, wrong in self.order:
            one, two = cleaned.get(first), cleaned.get(last)
            if one is not None and two is not None and (two < one or (two == one and last not in self.same_allowed)):
                self.add_error(last, wrong)
        return cleaned


class OpeningForm(OrderedForm):
    """Weekly opening hours, for one or more days of the week at once."""

    order = (("start_wall", "end_wall", END_BEFORE_START), ("valid_from", "valid_to", LAST_BEFORE_FIRST))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Ukedager"),
        choices=weekday_choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages=missing(_("Velg minst én ukedag.")),
    )
    start_wall = forms.TimeField(
        label=_("Fra kl."), widget=TimeInput, error_messages=missing(_("Skriv når tiden begynner."))
    )
    end_wall = forms.TimeField(
        label=_("Til kl."), widget=TimeInput, error_messages=missing(_("Skriv når tiden slutter."))
    )
    channels = forms.MultipleChoiceField(
        label=_("Hvordan"), choices=channel_choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Velger du ingen, gjelder tiden alle måter å møtes på."),
    )  # fmt: skip
    place = forms.CharField(label=_("Sted"), max_length=60, required=False)
    valid_from = forms.DateField(
        label=_("Gjelder fra"), widget=DateInput, error_messages=missing(_("Velg hvilken dag tiden begynner å gjelde."))
    )
    valid_to = forms.DateField(
        label=_("Gjelder til og med"), widget=DateInput, required=False, help_text=_("Tomt betyr inntil videre.")
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == ResourceKind.ROOM:
            del self.fields["channels"], self.fields["place"]

    def openings(self) -> list[Opening]:
        """One opening for each chosen day of the week."""
        data = self.cleaned_data
        return [
            Opening(
                weekday, data["start_wall"], data["end_wall"], data["valid_from"], data["valid_to"],
                tuple(data.get("channels", ())), data.get("place", ""),
            )
            for weekday in sorted(data["weekdays"])
        ]  # fmt: skip


class EmptyForm(forms.Form):
    """A question with one button."""


class EndRuleForm(forms.Form):
    """The last day of a weekly opening."""

    last_date = forms.DateField(
        label=_("Siste dag"), widget=DateInput, error_messages=missing(_("Velg den siste dagen."))
    )


class AbsenceForm(OrderedForm):
    """Away for some days or hours, or open besides the weekly hours."""

    order = (("start_wall", "end_wall", END_BEFORE_START), ("from_date", "to_date", LAST_BEFORE_FIRST))
    kind = forms.ChoiceField(label=_("Hva gjelder det?"), choices=ExceptionKind.choices, widget=forms.RadioSelect)
    from_date = forms.DateField(
        label=_("Første dag"), widget=DateInput, error_messages=missing(_("Velg den første dagen."))
    )
    to_date = forms.DateField(
        label=_("Siste dag"), widget=DateInput, required=False, help_text=_("Tomt betyr samme dag.")
    )
    start_wall = forms.TimeField(
        label=_("Fra kl."), widget=TimeInput, required=False, help_text=_("Tomt betyr hele dagen.")
    )
    end_wall = forms.TimeField(label=_("Til kl."), widget=TimeInput, required=False)
    reason_private = forms.CharField(
        label=_("Grunn"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Lagres kryptert. Bare du og daglig leder ser den, og den slettes etter et år."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Both times or none; extra opening hours need them; at most a year."""
        data = super().clean()
        data["to_date"] = data.get("to_date") or data.get("from_date")
        start, end = data.get("start_wall"), data.get("end_wall")
        is_open = data.get("kind") == ExceptionKind.OPEN
        for name, given, other in (("start_wall", start, end), ("end_wall", end, start)):
            if given is None and (is_open or other is not None) and name not in self.errors:
                self.add_error(name, _("Fyll ut begge klokkeslettene."))
        if data.get("from_date") and data["to_date"] and data["to_date"] - data["from_date"] > LONGEST_ABSENCE:
            self.add_error("to_date", _("Velg høyst ett år om gangen."))
        return data

    def absence(self) -> Absence:
        """What was asked for."""
        return Absence(**{**self.cleaned_data, "kind": ExceptionKind(self.cleaned_data["kind"])})


class ClosureForm(forms.Form):
    """A day the centre closes."""

    date = forms.DateField(label=_("Dato"), widget=DateInput, error_messages=missing(_("Velg en dato.")))
    name = forms.CharField(
        label=_("Hva er det?"),
        max_length=100,
        help_text=_("Vises på nettsidene, for eksempel «Planleggingsdag»."),
        error_messages=missing(_("Skriv hva slags dag det er.")),
    )


class ClosureChangeForm(forms.Form):
    """Whether the day is closed after all, and what it is called."""

    name = forms.CharField(
        label=_("Hva er det?"), max_length=100, error_messages=missing(_("Skriv hva slags dag det er."))
    )
    open_anyway = forms.TypedChoiceField(
        label=_("Er senteret stengt?"), choices=((0, _("Stengt")), (1, _("Åpent likevel"))),
        coerce=lambda value: value == "1", widget=forms.RadioSelect,
    )  # fmt: skip


class ResourceForm(forms.Form):
    """An adviser or a room."""

    name = forms.CharField(label=_("Navn"), max_length=100, error_messages=missing(_("Skriv et navn.")))
    user = forms.ModelChoiceField(
        label=_("Konto"), queryset=User.objects.none(), required=False, empty_label=_("Ingen konto"),
        help_text=_("Med konto kan rådgiveren endre sine egne tider."),
    )  # fmt: skip
    max_per_day = forms.IntegerField(label=_("Høyst så mange timer per dag"), min_value=1, max_value=20, required=False)
    recovery_minutes = forms.IntegerField(
        label=_("Pause etter hver time (minutter)"),
        min_value=0,
        max_value=120,
        error_messages=missing(_("Skriv et antall minutter, 0 for ingen pause.")),
    )
    heavy_recovery_minutes = forms.IntegerField(
        label=_("Pause etter en krevende samtale (minutter)"), min_value=0, max_value=240, required=False,
        help_text=_("Gjelder timer som er merket som krevende. Tomt felt er 30 minutter."),
    )  # fmt: skip
    capacity = forms.IntegerField(label=_("Plass til (personer)"), min_value=1, max_value=500, required=False)
    active = forms.BooleanField(label=_("I bruk"), required=False)

    def __init__(self, *args: Any, kind: str, resource: Resource | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == ResourceKind.ROOM:
            del self.fields["user"], self.fields["max_per_day"], self.fields["heavy_recovery_minutes"]
        else:
            del self.fields["capacity"]
        if resource is None:
            del self.fields["active"]
        else:
            self.fields.pop("user", None)
        if "user" in self.fields:
            advisers = User.objects.filter(roles__overlap=[Role.ADVISER, Role.MANAGER], scheduling_resource=None)
            self.fields["user"].queryset = advisers.order_by("name")  # type: ignore[attr-defined]
