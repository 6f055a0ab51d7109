"""What groups put on a signed-in relative's own page: places and waits of this account."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from groups.models import GroupEntry
from pio.accounts.models import User
from pio.core.joining import Box, Row


def boxes(*, user: User, now: datetime) -> list[Box]:
    """My groups; one query."""
    mine = GroupEntry.objects.live().filter(account=user, token_hash__isnull=False).select_related("group")
    rows = [
        Row(
            each.group.text("name"), reverse("groups_entry", args=[each.token]), _("Åpne"), "", each.get_state_display()
        )
        for each in mine.order_by("joined_date", "id")
    ]
    return [Box(_("Gruppene mine"), rows, url=reverse("groups_list"), more=_("Se gruppene"), rank=30)]
