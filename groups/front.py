"""What groups know for the front page: whether there are places."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.selectors import public
from pio.core.joining import FrontFacts


def facts(*, now: datetime) -> FrontFacts:
    """How many of the running groups have a place now; two queries."""
    found = public.statuses(now=now)
    if not found:
        return FrontFacts()
    free = sum(status.tone == "good" for status in found)
    if not free:
        return FrontFacts(groups=_("Venteliste akkurat nå"))
    return FrontFacts(
        groups=ngettext("%(n)s gruppe med ledig plass", "%(n)s grupper med ledig plass", free) % {"n": free}
    )
