"""The public survey: a grade from 1 to 6, own questions, a comment."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.enums import HIGHEST_SCORE, QuestionKind
from courses.models import SurveyQuestion
from courses.results import choices_of

SCALE = [(str(n), str(n)) for n in range(1, HIGHEST_SCORE + 1)]


class SurveyForm(forms.Form):
    """Only the grade must be given."""

    score = forms.ChoiceField(
        label=gettext_lazy("Hvor fornøyd er du, alt i alt?"), choices=SCALE, widget=forms.RadioSelect,
        help_text=gettext_lazy("1 er lite fornøyd. 6 er svært fornøyd."),
        error_messages={"required": gettext_lazy("Velg et tall fra 1 til 6.")},
    )  # fmt: skip

    def __init__(self, *args: Any, questions: list[SurveyQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[_name(question)] = _field(question)
        self.fields["comment"] = forms.CharField(
            label=_("Noe du vil fortelle oss?"), max_length=2000, required=False,
            help_text=_("Skriv ikke navn. Kursverten leser dette."), widget=forms.Textarea(attrs={"rows": 4}),
        )  # fmt: skip

    def own(self) -> dict[str, str | int]:
        """Answers to own questions by the question's id."""
        given: dict[str, str | int] = {}
        for question in self.questions:
            value = self.cleaned_data[_name(question)]
            if value:
                given[str(question.pk)] = int(value) if question.kind == QuestionKind.SCALE else value
        return given


def _name(question: SurveyQuestion) -> str:
    return f"sporsmal-{question.position}"


def _field(question: SurveyQuestion) -> forms.Field:
    if question.kind == QuestionKind.TEXT:
        return forms.CharField(
            label=question.text, max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
        )
    options = SCALE if question.kind == QuestionKind.SCALE else [(text, text) for text in choices_of(question)]
    return forms.ChoiceField(label=question.text, choices=options, required=False, widget=forms.RadioSelect)
