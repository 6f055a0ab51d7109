"""What the base templates ask for: the menus, the way to the other language, times in words."""

from datetime import datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pio.core import words
from pio.portal import menu
from pio.portal.centre import Facts, Opening

register = template.Library()
SOON_DAYS = 7


_footers: dict[str | None, tuple[Facts, SafeString]] = {}  # the newest of each language
_menus: dict[tuple[object, ...], SafeString] = {}  # of each language and place in it


@register.simple_tag(takes_context=True)
def public_menu(context: RequestContext) -> SafeString:
    """The lines of the visitors' menu, written once for each line that can be the current one."""
    items = menu.public_menu(context["request"].path)
    key = (translation.get_language(), *(item.current for item in items))
    if key not in _menus:
        _menus[key] = render_to_string("components/public_menu.html", {"items": items})
    return _menus[key]


@register.simple_tag
def public_footer(facts: Facts) -> SafeString:
    """The footer of pages for visitors, written once for the same facts."""
    language = translation.get_language()
    known = _footers.get(language)
    if known is None or known[0] != facts:
        text = render_to_string("components/footer.html", {"facts": facts, "language": language})
        known = _footers[language] = facts, text
    return known[1]


@register.simple_tag(takes_context=True)
def staff_menu(context: RequestContext) -> list[menu.Choice]:
    """The staff's menu; empty when nobody is signed in."""
    user = context["request"].user
    return menu.staff_menu(context["request"].path, user) if user.is_authenticated else []


@register.simple_tag(takes_context=True)
def other_language(context: RequestContext) -> dict[str, str]:
    """Address, code and name of the other language of this public page."""
    request = context["request"]
    match = getattr(request, "resolver_match", None)
    code, name = ("nb", "Norsk") if translation.get_language() == "en" else ("en", "English")
    if match is None or request.path.startswith("/demo/"):
        return {"url": "/" if code == "nb" else "/en/", "code": code, "name": name}
    query = request.GET.urlencode()
    return {"url": menu.other_language(request.path) + (f"?{query}" if query else ""), "code": code, "name": name}


def _hour(moment: datetime) -> str:
    """A time of day as one says it: "12.30", but "15" on the hour."""
    local = moment.astimezone(words.OSLO)
    return str(local.hour) if local.minute == 0 and translation.get_language() == "nb" else words.clock(moment)


@register.filter
def opening_words(opening: Opening) -> str:
    """Whether the helpline is open, in one short sentence without a full stop."""
    if opening.is_open and opening.until:
        return _("Åpent nå, til kl. %(time)s") % {"time": _hour(opening.until)}
    if opening.next_at is None:
        return _("Stengt nå")
    return _("Stengt nå, åpner %(when)s") % {"when": _next_opening(opening)}


@register.filter
def opening_short(opening: Opening) -> str:
    """The same for the narrow top line."""
    if opening.is_open or opening.next_at is None:
        return opening_words(opening)
    return _("Åpner %(when)s") % {"when": _next_opening(opening)}


def _next_opening(opening: Opening) -> str:
    assert opening.next_at is not None  # noqa: S101  # both callers looked
    local = opening.next_at.astimezone(words.OSLO)
    values = {"time": _hour(local), "day": date_format(local, "l")}
    if opening.days_until == 0:
        return _("kl. %(time)s") % values
    if opening.days_until == 1:
        return _("i morgen kl. %(time)s") % values
    if opening.days_until < SOON_DAYS:
        return _("%(day)s kl. %(time)s") % values
    return date_format(local, "j. F")


@register.simple_tag
def badge(day: Any) -> dict[str, str]:
    """The three lines of a date badge: weekday, day, month, short."""
    if isinstance(day, datetime):
        day = day.astimezone(words.OSLO)
    return {
        "weekday": date_format(day, "D").lower().rstrip("."),
        "day": f"{day.day}." if translation.get_language() == "nb" else str(day.day),
        "month": date_format(day, "b").lower().rstrip("."),
    }


@register.simple_tag
def page_numbers(page: Page) -> list[int]:
    """The numbers a pagination shows; 0 stands for those left out."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else 0 for number in numbers]


@register.simple_tag
def public_url(path: str) -> str:
    """A public address of the contract (product.md) in the active language, also when its part is not there yet."""
    return menu.localised(path)


@register.filter
def first_name(name: str) -> str:
    """What one calls a colleague."""
    return name.split(maxsplit=1)[0] if name.split() else ""
