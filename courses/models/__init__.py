"""Offerings with their evenings, registrations with their presences, surveys with their answers."""

from courses.models.attendance import Presence
from courses.models.notices import Notice
from courses.models.offerings import Evening, Offering
from courses.models.registrations import Registration
from courses.models.surveys import SurveyAnswer, SurveyLetter, SurveyQuestion, SurveyTicket

__all__ = [
    "Evening", "Notice", "Offering", "Presence", "Registration", "SurveyAnswer", "SurveyLetter", "SurveyQuestion",
    "SurveyTicket",
]  # fmt: skip
