"""The forms of the public booking: how, who comes, safe contact. Rules across them: `services.session_orders`."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advising.enums.sessions import Channel, MessageConsent
from advising.services.session_orders import Person, SafeContact
from pio.core import choices
from pio.core.forms import PhoneField
from pio.messaging.hours_to_avoid import AvoidHours
from pio.scheduling.models import Resource

CHANNELS = (
    (Channel.VIDEO, gettext_lazy("Video")),
    (Channel.PHONE, gettext_lazy("Telefon, vi ringer deg")),
    (Channel.IN_PERSON, gettext_lazy("Oppmøte hos oss i Oslo sentrum")),
    (Channel.EMAIL, gettext_lazy("E-post, svar innen to arbeidsdager")),
)
MESSAGE_LENGTH = 2000


class WayForm(forms.Form):
    """Page 1: how to meet, what about, with whom."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Velg én måte"),
        choices=CHANNELS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hvordan du vil snakke med oss.")},
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Hva gjelder det?"),
        required=False,
        help_text=gettext_lazy("Du trenger ikke vite det ennå."),
    )
    adviser = forms.ChoiceField(label=gettext_lazy("Rådgiver"), required=False)

    def __init__(self, *args: Any, advisers: Sequence[Resource], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = lambda: choices.form_choices("topic", grouped=True)  # type: ignore[attr-defined]
        first = [("", _("Første ledige"))]
        self.fields["adviser"].choices = first + [(str(row.pk), row.name) for row in advisers]  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    """One who comes. The first is the one who books."""

    relation = forms.ChoiceField(
        label=gettext_lazy("Du er …"), error_messages={"required": gettext_lazy("Velg hvem personen er.")}
    )
    gender = forms.ChoiceField(label=gettext_lazy("Kjønn"), required=False)
    age_band = forms.ChoiceField(label=gettext_lazy("Alder"), required=False)
    child_consent = forms.BooleanField(
        label=gettext_lazy("Jeg er forelder, eller har fått ja fra en forelder, til at barnet er med."), required=False
    )

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        self.number = number
        super().__init__(*args, **kwargs | {"prefix": f"p{number}"})
        self.fields["relation"].choices = lambda: choices.form_choices("relation", _("Velg"))  # type: ignore[attr-defined]
        self.fields["gender"].choices = lambda: _without_unknown("gender")  # type: ignore[attr-defined]
        self.fields["age_band"].choices = lambda: _without_unknown("age_band")  # type: ignore[attr-defined]
        if number == 1:
            del self.fields["child_consent"]
            self.fields["relation"].error_messages["required"] = _("Velg hvem du er for den det gjelder.")
        else:
            self.fields["relation"].label = _("Personen er …")
            self.fields["child_consent"].help_text = _("Bare for barn under 18 år.")
            self.fields["child_consent"].mark_optional = False  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A child comes with a parent's yes."""
        data = super().clean() or {}
        if self.number > 1 and data.get("age_band") == "under_18" and not data.get("child_consent"):
            self.add_error("child_consent", _("Kryss av for at en forelder sier ja, eller slett barnet."))
        return data

    def person(self) -> Person:
        """The person of a valid form."""
        data = self.cleaned_data
        return Person(
            relation=data["relation"], gender=data["gender"] or choices.UNKNOWN,
            age_band=data["age_band"] or choices.UNKNOWN, child_consent=bool(data.get("child_consent")),
        )  # fmt: skip


class ContactForm(forms.Form):
    """How to reach the one who books, safely, and what we should prepare."""

    email = forms.EmailField(
        label=gettext_lazy("E-post"), required=False, max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": gettext_lazy("Skriv e-postadressen slik: navn@eksempel.no."),
            "required": gettext_lazy("Skriv e-postadressen vi skal svare til."),
        },
    )  # fmt: skip
    phone = PhoneField(
        label=gettext_lazy("Mobil"), required=False, max_length=20,
        error_messages={"required": gettext_lazy("Skriv mobilnummeret vi skal ringe.")},
    )  # fmt: skip
    may_leave_message = forms.ChoiceField(
        label=gettext_lazy("Kan vi legge igjen beskjed hvis du ikke svarer?"),
        help_text=gettext_lazy("Beskjeden sier aldri hva timen gjelder."),
        choices=MessageConsent.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg om vi kan legge igjen beskjed.")},
    )  # fmt: skip
    avoid_hours = forms.MultipleChoiceField(
        label=gettext_lazy("Når skal vi ikke ta kontakt?"), required=False, choices=AvoidHours.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    interpreter_language = forms.CharField(
        label=gettext_lazy("Tolk"), required=False, max_length=60,
        help_text=gettext_lazy("Trenger du tolk, skriver du språket her. Tolken er gratis."),
    )  # fmt: skip
    hearing = forms.BooleanField(label=gettext_lazy("Jeg hører dårlig"), required=False)
    message = forms.CharField(
        label=gettext_lazy("Er det noe vi bør vite?"), required=False, max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Skriv det du vil spørre om.")},
    )  # fmt: skip

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        self.channel = channel
        super().__init__(*args, **kwargs)
        self.fields["hearing"].mark_optional = False  # type: ignore[attr-defined]
        required = {Channel.PHONE: ["phone"], Channel.EMAIL: ["email", "message"]}.get(Channel(channel), [])
        for name in required:
            self.fields[name].required = True
            self.fields[name].widget.is_required = True
        if channel == Channel.EMAIL:
            self.fields["message"].label = _("Hva vil du spørre om?")
            self.fields["message"].widget.attrs["rows"] = 8
        if channel in {Channel.IN_PERSON, Channel.VIDEO}:
            self.fields["email"].mark_optional = self.fields["phone"].mark_optional = False  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of e-mail and mobile at least; words at the field that is empty."""
        data = super().clean() or {}
        if not (data.get("email") or data.get("phone") or self.errors.keys() & {"email", "phone"}):
            self.add_error("email", _("Skriv e-post eller mobil, så vi kan nå deg."))
        return data

    def contact(self) -> SafeContact:
        """The contact of a valid form."""
        data = self.cleaned_data
        return SafeContact(
            email=data["email"], phone=data["phone"], may_leave_message=data["may_leave_message"],
            avoid_hours=tuple(data["avoid_hours"]), interpreter_language=data["interpreter_language"],
            hearing=data["hearing"], message="" if self.channel == Channel.EMAIL else data["message"],
        )  # fmt: skip


def _without_unknown(list_name: str) -> list[tuple[str, str]]:
    """A list as visitors see it: not answering is `Ikke valgt`, so `Ukjent` need not be offered."""
    return [pair for pair in choices.form_choices(list_name) if pair[0] != choices.UNKNOWN]


def people_forms(count: int, *, data: Any = None, typed: Mapping[str, list[str]] | None = None) -> list[PersonForm]:
    """The forms of `count` people: bound to `data`, or unbound and showing what was typed."""
    names = ("relation", "gender", "age_band", "child_consent")
    return [
        PersonForm(
            data, number=number,
            initial={name: typed[f"p{number}-{name}"][0] for name in names if (typed or {}).get(f"p{number}-{name}")}
            if typed else None,
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


def contact_form(channel: str, *, data: Any = None, typed: Mapping[str, list[str]] | None = None) -> ContactForm:
    """The contact form: bound to `data`, or unbound and showing what was typed."""
    initial: dict[str, Any] = {}
    for name, values in (typed or {}).items():
        if name in ContactForm.base_fields and values:
            initial[name] = values if name == "avoid_hours" else values[0]
    return ContactForm(data, channel=channel, initial=initial)
