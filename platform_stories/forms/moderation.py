"""The editors' forms: the redacted text with its themes, the quote, the answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pio.core import choices, personal_data
from platform_stories import highlights
from platform_stories.enums import TOPICS
from platform_stories.forms.sharing import WrittenText
from platform_stories.models import MOST_CHARACTERS, MOST_OF_A_QUOTE, Story

NEVER_QUOTED = frozenset({"national_id", "account", "email", "phone"})
"""Findings of these kinds are never a false alarm that somebody needs in a quote."""


def _topics() -> list[tuple[str, str]]:
    others = [code for code in choices.codes("topic") if code not in TOPICS]
    return [(code, choices.label("topic", code)) for code in (*TOPICS, *others)]


class RedactionForm(forms.Form):
    """The text without what gives people away, and what it is about."""

    text = WrittenText(
        label=_("Sladdet tekst"), max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": "12", "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": _("Skriv teksten slik den skal stå uten det som peker på noen.")},
    )  # fmt: skip
    themes = forms.MultipleChoiceField(
        label=_("Temaer"), choices=_topics, required=False, widget=forms.CheckboxSelectMultiple
    )

    @classmethod
    def of(cls, story: Story) -> "RedactionForm":
        """Filled with what is redacted already, else with the original, its findings replaced."""
        original = story.text or ""
        text = story.redacted or highlights.replaced(original, personal_data.scan(original))
        return cls(initial={"text": text, "themes": story.themes}, auto_id="sladd_%s")


class QuoteForm(forms.Form):
    """Some sentences for the wall."""

    quote = WrittenText(
        label=_("Sitat"), max_length=MOST_OF_A_QUOTE,
        help_text=_("Høyst 600 tegn. Behold ordene til den som skrev, også når de ikke er pene."),
        widget=forms.Textarea({"rows": "4", "autocomplete": "off"}),
        error_messages={"required": _("Skriv sitatet.")},
    )  # fmt: skip
    with_relation = forms.BooleanField(
        label=_("Vis grovt hvem som skriver, for eksempel «en søster eller bror»"), required=False, initial=True
    )
    looked = forms.BooleanField(
        label=_("Jeg har sett etter sted, dato, diagnose sammen med alder, sjeldne yrker og arbeidsplasser"),
        error_messages={"required": _("Se etter det som kan peke på noen, og kryss av.")},
    )

    def clean_quote(self) -> str:
        """Refuse numbers that lead to a person. A name may be a false alarm, so that is the editor's call."""
        text = str(self.cleaned_data["quote"])
        for each in personal_data.scan(text):
            if each.kind in NEVER_QUOTED:
                message = _("«%(text)s» kan peke på noen. Ta det ut av sitatet.") % {"text": each.text}
                raise forms.ValidationError(message)
        return text


class AnswerForm(forms.Form):
    """Some words to whoever has the receipt."""

    answer = WrittenText(
        label=_("Svar til den som skrev"), max_length=4000,
        help_text=_("Den som har kvitteringen, leser svaret. Navnet ditt står ikke der."),
        widget=forms.Textarea({"rows": "4"}), error_messages={"required": _("Skriv et svar.")},
    )  # fmt: skip
