"""The time of day in words."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pio.core.words import OSLO

GREETINGS: tuple[tuple[int, Promise], ...] = (
    (5, _("God natt")),
    (10, _("God morgen")),
    (12, _("God formiddag")),
    (18, _("God ettermiddag")),
    (24, _("God kveld")),
)


def greeting(*, now: datetime) -> Promise:
    """The greeting of the hour, in Oslo."""
    hour = now.astimezone(OSLO).hour
    return next(words for before, words in GREETINGS if hour < before)
