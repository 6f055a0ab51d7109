"""The figures that only people know: what they are called. Own ones can be added by name."""

from typing import Any

from django.utils.translation import gettext_lazy as _

MANUAL_NAMES: dict[str, Any] = {
    "members": _("Medlemmer"),
    "website_unique_visits": _("Unike besøk på nettsiden"),
    "google_interactions": _("Interaksjoner på Google"),
    "facebook_views": _("Visninger på Facebook"),
    "facebook_followers": _("Følgere på Facebook"),
    "instagram_views": _("Visninger på Instagram"),
    "instagram_followers": _("Følgere på Instagram"),
    "books_sold": _("Solgte bøker"),
}


def manual_name(key: str) -> str:
    """The name of a manual figure in the active language; an own figure is its own name."""
    return str(MANUAL_NAMES.get(key, key))
