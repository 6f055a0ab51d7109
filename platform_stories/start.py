"""What the experiences put on the staff's start page: how many wait to be read, and for a second editor."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pio.accounts.models import User
from pio.core.joining import Box, Row
from platform_stories.selectors.moderation import counts


def boxes(*, user: User, now: datetime) -> list[Box]:
    """One box for editors; one query."""
    if not user.has_right("stories.moderate"):
        return []
    found, url = counts(user), reverse("stories_queue")
    rows = []
    if found["unread"]:
        title = ngettext("%(count)s erfaring å lese", "%(count)s erfaringer å lese", found["unread"])
        rows.append(Row(title % {"count": found["unread"]}, url, _("Les")))
    if found["waiting"]:
        title = ngettext("%(count)s sitat å godkjenne", "%(count)s sitater å godkjenne", found["waiting"])
        rows.append(Row(title % {"count": found["waiting"]}, f"{url}?vis=venter", _("Se")))
    return [Box(_("Erfaringer"), rows, "right", rank=40)]
