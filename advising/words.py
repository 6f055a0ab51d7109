"""Words of advice sessions: a weekday and time for reminders, who comes, a number as people read it."""

from collections.abc import Sequence
from datetime import datetime

import phonenumbers
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from advising.models import SessionParticipant
from pio.core import choices, words

NORWAY, MOBILE = 47, "49"
INTERNATIONAL = phonenumbers.PhoneNumberFormat.INTERNATIONAL


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


def phone(number: str | None) -> str:
    """A number from E.164 as it is read: `900 00 123`, others with their country."""
    if not number:
        return ""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    digits = str(parsed.national_number)
    if parsed.country_code == NORWAY and digits[0] in MOBILE:
        return f"{digits[:3]} {digits[3:5]} {digits[5:]}"
    form = phonenumbers.PhoneNumberFormat.NATIONAL if parsed.country_code == NORWAY else INTERNATIONAL
    return phonenumbers.format_number(parsed, form)
