"""What the ombud's work puts on a signed-in relative's own page: my case with the ombud, or the way to it."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from ombud.permissions import access_own_case
from pio.accounts.models import User
from pio.core.joining import Box, Row


def boxes(*, user: User, now: datetime) -> list[Box]:
    """My case, when I have one; else a line for who has a code."""
    case = access_own_case(user)
    url = reverse("ombud_own")
    if case is None:
        rows = [Row(_("Har du fått en kode av et ombud?"), url, _("Skriv inn koden"))]
        return [Box(_("Personlig ombud"), rows, "right", rank=60)]
    rows = [Row(_("Saken min hos ombudet"), url, _("Åpne"), more=str(case.ombud) if case.ombud else "")]
    return [Box(_("Personlig ombud"), rows, rank=30)]
