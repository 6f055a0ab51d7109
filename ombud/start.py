"""What the ombud's work puts on the staff's start page: deadlines for the ombud, the queue for the manager."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ombud import selectors
from ombud.models import Case, Deadline
from pio.accounts.models import User
from pio.core.joining import Box, Row

MOST_ROWS = 8


def boxes(*, user: User, now: datetime) -> list[Box]:
    """The boxes for this person's rights; one query each."""
    shown = []
    if user.has_right("ombud.work"):
        shown.append(_deadlines(user, now))
    if user.has_right("ombud.assign"):
        shown.append(_queue(user, now))
    return shown


def _deadlines(user: User, now: datetime) -> Box:
    today = timezone.localdate(now)
    mine = Case.objects.worked_by(user, today=today).open()
    soon = Deadline.objects.due_by(today + selectors.SOON).filter(case__in=mine)
    rows = []
    for each in soon.select_related("case__client", "rule")[:MOST_ROWS]:
        due = selectors.due(each, each.case, today=today)
        rows.append(Row(each.what, each.case.get_absolute_url(), _("Åpne"), due.left, due.name, due.is_late))
    empty = _("Ingen frister de neste to ukene.")
    return Box(_("Frister i sakene mine"), rows, "left", reverse("ombud_caseload"), _("Alle sakene"), empty, rank=15)


def _waited(days: int) -> str:
    return ngettext("%(days)s dag", "%(days)s dager", days) % {"days": days} if days else _("I dag")


def _queue(user: User, now: datetime) -> Box:
    today = timezone.localdate(now)
    rows = [
        Row(
            _("Sak %(reference)s") % {"reference": case.reference}, reverse("ombud_queue"), _("Gi til et ombud"),
            _waited((today - case.enquired_date).days),
            _("Har omsorg for barn") if case.cares_for_children else "",
        )
        for case in Case.objects.queue().not_denied(user)[:MOST_ROWS]
    ]  # fmt: skip
    return Box(_("Spør om ombud"), rows, "right", reverse("ombud_queue"), _("Køen"), rank=30)
