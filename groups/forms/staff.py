"""Forms of the staff's pages: a group, a meeting, what a leader does with one person, an intake stop."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.enums import GroupKind
from groups.matching import THEME
from groups.models import SupportGroup
from groups.models.groups import HOME
from groups.services.stops import Stop
from pio.accounts.enums import Role
from pio.accounts.models import User
from pio.core import choices, geography
from pio.core.forms import DateInput, TimeInput
from pio.scheduling.models import Resource

WEEKDAYS = (
    (0, gettext_lazy("Mandag")), (1, gettext_lazy("Tirsdag")), (2, gettext_lazy("Onsdag")),
    (3, gettext_lazy("Torsdag")), (4, gettext_lazy("Fredag")),
)  # fmt: skip
RESERVED = frozenset({"interesse", "selvstyrt", "ny", "mote", "person", "inntaksstopp", "selvstyrte", "eksport"})


class GroupForm(forms.ModelForm):
    """A led group. What it is called and for whom stands on the public page once the group is open."""

    audience = forms.ChoiceField(
        label=gettext_lazy("For hvem"), choices=lambda: choices.form_choices("group_audience", blank=_("Velg"))
    )
    weekday = forms.TypedChoiceField(label=gettext_lazy("Ukedag"), choices=WEEKDAYS, coerce=int)
    every_weeks = forms.IntegerField(label=gettext_lazy("Uker mellom møtene"), min_value=1, max_value=8, initial=2)
    capacity = forms.IntegerField(label=gettext_lazy("Plasser"), min_value=1, max_value=60, initial=12)
    video_link = forms.URLField(
        label=gettext_lazy("Lenke til videomøtet"), max_length=500, required=False, assume_scheme="https",
        help_text=gettext_lazy("Vises bare for medlemmer."),
    )  # fmt: skip
    meeting_limit = forms.IntegerField(
        label=gettext_lazy("Møter per medlem"), min_value=1, max_value=100, required=False, initial=10,
        help_text=gettext_lazy("Bare for løpende grupper. Tomt betyr ingen grense."),
    )  # fmt: skip
    theme = forms.ChoiceField(
        label=gettext_lazy("Tema"), required=False, choices=lambda: choices.form_choices(THEME, _("Alle temaer"))
    )
    municipality = forms.ChoiceField(
        label=gettext_lazy("Kommune der gruppa møtes"), initial=HOME,
        choices=lambda: geography.form_choices("municipalities", None),
    )  # fmt: skip
    leaders = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Ledere"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    deputies = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Stedfortredere"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip

    class Meta:
        model = SupportGroup
        fields = (
            "name", "slug", "kind", "audience", "summary", "description", "name_en", "summary_en", "description_en",
            "place", "room", "video_link", "weekday", "start_wall", "end_wall", "every_weeks", "first_date",
            "last_date", "capacity", "least_to_run", "meeting_limit", "limit_counts", "spoken_language", "theme",
            "municipality", "leader_names", "leaders", "deputies",
        )  # fmt: skip
        labels = {"room": gettext_lazy("Rom"), "leader_names": gettext_lazy("Navn på lederne, på nettsiden")}
        help_texts = {"slug": gettext_lazy("Siste del av adressen på nettsiden, for eksempel unge-voksne.")}
        widgets = {
            "start_wall": TimeInput, "end_wall": TimeInput, "first_date": DateInput, "last_date": DateInput,
            "description": forms.Textarea(attrs={"rows": 4}), "description_en": forms.Textarea(attrs={"rows": 4}),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = User.objects.filter(is_active=True, roles__contains=[Role.GROUP_LEADER]).order_by("name")
        for name in ("leaders", "deputies"):
            self.fields[name].queryset = leaders  # type: ignore[attr-defined]
        self.fields["room"].queryset = Resource.objects.filter(kind="room")  # type: ignore[attr-defined]
        self.fields["room"].empty_label = _("Ikke noe rom")  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("Velg")), *GroupKind.choices]  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        """Not the address of another page."""
        slug = str(self.cleaned_data["slug"])
        if slug in RESERVED:
            raise forms.ValidationError(_("Velg en annen adresse. Denne er i bruk."))
        return slug

    def clean(self) -> dict[str, Any]:
        """A span of time, and a limit where the group is slow open."""
        values = super().clean() or {}
        start, end = values.get("start_wall"), values.get("end_wall")
        if start and end and end <= start:
            self.add_error("end_wall", _("Slutten må være etter starten."))
        if values.get("kind") == "slow_open" and not values.get("meeting_limit"):
            self.add_error("meeting_limit", _("En løpende gruppe trenger en grense."))
        return values | {"video_link": values.get("video_link") or None}


class MoveForm(forms.Form):
    """When one meeting is to be."""

    day = forms.DateField(label=gettext_lazy("Dag"), widget=DateInput)
    start = forms.TimeField(label=gettext_lazy("Fra kl."), widget=TimeInput)
    end = forms.TimeField(label=gettext_lazy("Til kl."), widget=TimeInput)

    def clean(self) -> dict[str, Any]:
        """A span of time."""
        values = super().clean() or {}
        if values.get("start") and values.get("end") and values["end"] <= values["start"]:
            self.add_error("end", _("Slutten må være etter starten."))
        return values


class StandInForm(forms.Form):
    """Who leads one meeting in place of whom; both empty = the leaders."""

    away = forms.ModelChoiceField(
        label=gettext_lazy("Leder som er borte"), queryset=User.objects.none(), required=False,
        empty_label=gettext_lazy("Ingen"),
    )  # fmt: skip
    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Stedfortreder"), queryset=User.objects.none(), required=False,
        empty_label=gettext_lazy("Ingen"),
    )  # fmt: skip

    def __init__(self, *args: Any, group: SupportGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["away"].queryset = group.leaders.order_by("name")  # type: ignore[attr-defined]
        self.fields["deputy"].queryset = group.deputies.order_by("name")  # type: ignore[attr-defined]


class FinishForm(forms.Form):
    """How many more came, and a note for the leaders."""

    heads = forms.IntegerField(label=gettext_lazy("Kom uten å stå på listen"), min_value=0, max_value=200, initial=0)
    note = forms.CharField(
        label=gettext_lazy("Notat til lederne"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Slettes etter 30 dager. Skriv ikke navn på den det gjelder."),
    )  # fmt: skip


class AmendForm(forms.Form):
    """A correction after the lock, with its reason."""

    attendance = forms.ChoiceField(label=gettext_lazy("Riktig er"), choices=lambda: choices.form_choices("attendance"))
    reason = forms.CharField(label=gettext_lazy("Hvorfor"), max_length=400)


class PreTalkForm(forms.Form):
    """When the pre-talk is or was, and who has it."""

    day = forms.DateField(
        label=gettext_lazy("Dag"), widget=DateInput,
        help_text=gettext_lazy("En dag som kommer, betyr at samtalen er avtalt."),
    )  # fmt: skip
    by = forms.ModelChoiceField(
        label=gettext_lazy("Hvem snakker med dem"), queryset=User.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        talkers = [Role.GROUP_LEADER, Role.ADVISER, Role.MANAGER]
        rows = User.objects.filter(is_active=True, roles__overlap=talkers).order_by("name")
        self.fields["by"].queryset = rows  # type: ignore[attr-defined]


class OfferForm(forms.Form):
    """Why somebody who has waited longer waits on; asked for only when somebody does."""

    reason = forms.CharField(label=gettext_lazy("Hvorfor noen som har ventet lenger, må vente"), max_length=400)


class MoreForm(forms.Form):
    """An exception from the limit."""

    extra = forms.IntegerField(label=gettext_lazy("Ekstra møter"), min_value=0, max_value=10, initial=2)
    reason = forms.CharField(label=gettext_lazy("Hvorfor"), max_length=400)


class StopForm(forms.Form):
    """An intake stop and what the public page says."""

    starts_date = forms.DateField(label=gettext_lazy("Fra"), widget=DateInput)
    ends_date = forms.DateField(
        label=gettext_lazy("Til og med"),
        required=False,
        help_text=gettext_lazy("Tomt betyr inntil videre."),
        widget=DateInput,
    )
    group = forms.ModelChoiceField(
        label=gettext_lazy("Gruppe"), queryset=SupportGroup.objects.none(), required=False,
        empty_label=gettext_lazy("Alle gruppene"),
    )  # fmt: skip
    public_text = forms.CharField(
        label=gettext_lazy("Tekst på nettsiden"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    public_text_en = forms.CharField(
        label=gettext_lazy("Tekst på engelsk"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    reopens_date = forms.DateField(label=gettext_lazy("Åpner trolig igjen"), required=False, widget=DateInput)

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """It ends after it began."""
        values = super().clean() or {}
        if values.get("ends_date") and values.get("starts_date") and values["ends_date"] < values["starts_date"]:
            self.add_error("ends_date", _("Slutten må være etter starten."))
        return values

    def stop(self) -> Stop:
        """What the cleaned form says."""
        values = dict(self.cleaned_data)
        group = values.pop("group")
        return Stop(group_id=group.pk if group else None, **values)
