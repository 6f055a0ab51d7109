"""Enums of the helpline log: where a row came from, what becomes of a call-back, and limits that are promises."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

STEP_MINUTES = 5
"""Times of calls are kept to this many minutes, so that a call cannot be matched with a booking made during it."""

MAX_TOPICS = 4
MAX_MINUTES = 24 * 60
NOTE_LENGTH = 4000
EDIT_WINDOW = dt.timedelta(hours=24)
NOTE_DAYS = 30
CONVERSATION = "conversation"
"""The group of call kinds that are talks; the other kinds need no further answer and are no inquiry."""


class CallSource(models.TextChoices):
    """How a call came into the log."""

    ENTRY = "entry", _("Ført under samtalen")
    LATE = "late", _("Etterregistrert")
    IMPORT = "import", _("Importert")


class FollowUpStatus(models.TextChoices):
    """What became of a promise to call back. Every status but the first is final and keeps no number."""

    OPEN = "open", _("Venter")
    REACHED = "reached", _("Fikk svar")
    NOT_REACHED = "not_reached", _("Ikke svar etter tre forsøk")
    CANCELLED = "cancelled", _("Ikke ønsket lenger")
    EXPIRED = "expired", _("Slettet etter 14 dager")


class LeafletPage(models.TextChoices):
    """The pages whose link may be sent to a caller."""

    HELPLINE = "telefon", _("Telefonen vår")
    ADVICE = "radgivning", _("Rådgivningstime")
    GROUPS = "grupper", _("Samtalegrupper")
    COURSES = "kurs", _("Kurs og arrangementer")
    OMBUD = "personlig-ombud", _("Personlig ombud")
    STORIES = "erfaringer", _("Pårørendeplattformen")


FOLLOW_UP_TRANSITIONS: dict[FollowUpStatus, frozenset[FollowUpStatus]] = {
    FollowUpStatus.OPEN: frozenset(set(FollowUpStatus) - {FollowUpStatus.OPEN}),
    **{status: frozenset() for status in FollowUpStatus if status != FollowUpStatus.OPEN},
}
MAX_ATTEMPTS = 3
FOLLOW_UP_DAYS = 14
CODE_WORD_DAYS = 90
