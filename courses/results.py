"""Results of a survey: mean, how the grades spread, comments. Nothing is shown below five answers (small numbers)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from courses.enums import HIGHEST_SCORE, LOWEST_SHOWN_ANSWERS, QuestionKind
from courses.models import Offering, SurveyAnswer, SurveyQuestion

WIDTH = 100


@dataclass(frozen=True)
class Bar:
    """One row of a distribution: its words, how many, and its length on a scale of 0 to 100."""

    label: str
    count: int
    length: int


@dataclass(frozen=True)
class OwnResult:
    """What came of an own question."""

    question: SurveyQuestion
    bars: list[Bar] = field(default_factory=list)
    mean: float | None = None
    texts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Results:
    """What came of a survey; `is_shown` is False below five answers, and then nothing but the count is there."""

    count: int
    is_shown: bool = False
    mean: float | None = None
    bars: list[Bar] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    own: list[OwnResult] = field(default_factory=list)


def results(offering: Offering) -> Results:
    """The results of one offering; two queries. Comments are sorted by their text, so no order gives away who."""
    answers = list(SurveyAnswer.objects.filter(offering=offering))
    if len(answers) < LOWEST_SHOWN_ANSWERS:
        return Results(len(answers))
    scores = [answer.score for answer in answers if answer.score is not None]
    comments = sorted(answer.comment for answer in answers if answer.comment)
    own = [_own(question, answers) for question in offering.questions.all()]
    return Results(len(answers), True, _mean(scores), _scale(scores), comments, own)


def _own(question: SurveyQuestion, answers: Sequence[SurveyAnswer]) -> OwnResult:
    key = str(question.pk)
    if question.kind == QuestionKind.TEXT:
        texts = sorted(str(answer.own_texts[key]) for answer in answers if answer.own_texts and key in answer.own_texts)
        return OwnResult(question, texts=texts if len(texts) >= LOWEST_SHOWN_ANSWERS else [])
    given = [answer.own_answers[key] for answer in answers if key in answer.own_answers]
    if len(given) < LOWEST_SHOWN_ANSWERS:
        return OwnResult(question)
    if question.kind == QuestionKind.SCALE:
        scores = [int(value) for value in given]
        return OwnResult(question, _scale(scores), _mean(scores))
    counts = Counter(str(value) for value in given)
    return OwnResult(question, _bars([(option, counts[option]) for option in choices_of(question)]))


def choices_of(question: SurveyQuestion) -> list[str]:
    """The answers one may choose between."""
    return [line.strip() for line in question.options.splitlines() if line.strip()]


def _mean(scores: Sequence[int]) -> float | None:
    return round(sum(scores) / len(scores), 2) if scores else None


def _scale(scores: Sequence[int]) -> list[Bar]:
    counts = Counter(scores)
    return _bars([(str(score), counts[score]) for score in range(HIGHEST_SCORE, 0, -1)])


def _bars(counted: Sequence[tuple[str, int]]) -> list[Bar]:
    largest = max((count for _label, count in counted), default=0) or 1
    return [Bar(label, count, round(WIDTH * count / largest)) for label, count in counted]
