"""Every address is either public by name in this file or guarded by a right in the table of rights."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from pio.accounts import rights

STAFF, OWN, ACCOUNT = "intern/", "min-side/", "konto/"
PREFIXES = (STAFF, OWN, ACCOUNT)
LANGUAGE = "en/"


def _walk(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        path = before + re.sub(r"^\^|\\Z$|\$$", "", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        else:
            yield path, pattern


def addresses() -> dict[str, URLPattern]:
    """Every address of the portal with its pattern."""
    return dict(_walk(get_resolver().url_patterns))


def _right(pattern: URLPattern) -> str:
    view = pattern.callback
    while view is not None:
        if hasattr(view, "right"):
            return str(view.right)
        view = getattr(view, "__wrapped__", None)
    return ""


def test_every_staff_and_own_page_names_its_right() -> None:
    found = addresses()
    assert len(found) > 20
    without = [path for path, pattern in found.items() if path.startswith((STAFF, OWN)) and not _right(pattern)]
    assert without == []


def test_every_named_right_stands_in_the_table() -> None:
    named = {path: _right(pattern) for path, pattern in addresses().items() if _right(pattern)}
    assert {path: right for path, right in named.items() if right not in rights.RIGHTS} == {}


def test_no_guarded_page_lies_among_the_public_ones() -> None:
    """Outside these three areas nobody's session is read, so a right there could never be checked."""
    assert [path for path, p in addresses().items() if _right(p) and not path.startswith(PREFIXES)] == []


def test_guarded_pages_have_one_address() -> None:
    assert [path for path in addresses() if path.startswith(LANGUAGE) and path[3:].startswith(PREFIXES)] == []


def test_public_pages_are_known_by_name() -> None:
    """A new public address is a decision: it is named here, once it has been looked at with privacy.md in hand."""
    public = {p.name for path, p in addresses().items() if not path.startswith(PREFIXES)}
    assert public == PUBLIC


def test_names_are_unique() -> None:
    names = [p.name for path, p in addresses().items() if not path.startswith(ACCOUNT)]
    assert sorted({str(name) for name in names if names.count(name) > 1}) == []


PUBLIC = {
    "accessibility",
    "advising_about",
    "advising_booking",
    "advising_calendar_file",
    "advising_manage",
    "advising_manage_cancel",
    "advising_manage_channel",
    "advising_manage_message",
    "advising_manage_move",
    "busy_feed",
    "components",
    "courses_detail",
    "courses_feed",
    "courses_list",
    "courses_month",
    "courses_offering_calendar",
    "courses_registration",
    "courses_registration_ics",
    "courses_registration_leave",
    "courses_sign_up",
    "courses_survey",
    "demo_inbox",
    "demo_inbox_calendar",
    "front_page",
    "groups_detail",
    "groups_entry",
    "groups_entry_go_on",
    "groups_entry_leave",
    "groups_list",
    "groups_self_run_confirm",
    "groups_self_run_link",
    "groups_self_run_meeting",
    "groups_self_run_room",
    "groups_self_run_rooms",
    "groups_self_run_visit",
    "healthz",
    "helpline",
    "ombud_about",
    "ombud_by_code",
    "ombud_calendar_feed",
    "privacy",
    "promises",
    "published_chart",
    "published_file",
    "published_file_in",
    "published_schema",
    "published_year",
    "published_years",
    "readyz",
    "robots",
    "security_txt",
    "sitemap",
    "stories_feed",
    "stories_frame",
    "stories_list",
    "stories_quote",
    "stories_receipt",
    "stories_share",
}
