"""What groups know for the front page: whether there are places."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.selectors import public
from pio.core.drawings import drawn
from pio.core.joining import FrontFacts


def facts(*, now: datetime) -> FrontFacts:
    """How many of the running groups have a place now; two queries."""
    read = public.read_groups(now=now)
    return drawn("groups_front", read, lambda: (_facts(public.rows(read)), ()), now=now)


def _facts(rows: list[public.Row]) -> FrontFacts:
    if not rows:
        return FrontFacts()
    free = sum(row.status.tone == "good" for row in rows)
    if not free:
        return FrontFacts(groups=_("Venteliste akkurat nå"))
    return FrontFacts(
        groups=ngettext("%(n)s gruppe med ledig plass", "%(n)s grupper med ledig plass", free) % {"n": free}
    )
