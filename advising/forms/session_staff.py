"""The staff's forms: book for somebody on the phone, log one who came by, the outcome, notes, moving, the search."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advising.enums.sessions import Channel, MessageConsent, SessionStatus
from advising.models import AdviceSession, SessionParticipant
from advising.selectors.session_times import Slot
from advising.services.session_orders import Person, SafeContact
from advising.services.session_outcomes import MOST_MINUTES, Outcome, Present
from advising.terms import SESSION_MINUTES
from pio.core import choices, words
from pio.core.forms import DateInput, PhoneField, PickCheckboxes, PickRadio, TimeInput
from pio.messaging.hours_to_avoid import AvoidHours
from pio.scheduling.models import Resource

TEXT_LENGTH = 8000
EXTRA_PEOPLE = 2
STAFF_CHANNELS = [(each.value, each.label) for each in (Channel.PHONE, Channel.VIDEO, Channel.IN_PERSON)]


class PersonRow(forms.Form):
    """One person in a staff form: a row. An empty row is nobody."""

    present = forms.BooleanField(label=gettext_lazy("Kom"), required=False)
    relation = forms.ChoiceField(
        label=gettext_lazy("Relasjon"), required=False,
        error_messages={"required": gettext_lazy("Velg hvem som kommer.")},
    )  # fmt: skip
    gender = forms.ChoiceField(label=gettext_lazy("Kjønn"), required=False)
    age_band = forms.ChoiceField(label=gettext_lazy("Alder"), required=False)
    child_consent = forms.BooleanField(label=gettext_lazy("Barn: en forelder har sagt ja"), required=False)

    mark_optional = False

    def __init__(self, *args: Any, number: int, outcome: bool = False, **kwargs: Any) -> None:
        self.number = number
        super().__init__(*args, **kwargs | {"prefix": f"p{number}"})
        self.fields["relation"].choices = lambda: choices.form_choices("relation", _("Ingen"))  # type: ignore[attr-defined]
        for name in ("gender", "age_band"):
            self.fields[name].choices = partial(choices.form_choices, name, None, extra=(choices.UNKNOWN,))  # type: ignore[attr-defined]
        self.fields["gender"].initial = self.fields["age_band"].initial = choices.UNKNOWN
        if number == 1:
            self.fields["relation"].required = self.fields["relation"].widget.is_required = True
            self.fields["relation"].choices = lambda: choices.form_choices("relation", _("Velg"))  # type: ignore[attr-defined]
            del self.fields["child_consent"]
        if not outcome:
            del self.fields["present"]

    def clean(self) -> dict[str, Any]:
        """A child comes with a parent's yes."""
        data = super().clean() or {}
        child = self.number > 1 and data.get("relation") and data.get("age_band") == "under_18"
        if child and not data.get("child_consent"):
            self.add_error("child_consent", _("Et barn kan være med når en forelder samtykker."))
        return data

    def person(self) -> Person | None:
        """The person of a valid row; None for an empty one."""
        data = self.cleaned_data
        if not data["relation"]:
            return None
        return Person(
            data["relation"], data["gender"] or choices.UNKNOWN, data["age_band"] or choices.UNKNOWN,
            child_consent=bool(data.get("child_consent")),
        )  # fmt: skip

    def came(self, *, known: bool) -> Present | None:
        """The person as the outcome has them; None for an empty row."""
        person = self.person()
        if person is None:
            return None
        return Present(
            person.relation, person.gender, person.age_band, present=self.cleaned_data["present"],
            child_consent=person.child_consent, position=self.number if known else None,
        )  # fmt: skip

    def came_by(self) -> Present:
        """The person of a session that was held without a booking: present, and numbered as in the form."""
        person = self.person()
        assert person is not None  # noqa: S101  callers leave empty rows out
        return Present(person.relation, person.gender, person.age_band, child_consent=person.child_consent)


class StaffContactForm(forms.Form):
    """How to reach the person, as told on the phone. Nothing is needed but a number that we are to call."""

    phone = PhoneField(
        label=gettext_lazy("Mobil"), required=False, max_length=20,
        help_text=gettext_lazy("Må være med når vi skal ringe."),
        error_messages={"required": gettext_lazy("Skriv mobilnummeret vi skal ringe.")},
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-post"), required=False, max_length=254,
        error_messages={"invalid": gettext_lazy("Skriv e-postadressen slik: navn@eksempel.no.")},
    )  # fmt: skip
    may_leave_message = forms.ChoiceField(
        label=gettext_lazy("Kan vi legge igjen beskjed?"), choices=MessageConsent.choices,
        initial=MessageConsent.SMS_ONLY, widget=PickRadio(columns=1),
    )  # fmt: skip
    avoid_hours = forms.MultipleChoiceField(
        label=gettext_lazy("Ikke ta kontakt"), required=False, choices=AvoidHours.choices,
        widget=PickCheckboxes(columns=2),
    )  # fmt: skip
    interpreter_language = forms.CharField(label=gettext_lazy("Tolk, språk"), required=False, max_length=60)
    hearing = forms.BooleanField(label=gettext_lazy("Hører dårlig"), required=False)

    mark_optional = False

    def __init__(self, *args: Any, channel: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = self.fields["phone"].widget.is_required = channel == Channel.PHONE

    def contact(self) -> SafeContact:
        """The contact of a valid form."""
        data = self.cleaned_data
        return SafeContact(
            email=data["email"], phone=data["phone"], may_leave_message=data["may_leave_message"],
            avoid_hours=tuple(data["avoid_hours"]), interpreter_language=data["interpreter_language"],
            hearing=data["hearing"],
        )  # fmt: skip


class StaffBookingForm(forms.Form):
    """Way, adviser, theme and time. The times offered are those of the chosen way and adviser."""

    channel = forms.ChoiceField(label=gettext_lazy("Måte"), choices=STAFF_CHANNELS, widget=PickRadio(columns=3))
    adviser = forms.ChoiceField(label=gettext_lazy("Rådgiver"), required=False)
    theme = forms.ChoiceField(label=gettext_lazy("Tema"), required=False)
    slot = forms.ChoiceField(
        label=gettext_lazy("Tid"), widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Velg en tid."),
            "invalid_choice": gettext_lazy("Tiden er ikke ledig lenger. Velg en annen."),
        },
    )  # fmt: skip

    mark_optional = False

    def __init__(self, *args: Any, advisers: Sequence[Resource], slots: Sequence[Slot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adviser"].choices = [("", _("Alle")), *((str(row.pk), row.name) for row in advisers)]  # type: ignore[attr-defined]
        self.fields["theme"].choices = lambda: choices.form_choices("topic", grouped=True)  # type: ignore[attr-defined]
        self.fields["slot"].choices = [(each.value, words.at(each.start)) for each in slots]  # type: ignore[attr-defined]


class WalkInForm(forms.Form):
    """One who came by, called or wrote, and whose session has been held: when and how."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Måte"), choices=Channel.choices, initial=Channel.IN_PERSON, widget=PickRadio(columns=2)
    )
    day = forms.DateField(label=gettext_lazy("Dato"), widget=DateInput)
    time = forms.TimeField(label=gettext_lazy("Begynte kl."), widget=TimeInput)

    mark_optional = False


class OutcomeForm(forms.Form):
    """What came of a session."""

    status = forms.ChoiceField(
        label=gettext_lazy("Hvordan gikk det?"),
        choices=[(SessionStatus.HELD, gettext_lazy("Holdt")), (SessionStatus.NO_SHOW, gettext_lazy("Ikke møtt"))],
        initial=SessionStatus.HELD, widget=PickRadio(columns=2),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutter"), min_value=1, max_value=MOST_MINUTES, initial=SESSION_MINUTES, required=False
    )
    themes = forms.MultipleChoiceField(label=gettext_lazy("Temaer"), required=False, widget=PickCheckboxes(columns=2))
    referred_from = forms.MultipleChoiceField(
        label=gettext_lazy("Kom fra"), required=False, widget=PickCheckboxes(columns=2)
    )
    referred_to = forms.MultipleChoiceField(
        label=gettext_lazy("Vist videre til"), required=False, widget=PickCheckboxes(columns=2)
    )
    note = forms.CharField(
        label=gettext_lazy("Notat"), required=False, max_length=TEXT_LENGTH,
        help_text=gettext_lazy("Kryptert. Bare du ser det. Slettes etter 12 måneder."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip

    mark_optional = False

    def __init__(self, *args: Any, may_write_note: bool, is_held: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_held:
            del self.fields["status"]
        self.fields["themes"].choices = lambda: choices.form_choices("topic", None, grouped=True)  # type: ignore[attr-defined]
        for name in ("referred_from", "referred_to"):
            self.fields[name].choices = lambda: choices.form_choices("service", None, grouped=True)  # type: ignore[attr-defined]
        if not may_write_note:
            del self.fields["note"]

    def clean(self) -> dict[str, Any]:
        """A held session has a length."""
        data = super().clean() or {}
        if (
            data.get("status", SessionStatus.HELD) == SessionStatus.HELD
            and "minutes" in data
            and data["minutes"] is None
        ):
            self.add_error("minutes", _("Skriv hvor lenge timen varte."))
        return data

    def outcome(self, people: Sequence[Present]) -> Outcome:
        """The outcome of a valid form."""
        data = self.cleaned_data
        return Outcome(
            status=data.get("status", SessionStatus.HELD), people=people, themes=data["themes"],
            referred_from=data["referred_from"], referred_to=data["referred_to"], minutes=data["minutes"],
        )  # fmt: skip


class TextForm(forms.Form):
    """A note, or an answer in a thread."""

    text = forms.CharField(
        label=gettext_lazy("Tekst"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Skriv en tekst først.")},
    )  # fmt: skip

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label


class SearchForm(forms.Form):
    """Find a session by its reference, or by the e-mail or mobile it was booked with."""

    what = forms.CharField(
        label=gettext_lazy("Referanse, mobil eller e-post"), max_length=254,
        error_messages={"required": gettext_lazy("Skriv referansen, mobilnummeret eller e-postadressen.")},
    )  # fmt: skip


class VideoForm(forms.Form):
    """Where the video session is held."""

    video_link = forms.URLField(
        label=gettext_lazy("Lenke til videosamtalen"), max_length=400, required=False, assume_scheme="https",
        error_messages={"invalid": gettext_lazy("Skriv hele lenken, med https:// først.")},
    )  # fmt: skip

    mark_optional = False


class BreakGlassForm(forms.Form):
    """Why notes of another's session must be read."""

    reason = forms.CharField(
        label=gettext_lazy("Hvorfor må du lese notatene?"), min_length=20, max_length=1000,
        help_text=gettext_lazy("Minst 20 tegn. Åpningen varer i en time, blir varslet og står i loggen."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Skriv en begrunnelse på minst 20 tegn."),
            "min_length": gettext_lazy("Skriv en begrunnelse på minst 20 tegn."),
        },
    )  # fmt: skip


def person_rows(count: int, *, data: Any = None) -> list[PersonRow]:
    """Rows for a new session."""
    return [PersonRow(data, number=number) for number in range(1, count + 1)]


def outcome_rows(participants: Sequence[SessionParticipant], *, data: Any = None) -> list[PersonRow]:
    """A row for each who was announced, preset to present, and empty rows for those who were not."""
    rows = []
    for person in participants:
        initial = {
            "present": person.present is not False, "relation": person.relation, "gender": person.gender,
            "age_band": person.age_band, "child_consent": person.child_consent,
        }  # fmt: skip
        rows.append(PersonRow(data, number=person.position, outcome=True, initial=initial))
    last = max((person.position for person in participants), default=0)
    extra = range(last + 1, last + 1 + EXTRA_PEOPLE)
    return rows + [PersonRow(data, number=number, outcome=True, initial={"present": True}) for number in extra]


def outcome_initial(session: AdviceSession) -> dict[str, Any]:
    """The outcome as it stands, for the form."""
    held = session.status == SessionStatus.HELD
    return {
        "status": SessionStatus.NO_SHOW if session.status == SessionStatus.NO_SHOW else SessionStatus.HELD,
        "minutes": session.minutes if held else _length(session.starts_at, session.ends_at),
        "themes": session.themes, "referred_from": session.referred_from, "referred_to": session.referred_to,
    }  # fmt: skip


def _length(start: datetime | None, end: datetime | None) -> int:
    return int((end - start).total_seconds() // 60) if start and end else SESSION_MINUTES
