"""States of somebody who wants a place, and what may follow what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceState(models.TextChoices):
    """Where somebody stands. Only `CONFIRMED` and `OFFERED` take places; only the first three are live."""

    WAITING = "waiting", _("På venteliste")
    OFFERED = "offered", _("Tilbud sendt")
    CONFIRMED = "confirmed", _("Har plass")
    WITHDRAWN = "withdrawn", _("Meldt av")
    DECLINED = "declined", _("Takket nei")
    EXPIRED = "expired", _("Svarte ikke")
    REMOVED = "removed", _("Tatt av listen")


TAKES_PLACE = frozenset({PlaceState.CONFIRMED, PlaceState.OFFERED})
LIVE = frozenset({PlaceState.CONFIRMED, PlaceState.OFFERED, PlaceState.WAITING})

TRANSITIONS: dict[PlaceState, frozenset[PlaceState]] = {
    PlaceState.WAITING: frozenset(
        {PlaceState.OFFERED, PlaceState.CONFIRMED, PlaceState.WITHDRAWN, PlaceState.REMOVED}
    ),
    PlaceState.OFFERED: frozenset(
        {PlaceState.CONFIRMED, PlaceState.DECLINED, PlaceState.EXPIRED, PlaceState.WAITING, PlaceState.WITHDRAWN,
         PlaceState.REMOVED}
    ),
    PlaceState.CONFIRMED: frozenset({PlaceState.WITHDRAWN, PlaceState.REMOVED}),
    PlaceState.WITHDRAWN: frozenset(),
    PlaceState.DECLINED: frozenset(),
    PlaceState.EXPIRED: frozenset(),
    PlaceState.REMOVED: frozenset(),
}  # fmt: skip
