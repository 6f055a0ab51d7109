"""The kinds and states of the time engine."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ResourceKind(models.TextChoices):
    """What can be busy."""

    ADVISER = "adviser", _("Rådgiver")
    ROOM = "room", _("Rom")


class ExceptionKind(models.TextChoices):
    """Which way an exception turns the ordinary rules."""

    CLOSED = "closed", _("Borte")
    OPEN = "open", _("Ekstra åpent")


class ClosureSource(models.TextChoices):
    """Where a closed day comes from."""

    HOLIDAYS = "holidays", _("Helligdag")
    OWN = "own", _("Egen stengning")


class ReservationStatus(models.TextChoices):
    """The life of a reservation; all but the last keep others out."""

    HELD = "held", _("Holdt av")
    BOOKED = "booked", _("Bestilt")
    BLOCKED = "blocked", _("Sperret")
    CANCELLED = "cancelled", _("Avlyst")


BUSY = (ReservationStatus.HELD, ReservationStatus.BOOKED, ReservationStatus.BLOCKED)

TRANSITIONS: dict[ReservationStatus, frozenset[ReservationStatus]] = {
    ReservationStatus.HELD: frozenset({ReservationStatus.BOOKED, ReservationStatus.CANCELLED}),
    ReservationStatus.BOOKED: frozenset({ReservationStatus.CANCELLED}),
    ReservationStatus.BLOCKED: frozenset({ReservationStatus.CANCELLED}),
    ReservationStatus.CANCELLED: frozenset(),
}


class Weekday(models.IntegerChoices):
    """Days as `date.weekday()` counts them."""

    MONDAY = 0, _("mandag")
    TUESDAY = 1, _("tirsdag")
    WEDNESDAY = 2, _("onsdag")
    THURSDAY = 3, _("torsdag")
    FRIDAY = 4, _("fredag")
    SATURDAY = 5, _("lørdag")
    SUNDAY = 6, _("søndag")
