"""Days, times and numbers as people read them: `torsdag 26. november kl. 12.30`, `Thursday 26 November at 12:30`.

Instants are read in Europe/Oslo. In the template, `{% load words %}` has them as filters.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import phonenumbers
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

OSLO = ZoneInfo("Europe/Oslo")
NORWAY, MOBILE = 47, "49"
INTERNATIONAL = phonenumbers.PhoneNumberFormat.INTERNATIONAL
JOINER = "\u2060"
"""Keeps `12.30–13.30` on one line."""
NO_BREAK = "\u00a0"


def day(value: date | datetime) -> str:
    """A day without its year: `torsdag 26. november`."""
    return date_format(_date(value), "l j F" if _is_english() else "l j. F")


def day_and_month(value: date | datetime) -> str:
    """A day without weekday and year: `26. november`."""
    return date_format(_date(value), "j F" if _is_english() else "j. F")


def short_day(value: date | datetime) -> str:
    """A day in a row of a list: `tor 26.11.`, `Thu 26 Nov`; never broken over two lines."""
    return date_format(_date(value), "D j M" if _is_english() else "D j.n.").replace(" ", NO_BREAK)


def clock(moment: datetime) -> str:
    """A time of day: `12.30`, in English `12:30`."""
    return moment.astimezone(OSLO).strftime("%H:%M" if _is_english() else "%H.%M")


def span(start: datetime, end: datetime) -> str:
    """From when to when: `12.30–13.30`, never broken."""
    return f"{clock(start)}{JOINER}–{JOINER}{clock(end)}"


def at(moment: datetime) -> str:
    """Day and time: `torsdag 26. november kl. 12.30`."""
    return _("%(day)s kl. %(time)s") % {"day": day(moment), "time": clock(moment)}


def day_and_span(start: datetime, end: datetime) -> str:
    """Day, from when to when: `torsdag 26. november kl. 12.30–13.30`."""
    return _("%(day)s kl. %(time)s") % {"day": day(start), "time": span(start, end)}


def capitalised(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def _date(value: date | datetime) -> date:
    return value.astimezone(OSLO).date() if isinstance(value, datetime) else value


def _is_english() -> bool:
    return (translation.get_language() or "nb").startswith("en")


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
