"""The form to share an experience. Only the text and the consent are asked for; everything else may stay blank."""

import unicodedata
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pio.core import choices
from platform_stories import places
from platform_stories.draft import StoryDraft
from platform_stories.enums import CONSENT_HELP, TOPICS, Consent
from platform_stories.models import MOST_CHARACTERS


def _topics() -> list[tuple[str, str]]:
    offered = {option.code: option.label for option in choices.options("topic")}
    return [(code, offered[code]) for code in TOPICS if code in offered]


def _relations() -> list[tuple[str, Any]]:
    return choices.form_choices("relation")


def _ages() -> list[tuple[str, Any]]:
    return [pair for pair in choices.form_choices("age_band") if pair[0] != choices.UNKNOWN]


class WrittenText(forms.CharField):
    """Free text as the writer wrote it: line ends are made one kind, nothing else is changed."""

    def to_python(self, value: object) -> str:
        """The text, counted as the browser counts it."""
        text = unicodedata.normalize("NFC", str(value or "")).replace("\r\n", "\n").replace("\r", "\n")
        return str(super().to_python(text) or "")


class StoryForm(forms.Form):
    """What the writer tells."""

    text = WrittenText(
        label=_("Din erfaring"),
        help_text=_("Du kan begynne slik: «Det jeg skulle ønske noen visste, er …»"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(
            {"class": "paperpad", "rows": "12", "cols": False, "autocomplete": "off", "spellcheck": "false"}
        ),
        error_messages={
            "required": _("Skriv noen ord om det du har opplevd."),
            "max_length": _("Teksten er for lang. Den kan være på høyst %(limit_value)d tegn."),
        },
    )
    themes = forms.MultipleChoiceField(
        label=_("Hva handler det om?"), choices=_topics, required=False, widget=forms.CheckboxSelectMultiple
    )
    relation = forms.ChoiceField(label=_("Hvem er du for den det gjelder?"), choices=_relations, required=False)
    age_band = forms.ChoiceField(label=_("Hvor gammel er du?"), choices=_ages, required=False)
    county = forms.ChoiceField(label=_("Hvor bor du?"), choices=places.choices, required=False)
    consent = forms.ChoiceField(
        label=_("Hva kan vi bruke teksten til?"), choices=Consent.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva vi kan bruke teksten til.")},
    )  # fmt: skip

    @classmethod
    def of(cls, draft: StoryDraft) -> "StoryForm":
        """The form with what the draft holds."""
        names = ("text", "themes", "relation", "age_band", "county", "consent")
        return cls(initial={name: getattr(draft, name) for name in names})

    @property
    def consent_rows(self) -> list[tuple[Any, Any]]:
        """Each answer with the sentence below it."""
        return [(option, CONSENT_HELP[Consent(option.data["value"])]) for option in self["consent"].subwidgets]

    def draft(self, before: StoryDraft | None = None) -> StoryDraft:
        """The cleaned answers as a draft; it keeps the key and the receipt of an earlier one."""
        return replace(before or StoryDraft(), **self.cleaned_data)
