"""Forms about the case itself: the client, status, deputy, who is kept out, assignment to an ombud, break-glass."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ombud.enums import CASE_TRANSITIONS, IN_QUEUE, CaseStatus, CloseReason, HandOverChoice
from ombud.models import Case
from pio.accounts.enums import Role
from pio.accounts.models import User
from pio.core import choices, geography
from pio.core.forms import DateInput, PhoneField, PickRadio

ADULT = 18
FACTS = (
    "gender", "birth_year", "municipality", "district", "language", "needs_interpreter", "cares_for_children",
    "is_relative",
)  # fmt: skip
PERSON = (
    "name", "phone", "email", "address", "phone_is_safe", "email_is_safe", "post_is_safe", "may_say_who", "avoid",
)  # fmt: skip


def ombud_choices(*, without: Case | None = None) -> list[tuple[str, str]]:
    """Those who can be given a case, by name."""
    people = User.objects.filter(roles__contains=[Role.OMBUD], is_active=True).order_by("name", "pk")
    skip = without.ombud_id if without else None
    return [("", _("Ikke valgt")), *((str(each.pk), str(each)) for each in people if each.pk != skip)]


def find_person(pk: str) -> User | None:
    """The person behind a choice of `ombud_choices`; None for none."""
    return User.objects.filter(pk=pk, is_active=True).first() if pk else None


class ClientForm(forms.Form):
    """Who the client is, how we reach them safely, and what is counted."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Navn"), max_length=120)
    phone = PhoneField(label=gettext_lazy("Mobil"), max_length=24, required=False)
    phone_is_safe = forms.BooleanField(label=gettext_lazy("Trygt å ringe og sende SMS"), required=False)
    email = forms.EmailField(label=gettext_lazy("E-post"), max_length=254, required=False)
    email_is_safe = forms.BooleanField(label=gettext_lazy("Trygt å sende e-post"), required=False)
    address = forms.CharField(label=gettext_lazy("Adresse"), max_length=200, required=False)
    post_is_safe = forms.BooleanField(label=gettext_lazy("Trygt å sende brev"), required=False)
    may_say_who = forms.BooleanField(label=gettext_lazy("Vi kan si hvem vi er hvis noen andre svarer"), required=False)
    avoid = forms.CharField(
        label=gettext_lazy("Når vi ikke skal ta kontakt"), max_length=300, required=False,
        help_text=gettext_lazy("For eksempel etter klokka 16, da er samboeren hjemme."),
    )  # fmt: skip
    birth_year = forms.IntegerField(label=gettext_lazy("Fødselsår"), required=False, min_value=1900)
    gender = forms.ChoiceField(label=gettext_lazy("Kjønn"), choices=lambda: choices.form_choices(
        "gender", blank=None, extra=("not_asked",)))  # fmt: skip
    municipality = forms.ChoiceField(
        label=gettext_lazy("Kommune"), required=False,
        choices=lambda: [("", _("Ikke valgt")), *geography.form_choices("municipalities", blank=None)],
    )  # fmt: skip
    district = forms.ChoiceField(
        label=gettext_lazy("Bydel"), required=False,
        choices=lambda: [("", _("Ikke valgt")), *geography.form_choices("districts", blank=None)],
    )  # fmt: skip
    language = forms.CharField(label=gettext_lazy("Språk"), max_length=60, required=False)
    needs_interpreter = forms.BooleanField(label=gettext_lazy("Trenger tolk"), required=False)
    cares_for_children = forms.BooleanField(label=gettext_lazy("Har omsorg for barn under 18 år"), required=False)
    is_relative = forms.BooleanField(label=gettext_lazy("Er pårørende"), required=False)

    def __init__(self, *args: Any, today_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today_year = today_year

    def clean_birth_year(self) -> int | None:
        """The client is over 18."""
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and year > self.today_year - ADULT:
            raise forms.ValidationError(_("Klienten må være over 18 år."))
        return year

    @staticmethod
    def initial_of(case: Case) -> dict[str, Any]:
        """What stands there now."""
        person = {name: getattr(case.client, name) for name in PERSON}
        facts = {name: getattr(case, name) for name in FACTS} | {"language": case.spoken}
        return {"version": case.version} | facts | person

    def facts(self) -> dict[str, Any]:
        """The fields of the case."""
        return {name: self.cleaned_data[name] for name in FACTS}

    def person(self) -> dict[str, Any]:
        """The fields of the client."""
        return {name: self.cleaned_data[name] for name in PERSON}


class StatusForm(forms.Form):
    """The next status; closing needs a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    status = forms.ChoiceField(label=gettext_lazy("Ny status"))
    reason = forms.ChoiceField(
        label=gettext_lazy("Hvorfor avsluttes saken?"), required=False,
        choices=[("", gettext_lazy("Ikke valgt")), *CloseReason.choices],
        help_text=gettext_lazy("Trengs bare når saken avsluttes."),
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [each for each in CaseStatus if each in CASE_TRANSITIONS[case.status]]
        if case.status in IN_QUEUE:
            steps = [each for each in steps if each != CaseStatus.FIRST_TALKS]
        self.fields["status"].choices = [(each.value, each.label) for each in steps]  # type: ignore[attr-defined]


class DeputyForm(forms.Form):
    """A deputy until a day."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    deputy = forms.ChoiceField(label=gettext_lazy("Stedfortreder"), required=False)
    until = forms.DateField(label=gettext_lazy("Til og med"), required=False, widget=DateInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].choices = ombud_choices(without=case)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A deputy has a last day."""
        values = super().clean() or {}
        if values.get("deputy") and not values.get("until"):
            self.add_error("until", _("Velg til hvilken dag."))
        return values


class BlockForm(forms.Form):
    """Somebody who must never see the case."""

    user = forms.ChoiceField(label=gettext_lazy("Hvem skal aldri se saken?"))
    reason = forms.CharField(label=gettext_lazy("Hvorfor?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = [Role.OMBUD.value, Role.MANAGER.value]
        people = User.objects.filter(roles__overlap=staff, is_active=True).exclude(pk=case.ombud_id).order_by("name")
        self.fields["user"].choices = [  # type: ignore[attr-defined]
            ("", _("Ikke valgt")), *((str(each.pk), str(each)) for each in people)
        ]  # fmt: skip


class AssignForm(forms.Form):
    """Which ombud gets a case from the queue."""

    ombud = forms.ChoiceField(label=gettext_lazy("Hvilket ombud får saken?"), choices=ombud_choices)


class HandOverForm(forms.Form):
    """Another ombud, what the client lets them see, and a note."""

    ombud = forms.ChoiceField(label=gettext_lazy("Hvem overtar?"))
    choice = forms.ChoiceField(
        label=gettext_lazy("Hva vil klienten at den neste skal se av loggen?"), choices=HandOverChoice.choices,
        widget=PickRadio,
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Til den som overtar"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Hva som haster, og hva klienten selv vil at den neste skal vite."),
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ombud"].choices = ombud_choices(without=case)  # type: ignore[attr-defined]


class BreakGlassForm(forms.Form):
    """Why the manager must read a case."""

    reason = forms.CharField(
        label=gettext_lazy("Hvorfor må du lese saken?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Minst 20 tegn. Klienten kan se begrunnelsen."),
    )  # fmt: skip
