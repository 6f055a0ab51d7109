"""Norwegian public holidays and their names, from `holidays` (language "no"; "nb" silently gives English)."""

from datetime import date
from functools import lru_cache

import holidays
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NORWEGIAN, ENGLISH = "no", "en_US"


@lru_cache(maxsize=64)
def public_holidays(year: int, language: str = NORWEGIAN) -> dict[date, str]:
    """Norwegian public holidays of a year with their names in Norwegian, or in English, Sundays apart."""
    found = holidays.country_holidays("NO", years=year, language=language)
    return {day: name.replace("; ", ", ") for day, name in found.items()}


def name_of(day: date, name: str) -> str:
    """The stored name of a closed day in the active language: holidays and the two eves are known in English."""
    if not (get_language() or "").startswith("en"):
        return name
    if public_holidays(day.year).get(day) == name:
        return public_holidays(day.year, ENGLISH)[day]
    eves = {"Julaften": _("Julaften"), "Nyttårsaften": _("Nyttårsaften")}
    return eves.get(name, name)
