"""The feedback survey, anonymous by construction.

A ticket is a link that can be used once; it knows the offering and whether it was used, never whose it is. An answer
knows the offering, never the ticket.
"""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.enums import HIGHEST_SCORE, QuestionKind
from courses.models.offerings import Offering
from pio.core.fields import EncryptedJSONField, EncryptedTextField
from pio.core.models import BaseModel
from pio.core.privacy import Retention


class SurveyQuestion(BaseModel):
    """An own question of one offering, beside the grade from 1 to 6 that every survey asks for."""

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(_("svares med"), max_length=10, choices=QuestionKind)
    text = models.CharField(_("spørsmål"), max_length=200)
    options = models.TextField(_("svar å velge mellom, ett på hver linje"), max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "id"]

    class Privacy:
        erase = ()
        keep = ("offering", "position", "kind", "text", "options")
        subject = ""

    def __str__(self) -> str:
        return self.text


class SurveyTicket(BaseModel):
    """A link to answer once. Only the hash of its token is kept."""

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="tickets")
    token_hash = models.BinaryField(max_length=32, unique=True, editable=False)
    is_used = models.BooleanField(default=False)
    expires_date = models.DateField()

    class Privacy:
        erase = ()
        keep = ("offering", "token_hash", "is_used", "expires_date")
        subject = ""

    def __str__(self) -> str:
        return str(self.offering_id)


class SurveyAnswer(BaseModel):
    """One anonymous answer; the day is left out on purpose."""

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="answers")
    score = models.PositiveSmallIntegerField(
        _("karakter"), null=True, validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_SCORE)]
    )
    comment = EncryptedTextField(_("kommentar"), label="courses.answer.comment", null=True, blank=True, max_length=2000)
    own_answers = models.JSONField(_("svar på egne spørsmål"), default=dict, blank=True)
    own_texts = EncryptedJSONField(label="courses.answer.own_texts", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__range=(1, HIGHEST_SCORE)),
                name="courses_answer_score_on_the_scale",
            ),
        )

    class Privacy:
        erase = ("comment", "own_texts")
        keep = ("offering", "score", "own_answers")
        subject = ""

    def __str__(self) -> str:
        return str(self.score)


class SurveyLetter(BaseModel):
    """Address and link of one survey message until it is sent; the row is deleted then.

    Nothing joins it to the ticket but the token inside, which is sealed.
    """

    content = EncryptedJSONField(label="courses.survey_letter.content")
    created_date = models.DateField()

    class Privacy:
        erase = ("content",)
        keep = ("created_date",)
        retention = Retention(
            "courses.survey_letter", since="created_date", days=21, action="delete",
            why=_("En lenke til evalueringen som ikke ble sendt, er ikke til nytte lenger."),
        )  # fmt: skip
        on_erase = "delete"

    def __str__(self) -> str:
        return str(self.pk)
