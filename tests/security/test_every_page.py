"""Every page that can be reached in a running demo, as every role: no dead link, no fault, the headers, no traces."""

import re

import pytest

from tests.security import walker

pytestmark = pytest.mark.walk
HEADERS = {
    "content-security-policy": "default-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "",
}
LEAST = {"": 40, "manager": 100, "adviser": 50, "relative": 25, "board": 25}
TAGS = "script|img|link|iframe|source|video|audio|form"
OTHER_HOST = re.compile(rf"""<(?:{TAGS})\b[^>]*\b(?:src|href|action)=["'](https?:)?//([^"'/]+)""")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>|<style\b|\sstyle=\"|<[^>]+\son[a-z]+=\""
)
ABSOLUTE = re.compile(r'<(?:a|form)\b[^>]*\b(?:href|action)="(http://localhost[^"]*)"')


def html(page: walker.Page) -> str:
    """The page's text when it is one."""
    return page.response.text if page.response.headers.get("content-type", "").startswith("text/html") else ""


@pytest.fixture(scope="module")
def pages(demo_portal: str) -> dict[str, list[walker.Page]]:
    """What each role finds; the empty role is a visitor."""
    found = {}
    for role in ("", *walker.ROLES):
        with walker.enter(demo_portal, role) as client:
            found[role] = walker.walk(client, walker.STARTS if role else walker.PUBLIC_STARTS, samples=2)
    return found


def public(pages: dict[str, list[walker.Page]]) -> list[walker.Page]:
    private = ("/intern/", "/min-side/", "/konto/")
    return [page for page in pages[""] if not page.path.startswith(private)]


def test_no_page_is_broken_and_no_link_is_dead(pages) -> None:
    may_not = {"board": {"/min-side/"}, "relative": {"/intern/"}}  # starts that are not theirs
    found = [
        (role, page.path, page.response.status_code)
        for role, read in pages.items()
        for page in read
        if page.response.status_code >= 400 and page.path not in may_not.get(role, set())
    ]
    assert found == []
    assert {role: len(pages[role]) for role, least in LEAST.items() if len(pages[role]) < least} == {}


def test_every_address_without_arguments_answers(demo_portal: str) -> None:
    paths = walker.fixed_addresses(("/intern/", "/min-side/"))
    assert len(paths) > 30
    with walker.enter(demo_portal, "manager") as client:
        assert [(path, code) for path in paths if (code := client.get(path).status_code) >= 500] == []


def test_p04_no_page_for_visitors_sets_a_cookie_or_varies(pages) -> None:
    assert len(public(pages)) > 30
    found = [
        (page.path, name) for page in public(pages) for name in ("set-cookie", "vary") if name in page.response.headers
    ]
    assert found == []


def test_every_answer_has_the_headers(pages) -> None:
    found = [
        (role, page.path, name)
        for role, read in pages.items()
        for page in read
        for name, value in HEADERS.items()
        if value not in page.response.headers.get(name, "?")
    ]
    assert found == []
    unsafe = [
        p.path for read in pages.values() for p in read if "unsafe" in p.response.headers["content-security-policy"]
    ]
    assert unsafe == []


def test_p13_no_page_of_a_signed_in_person_is_stored(pages) -> None:
    found = [
        (role, page.path)
        for role in walker.ROLES
        for page in pages[role]
        if page.path.startswith(("/intern/", "/min-side/", "/konto/"))
        and "no-store" not in page.response.headers.get("cache-control", "")
    ]
    assert found == []


def test_p13_pages_behind_a_link_of_ones_own_are_stored_nowhere(pages) -> None:
    own = ("manage", "receipt", "entry", "registration")
    found = {
        page.path: page.response.headers["cache-control"]
        for page in public(pages)
        if any(word in page.name for word in own)
    }
    assert found
    assert {path: value for path, value in found.items() if "no-store" not in value} == {}


def test_p05_no_page_names_a_file_of_another_host(pages) -> None:
    found = [
        (page.path, match[2])
        for read in pages.values()
        for page in read
        for match in OTHER_HOST.finditer(html(page))
        if not match[2].startswith("localhost") and 'rel="canonical"' not in match[0]
    ]
    assert found == []


def test_no_page_has_inline_script_or_style(pages) -> None:
    found = [
        (page.path, match[0])
        for read in pages.values()
        for page in read
        for match in INLINE.finditer(re.sub(r"<svg.*?</svg>", "", html(page), flags=re.DOTALL))
    ]
    assert found == []


def test_links_and_forms_are_root_relative(pages) -> None:
    found = [
        (page.path, match[1])
        for read in pages.values()
        for page in read
        if "innboks" not in page.path  # messages hold whole addresses
        for match in ABSOLUTE.finditer(html(page))
    ]
    assert found == []
