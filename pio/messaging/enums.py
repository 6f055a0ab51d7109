"""Channels of a message and the states an outbox row passes through."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a message reaches a person."""

    EMAIL = "email", _("E-post")
    SMS = "sms", _("SMS")


class MessageState(models.TextChoices):
    """Where a row is. `uncertain`: it may have arrived, and one re-send has been spent; a person decides."""

    PENDING = "pending", _("Venter")
    LEASED = "leased", _("Sendes nå")
    SENT = "sent", _("Sendt")
    DROPPED = "dropped", _("Ikke sendt, trengs ikke lenger")
    FAILED = "failed", _("Feilet")
    UNCERTAIN = "uncertain", _("Usikkert om den kom fram")
    CANCELLED = "cancelled", _("Trukket tilbake")


LIVE_STATES = (MessageState.PENDING, MessageState.LEASED)

TRANSITIONS: dict[MessageState, frozenset[MessageState]] = {
    MessageState.PENDING: frozenset({MessageState.LEASED, MessageState.CANCELLED}),
    MessageState.LEASED: frozenset(
        {
            MessageState.PENDING,
            MessageState.SENT,
            MessageState.DROPPED,
            MessageState.FAILED,
            MessageState.UNCERTAIN,
            MessageState.CANCELLED,
        }
    ),
    MessageState.UNCERTAIN: frozenset({MessageState.PENDING, MessageState.CANCELLED}),
    MessageState.FAILED: frozenset({MessageState.PENDING, MessageState.CANCELLED}),
    MessageState.SENT: frozenset(),
    MessageState.DROPPED: frozenset(),
    MessageState.CANCELLED: frozenset(),
}
