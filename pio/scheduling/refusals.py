"""The engine's ways of saying no. Each message is fit to show to the person who asked."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from pio.core.errors import Refusal
from pio.scheduling.needs import FreeTime, Span


class SlotTaken(Refusal):
    """The time is not free (any longer). `nearest`: up to three free times nearest to it, in order of time."""

    def __init__(self, nearest: Sequence[FreeTime] = (), taken: Sequence[Span] = ()) -> None:
        super().__init__(_("Tiden er dessverre ikke ledig lenger. Velg en annen tid."))
        self.nearest = tuple(nearest)
        self.taken = tuple(taken)


class HoldExpired(SlotTaken):
    """The hold ran out and somebody else took the time before the form was sent."""


class BookingGone(Refusal):
    """What should be moved has been cancelled or moved meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("Bestillingen er endret eller avbestilt i mellomtiden. Last siden på nytt."))


class HoldTooLong(Refusal):
    """The hold cannot be extended any more."""

    def __init__(self) -> None:
        super().__init__(_("Vi kan ikke holde av tiden lenger. Send inn nå, eller velg en ny tid."))


class SubmitChanged(Refusal):
    """The same form was sent again with other content."""

    def __init__(self) -> None:
        super().__init__(
            _("Dette skjemaet er allerede sendt inn med andre svar. Begynn på nytt for å bestille en tid til.")
        )


class Busy(Refusal):
    """Too many want the same at once; nothing was taken."""

    def __init__(self) -> None:
        super().__init__(_("Det er stor pågang akkurat nå. Vent litt og prøv igjen. Ingenting er bestilt."))


class DayHasClosure(Refusal):
    """There is a row for the day already."""

    def __init__(self) -> None:
        super().__init__(_("Den dagen står allerede i listen. Endre den der."))


class HolidayStays(Refusal):
    """Public holidays are not removed."""

    def __init__(self) -> None:
        super().__init__(_("En helligdag kan ikke fjernes. Velg «Åpent likevel» for dagen."))
