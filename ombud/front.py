"""What the front page may say about the ombud: whether new clients are taken in."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from ombud.services.enquiries import current_stop
from pio.core.joining import FrontFacts


def facts(*, now: datetime) -> FrontFacts:
    """One query."""
    if current_stop(timezone.localdate(now)) is not None:
        return FrontFacts(ombud=_("Tar ikke inn nye nå"))
    return FrontFacts(ombud=_("Tar imot nye"))
