"""What accounts give to `/min-side/`: one's own data, and the way out."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from pio.accounts.models import User
from pio.core.joining import Box, Row


def boxes(*, user: User, now: datetime) -> list[Box]:  # as every part
    """Return the box about the account itself; it stands last."""
    rows = [Row(_("Det vi har om deg"), reverse("own_data"), act=_("Last ned"))]
    if not user.is_staff:
        rows.append(Row(_("Slett kontoen"), reverse("own_deletion"), act=_("Slett")))
    return [Box(_("Kontoen din"), rows, place="right", rank=90)]
