"""Words of advice sessions: a weekday and time for reminders, and who comes."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from advising.models import SessionParticipant
from pio.core import choices, words


def at_weekday(moment: datetime) -> str:
    """Weekday and time, for a reminder: `torsdag kl. 12.30`."""
    day = date_format(moment.astimezone(words.OSLO), "l")
    return _("%(day)s kl. %(time)s") % {"day": day, "time": words.clock(moment)}


def people(participants: Sequence[SessionParticipant]) -> str:
    """Who comes: `Mor og far`, `Datter, bror og venn`; empty when nobody is known."""
    names = [choices.label("relation", each.relation).lower() for each in participants]
    if len(names) > 1:
        names = [*names[:-2], _("%(one)s og %(two)s") % {"one": names[-2], "two": names[-1]}]
    return words.capitalised(", ".join(names))
