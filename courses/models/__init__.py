"""Offerings with their evenings, registrations with their presences, surveys with their answers."""

from courses.models.attendance import Presence
from courses.models.offerings import Evening, Offering
from courses.models.registrations import Registration
from courses.models.surveys import SurveyAnswer, SurveyQuestion, SurveyTicket

__all__ = ["Evening", "Offering", "Presence", "Registration", "SurveyAnswer", "SurveyQuestion", "SurveyTicket"]
