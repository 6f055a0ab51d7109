"""Days and times in words, as people read them: `torsdag 26. november kl. 12.30`, `Thursday 26 November at 12:30`."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from advising.models import SessionParticipant
from advising.terms import OSLO
from pio.core import choices

JOINER = "\u2060"
"""Keeps `12.30–13.30` on one line."""


def day(value: date | datetime) -> str:
    """A day without its year: `torsdag 26. november`."""
    if isinstance(value, datetime):
        value = value.astimezone(OSLO).date()
    return date_format(value, "l j F" if _is_english() else "l j. F")


def short_day(value: date) -> str:
    """A day in a row: `tor. 26.11`."""
    return date_format(value, "D j M" if _is_english() else "D j.n.")


def clock(moment: datetime) -> str:
    """A time of day: `12.30`, in English `12:30`."""
    return moment.astimezone(OSLO).strftime("%H:%M" if _is_english() else "%H.%M")


def span(start: datetime, end: datetime) -> str:
    """From when to when: `12.30–13.30`, never broken."""
    return f"{clock(start)}{JOINER}–{JOINER}{clock(end)}"


def at(moment: datetime) -> str:
    """Day and time: `torsdag 26. november kl. 12.30`."""
    return _("%(day)s kl. %(time)s") % {"day": day(moment), "time": clock(moment)}


def at_weekday(moment: datetime) -> str:
    """Weekday and time, for a reminder: `torsdag kl. 12.30`."""
    return _("%(day)s kl. %(time)s") % {"day": date_format(moment.astimezone(OSLO), "l"), "time": clock(moment)}


def week_span(first: date, last: date) -> str:
    """The days of a week: `23.–27. november`, `30. november–4. desember`."""
    number = "j" if _is_english() else "j."
    month = "F"
    if first.month == last.month:
        return f"{date_format(first, number)}–{date_format(last, f'{number} {month}')}"
    return f"{date_format(first, f'{number} {month}')}–{date_format(last, f'{number} {month}')}"


def people(participants: Sequence[SessionParticipant]) -> str:
    """Who comes: `Mor og far`, `Datter, bror og barn`."""
    names = [choices.label("relation", each.relation).lower() for each in participants]
    if len(names) > 1:
        names = [*names[:-2], _("%(one)s og %(two)s") % {"one": names[-2], "two": names[-1]}]
    text = ", ".join(names)
    return text[:1].upper() + text[1:]


def _is_english() -> bool:
    return (translation.get_language() or "nb").startswith("en")
