"""The two main menus: the visitors' (the same for all) and the staff's (by right, in the order of a day's work)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pio.accounts.models import User
from pio.core import public_zone


@dataclass(frozen=True)
class Item:
    """One line of a menu. `right` is empty in the public menu."""

    label: str | Promise
    url: str
    icon: str = ""
    right: str = ""


@dataclass(frozen=True)
class Choice:
    """An item as this page shows it. `current` is the value of aria-current: "page", "true" (a page below) or ""."""

    label: str | Promise
    url: str
    icon: str
    current: str


PUBLIC = (
    Item(_("Snakk med oss"), "/radgivning/"),
    Item(_("Grupper"), "/grupper/"),
    Item(_("Kurs og arrangementer"), "/kurs/"),
    Item(_("Personlig ombud"), "/personlig-ombud/"),
    Item(_("Erfaringer"), "/erfaringer/"),
)
STAFF = (
    Item(_("I dag"), "/intern/", "today", "portal.today"),
    Item(_("Telefon"), "/intern/telefon/", "phone", "calls.see"),
    Item(_("Rådgivning"), "/intern/radgivning/", "calendar", "advising.see"),
    Item(_("Grupper"), "/intern/grupper/", "people", "groups.see"),
    Item(_("Kurs"), "/intern/kurs/", "book", "courses.see"),
    Item(_("Ombud"), "/intern/ombud/", "door", "ombud.start"),
    Item(_("Erfaringer"), "/intern/erfaringer/", "pen", "stories.moderate"),
    Item(_("Tall"), "/intern/tall/", "bars", "figures.see"),
    Item(_("Oppsett"), "/intern/oppsett/", "gear", "setup.see"),
)


def localised(path: str) -> str:
    """A public address in the active language."""
    return f"/en{path}" if get_language() == "en" else path


def public_menu(path: str) -> list[Choice]:
    """The visitors' menu, on the page `path`."""
    return [_choice(item, localised(item.url), path) for item in PUBLIC]


def staff_menu(path: str, user: User) -> list[Choice]:
    """The staff's menu: only what `user` may open."""
    return [_choice(item, item.url, path) for item in STAFF if user.has_right(item.right)]


def other_language(path: str) -> str:
    """The same public page in the other language."""
    if public_zone.language_of(path) == "en":
        return path.removeprefix("/en") or "/"
    return f"/en{path}"


def _choice(item: Item, url: str, path: str) -> Choice:
    is_below = path.startswith(url) and url != "/intern/"
    current = "page" if path == url else "true" if is_below else ""
    return Choice(item.label, url, item.icon, current)
