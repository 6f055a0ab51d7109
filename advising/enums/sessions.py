"""Advice sessions: statuses with their transitions, where a session came from, and what safe contact may mean."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionStatus(models.TextChoices):
    """Where a session stands. A cancelled or held one never comes back to life; a new one is booked instead."""

    BOOKED = "booked", _("Avtalt")
    HELD = "held", _("Holdt")
    NO_SHOW = "no_show", _("Ikke møtt")
    CANCELLED_IN_TIME = "cancelled_in_time", _("Avbestilt")
    CANCELLED_LATE = "cancelled_late", _("Avbestilt for sent")
    CANCELLED_BY_US = "cancelled_by_us", _("Avlyst av oss")


S = SessionStatus
TRANSITIONS: dict[SessionStatus, frozenset[SessionStatus]] = {
    S.BOOKED: frozenset({S.HELD, S.NO_SHOW, S.CANCELLED_IN_TIME, S.CANCELLED_LATE, S.CANCELLED_BY_US}),
    S.HELD: frozenset({S.HELD, S.NO_SHOW}),
    S.NO_SHOW: frozenset({S.NO_SHOW, S.HELD}),
    S.CANCELLED_IN_TIME: frozenset(),
    S.CANCELLED_LATE: frozenset(),
    S.CANCELLED_BY_US: frozenset(),
}
"""An outcome may be written again, or turned from held to no-show and back: people press the wrong button."""

CANCELLED = frozenset({S.CANCELLED_IN_TIME, S.CANCELLED_LATE, S.CANCELLED_BY_US})


class SessionOrigin(models.TextChoices):
    """How the session came about."""

    ONLINE = "online", _("Bestilt på nett")
    STAFF = "staff", _("Bestilt av oss")
    WALK_IN = "walk_in", _("Kom innom")


class Channel(models.TextChoices):
    """How adviser and relative meet; the codes of `advice_channel` in the choice lists."""

    IN_PERSON = "in_person", _("Oppmøte")
    VIDEO = "video", _("Video")
    PHONE = "phone", _("Telefon")
    EMAIL = "email", _("E-post")


TIMED_CHANNELS = (Channel.IN_PERSON, Channel.VIDEO, Channel.PHONE)


class MessagePart(models.TextChoices):
    """What a message about a session says; names in the outbox, never changed once used."""

    BOOKED = "booked", _("Bekreftelse")
    CHANGED = "changed", _("Endring")
    CANCELLED = "cancelled", _("Avbestilling")
    REMINDER = "reminder", _("Påminnelse")
    ANSWER = "answer", _("Svar fra rådgiver")


class MessageConsent(models.TextChoices):
    """Whether we may leave a message when nobody answers. `NO` means that nothing at all goes to the phone."""

    VOICE_AND_SMS = "voice_and_sms", _("Ja, på mobilsvar og SMS")
    SMS_ONLY = "sms_only", _("Bare på SMS")
    NO = "no", _("Nei, ikke legg igjen beskjed")


class WrittenBy(models.TextChoices):
    """Who wrote a message in an e-mail advice thread."""

    RELATIVE = "relative", _("Du")
    ADVISER = "adviser", _("Rådgiver")
