"""The call form, the filter of the log, and the reason of an amendment.

Rules of shape that live here: a conversation needs channel, kind, relation and at least one topic; a call that is no
conversation needs its kind only; a late entry needs its day and time. "Unknown" and "not asked" are answers everywhere.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, gettext_noop
from django.utils.translation import gettext_lazy as _

from advising.enums.calls import MAX_MINUTES, MAX_TOPICS, NOTE_LENGTH
from advising.forms.searched_select import SearchedSelect
from advising.models import Call
from advising.querysets.calls import conversation_kinds
from advising.services.calls import CallAnswers
from pio.core import choices, geography
from pio.core.forms import DateInput, TimeInput

OSLO = ZoneInfo("Europe/Oslo")
OPENED_SALT = "advising.call.opened"
MORE = "more"
LONGEST_COUNTED = dt.timedelta(hours=2)
EXTRA = (choices.UNKNOWN, choices.NOT_ASKED)
CHANNELS_SHOWN = ("phone", "email", "chat")
RELATIONS_SHOWN = ("mother", "father", "daughter", "son", "sister", "spouse", "friend", "professional")
ROLE_OF_RELATION = {"self": "self", "professional": "professional"}
MANY = {"diagnosis_areas": "diagnosis_area", "referred_from": "service", "referred_to": "service"}


def _codes(list_name: str, blank: str | None = "", **options: Any) -> Callable[[], list[tuple[str, Any]]]:
    return lambda: choices.form_choices(list_name, gettext(blank) if blank else blank, **options)


def _counties() -> list[tuple[str, str]]:
    extra = [(code, choices.label("gender", code)) for code in EXTRA]
    return [("", gettext("Ikke valgt")), *geography.form_choices("counties", None), *extra]


def _picked(list_name: str, *shown: str) -> list[tuple[str, str]]:
    offered = {option.code: option.label for option in choices.options(list_name)}
    return [(code, offered[code]) for code in shown if code in offered]


class CallForm(forms.Form):
    """One call. `form.answers(now)` gives what the service needs."""

    draft_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    channel = forms.CharField(label=_("Kanal"), required=False)
    channel_more = forms.ChoiceField(
        label=_("Annen kanal"),
        choices=_codes("channel", gettext_noop("Velg kanal"), extra=EXTRA),
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("Hva slags samtale"), choices=_codes("call_kind", None, extra=EXTRA), widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva slags samtale det var."), "invalid_choice": _("Velg en fra lista.")},
    )  # fmt: skip
    relation = forms.CharField(label=_("Den som ringer, er"), required=False)
    relation_more = forms.ChoiceField(
        label=_("Annen relasjon"),
        choices=_codes("relation", gettext_noop("Velg relasjon"), grouped=True, extra=EXTRA),
        required=False,
    )
    caller_gender = forms.ChoiceField(
        label=_("Kjønn"), choices=_codes("gender", "Ikke valgt", extra=EXTRA), required=False
    )
    caller_age_band = forms.ChoiceField(
        label=_("Alder"), choices=_codes("age_band", "Ikke valgt", extra=EXTRA), required=False
    )
    topics = forms.MultipleChoiceField(
        label=_("Temaer"), choices=_codes("topic", None, grouped=True, extra=EXTRA), required=False,
        widget=SearchedSelect("topic", most=MAX_TOPICS),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Notat"), max_length=NOTE_LENGTH, required=False, widget=forms.Textarea({"rows": 6}),
    )  # fmt: skip
    severity = forms.ChoiceField(
        label=_("Bekymring"), choices=_codes("severity", None), widget=forms.RadioSelect, required=False
    )
    county = forms.ChoiceField(label=_("Fylke"), choices=_counties, required=False)
    municipality = forms.CharField(
        label=_("Kommune"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"list": "kommuner", "autocomplete": "off"}),
    )
    diagnosis_areas = forms.MultipleChoiceField(
        label=_("Sykdom eller vanske"), choices=_codes("diagnosis_area", None, grouped=True, extra=EXTRA),
        required=False, widget=SearchedSelect("diagnosis_area"),
    )  # fmt: skip
    help_given = forms.MultipleChoiceField(
        label=_("Hva vi gjorde"), choices=_codes("help_given", None), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    referred_from = forms.MultipleChoiceField(
        label=_("Kom fra"), choices=_codes("service", None, grouped=True, extra=EXTRA), required=False,
        widget=SearchedSelect("service"),
    )  # fmt: skip
    referred_to = forms.MultipleChoiceField(
        label=_("Henvist til"), choices=_codes("service", None, grouped=True, extra=EXTRA), required=False,
        widget=SearchedSelect("service"),
    )  # fmt: skip
    duration_minutes = forms.IntegerField(label=_("Minutter"), min_value=0, max_value=MAX_MINUTES, required=False)
    started_on = forms.DateField(
        label=_("Dag"), widget=DateInput, error_messages={"required": _("Skriv dagen samtalen var.")}
    )
    started_time = forms.TimeField(
        label=_("Klokkeslett"), widget=TimeInput, error_messages={"required": _("Skriv når samtalen begynte.")}
    )

    mark_optional = False

    def __init__(self, *args: Any, now: dt.datetime, late: bool = False, reason: bool = False, **kwargs: Any) -> None:
        self.now, self.late = now, late
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["started_on"], self.fields["started_time"]
        if reason:
            self.fields["reason"] = forms.CharField(
                label=gettext_lazy("Hvorfor retter du?"), max_length=300,
                error_messages={"required": gettext_lazy("Skriv hvorfor du retter samtalen.")},
            )  # fmt: skip
            del self.fields["note"]
        for name in ("channel", "relation", "topics"):
            self.fields[name].widget.attrs["required"] = True
        for name, field in self.fields.items():
            if not isinstance(field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.HiddenInput):
                field.widget.attrs |= {"class": "ds-input", "data-size": "sm"}
                field.widget.attrs.setdefault("id", f"id_{name}")

    @property
    def channels(self) -> list[tuple[str, str]]:
        """The channels shown as buttons; the rest is behind the last."""
        return [*_picked("channel", *CHANNELS_SHOWN), (MORE, gettext("Annen …"))]

    @property
    def relations(self) -> list[tuple[str, str]]:
        """The relations shown as buttons; the rest is behind the last but one."""
        more = [(MORE, gettext("Annen …")), (choices.UNKNOWN, choices.label("relation", choices.UNKNOWN))]
        return _picked("relation", *RELATIONS_SHOWN) + more

    @property
    def chosen_channel(self) -> str:
        """The channel's button that is pressed."""
        return self._pressed("channel", self.channels)

    @property
    def chosen_relation(self) -> str:
        """The relation's button that is pressed."""
        return self._pressed("relation", self.relations)

    def _pressed(self, name: str, shown: list[tuple[str, str]]) -> str:
        """An answer that has no button presses "Annen …"."""
        value = str(self[name].value() or "")
        return value if not value or value in dict(shown) else MORE

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The kinds of talk; in a late entry and in changes also the calls that were none."""
        talks = conversation_kinds()
        return [
            (option.code, option.label)
            for option in choices.options("call_kind")
            if option.code in talks or self.late or self["kind"].value() == option.code
        ]

    @property
    def municipality_options(self) -> SafeString:
        """The browser's own suggestions, as the options of a `<datalist>`: too many for a template."""
        return format_html_join("", '<option value="{}">', ((place.name,) for place in geography.municipalities()))

    def clean_municipality(self) -> str:
        """The number of the municipality; a special answer stays."""
        text = self.cleaned_data["municipality"].strip()
        if not text or text in EXTRA:
            return text
        county = str(self.data.get(self.add_prefix("county"), ""))
        found = geography.find_municipality(text, county if county.isdigit() else None)
        if found is None:
            raise forms.ValidationError(gettext("Skriv navnet eller nummeret på en kommune i fylket du har valgt."))
        return found.code

    def clean_topics(self) -> list[str]:
        """At most four, in the order they were chosen."""
        topics = list(dict.fromkeys(self.cleaned_data["topics"]))
        if len(topics) > MAX_TOPICS:
            raise forms.ValidationError(gettext("Velg høyst fire temaer."))
        return topics

    def clean(self) -> dict[str, Any]:
        """What a conversation needs."""
        data = super().clean() or {}
        data |= {name: self._picked_or_more(name, data) for name in ("channel", "relation")}
        if data.get("kind") in conversation_kinds():
            self._need(data, "channel", gettext("Velg kanal."))
            self._need(data, "relation", gettext("Velg hvem som ringer. «Ukjent» er et svar."))
            self._need(data, "topics", gettext("Velg minst ett tema."))
        if self._waited_too_long(data):
            text = gettext("Skjemaet har vært åpent i over to timer. Skriv hvor mange minutter samtalen varte.")
            self.add_error("duration_minutes", text)
        if self.late and data.get("started_on") and data.get("started_time") and self.started_at() > self.now:
            self.add_error("started_time", gettext("Samtalen kan ikke ha startet fram i tid."))
        return data

    def _waited_too_long(self, data: dict[str, Any]) -> bool:
        """Whether the clock has run since long after the call, as in a draft that is taken up again."""
        is_counted = not self.late and data.get("kind") in conversation_kinds() and data.get("duration_minutes") is None
        return is_counted and "duration_minutes" not in self.errors and self.now - self.opened_at() > LONGEST_COUNTED

    def _need(self, data: dict[str, Any], name: str, message: str) -> None:
        if not data.get(name) and name not in self.errors:
            self.add_error(name, message)

    def _picked_or_more(self, name: str, data: dict[str, Any]) -> str:
        code = str(data.get(name, ""))
        if code == MORE:
            return str(data.get(f"{name}_more", ""))
        if code and code not in choices.codes(name, extra=True):
            self.add_error(name, gettext("Velg en fra lista."))
        return code

    def opened_at(self) -> dt.datetime:
        """When the form was opened by the server's clock, within the last day; otherwise now."""
        try:
            seconds = signing.loads(self.cleaned_data.get("opened") or "", salt=OPENED_SALT, max_age=86_400)
        except signing.BadSignature:
            return self.now
        return dt.datetime.fromtimestamp(seconds, dt.UTC)

    def started_at(self) -> dt.datetime:
        """The start as an instant: typed in a late entry, otherwise when the form was opened."""
        if not self.late:
            return self.opened_at()
        data = self.cleaned_data
        return dt.datetime.combine(data["started_on"], data["started_time"], OSLO).astimezone(dt.UTC)

    def answers(self) -> CallAnswers:
        """What the service needs. The duration is what was typed, or the time since the form was opened."""
        data, started_at = self.cleaned_data, self.started_at()
        minutes = data.get("duration_minutes")
        if minutes is None:
            is_talk = data["kind"] in conversation_kinds() and not self.late
            minutes = min(MAX_MINUTES, max(1, round((self.now - started_at).total_seconds() / 60))) if is_talk else 0
        county = data["county"] or (geography.county_of(data["municipality"]) if data["municipality"] else "")
        role = ROLE_OF_RELATION.get(data["relation"], "relative" if data["relation"] not in ("", *EXTRA) else "")
        plain = ("kind", "channel", "relation", "caller_gender", "caller_age_band", "municipality", "severity")
        many = ("diagnosis_areas", "topics", "referred_from", "referred_to", "help_given")
        values: dict[str, Any] = {name: data[name] for name in plain} | {name: tuple(data[name]) for name in many}
        values |= {"county": county, "caller_role": role, "note": data.get("note", "")}
        return CallAnswers(started_at=started_at, duration_minutes=minutes, **values)


def new_initial(now: dt.datetime, *, late: bool) -> dict[str, Any]:
    """What a fresh form begins with: an id of its own, the time it was opened, and the telephone."""
    local = timezone.localtime(now, OSLO)
    initial = {"draft_id": uuid.uuid4(), "opened": sealed_opening(now), "channel": "phone"}
    return initial | ({"started_on": local.date(), "started_time": local.time().replace(second=0)} if late else {})


def sealed_opening(now: dt.datetime) -> str:
    """The moment of opening, signed, so that the server's clock decides the duration."""
    return signing.dumps(int(now.timestamp()), salt=OPENED_SALT)


def call_initial(call: Call) -> dict[str, Any]:
    """A stored call as the form shows it."""
    names = (
        "channel", "kind", "relation", "caller_gender", "caller_age_band", "topics", "note", "severity", "county",
        "municipality", "diagnosis_areas", "help_given", "referred_from", "referred_to", "duration_minutes",
    )  # fmt: skip
    local = timezone.localtime(call.started_at, OSLO)
    values = {name: getattr(call, name) for name in names}
    values["municipality"] = geography.name("municipalities", call.municipality)
    more = {"channel_more": call.channel, "relation_more": call.relation}
    return values | more | {"started_on": local.date(), "started_time": local.time()}
