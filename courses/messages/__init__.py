"""Registers the kinds of message that courses send."""

from django.utils.translation import gettext_lazy as _

from courses.messages import letters, registrations
from pio.messaging import kinds
from pio.messaging.kinds import MessageKind


def register() -> None:
    """Called when the app is ready."""
    kinds.register(MessageKind(
        key="course_registration", compose=registrations.compose_state, label=_("Kurs: påmelding og venteliste"),
        samples=registrations.samples,
    ))  # fmt: skip
    kinds.register(MessageKind(
        key="course_reminder", compose=registrations.compose_reminder, label=_("Kurs: påminnelse"),
        samples=registrations.reminder_samples,
    ))  # fmt: skip
    kinds.register(MessageKind(
        key="course_change", compose=letters.compose_change, label=_("Kurs: flyttet eller avlyst"),
        samples=letters.change_samples,
    ))  # fmt: skip
    kinds.register(MessageKind(
        key="course_notice", compose=letters.compose_notice, label=_("Kurs: melding fra kursverten"),
        samples=letters.notice_samples,
    ))  # fmt: skip
    kinds.register(MessageKind(
        key="course_survey", compose=letters.compose_survey, label=_("Kurs: evaluering"),
        samples=letters.survey_samples, finished=letters.survey_done,
    ))  # fmt: skip
