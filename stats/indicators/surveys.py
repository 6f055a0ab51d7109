"""Figures of the feedback after courses and events. Answers have no day of their own: they go by the day of asking."""

from django.utils.translation import gettext_lazy as _

from courses.models import SurveyAnswer
from stats.counting import Flow
from stats.indicators.courses import offering_dimensions
from stats.registry import Chapter, indicator


@indicator(
    name=_("Svar på evalueringer"),
    unit=_("svar"),
    definition=_("Svar med karakter fra 1 til 6 på evalueringer som ble sendt ut i året, etter kurs og arrangementer."),
    chapter=Chapter.COURSES,
    source="courses.SurveyAnswer",
)
def survey_answers() -> Flow:
    """Answers with a score, by the day the survey was sent."""
    rows = SurveyAnswer.objects.filter(score__isnull=False, offering__survey_sent_date__isnull=False)
    return Flow(
        rows, "offering__survey_sent_date", dimensions={"score": "score"} | offering_dimensions("offering__"),
        no_weekday=_("Svarene er anonyme og har ingen egen dag. De regnes til dagen evalueringen ble sendt."),
    )  # fmt: skip
