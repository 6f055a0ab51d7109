"""axe over every address that a role reaches in the demo, on a phone in the dark and at a desk in the light.

Beside axe: no sideways scroll, no other host asked, no broken policy, no error in a script. Each address is read once,
by the first role that reaches it.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests import chromium
from tests.browser.conftest import _axe
from tests.security import walker

pytestmark = pytest.mark.slow
VIEWS = ((360, "dark"), (1280, "light"))


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """Chromium of this module's own, gone with its loop when the module ends."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def read_names() -> set[str]:
    """The addresses that an earlier role has read."""
    return set()


def enter(context: BrowserContext, base: str, role: str) -> None:
    with walker.enter(base, role) as client:
        cookies = [
            {"name": key, "value": value, "domain": "localhost", "path": "/"} for key, value in client.cookies.items()
        ]
    if cookies:
        context.add_cookies(cookies)


def targets(base: str, role: str, done: set[str]) -> list[str]:
    """The addresses with HTML that this role is the first to reach."""
    with walker.enter(base, role) as client:
        pages = walker.walk(client, walker.STARTS if role else walker.PUBLIC_STARTS)
    found = {
        page.name: page.path
        for page in pages
        if page.response.status_code == 200 and page.response.headers["content-type"].startswith("text/html")
    }
    return [path for name, path in found.items() if name not in done and not done.add(name)]


def faults_of(page: Page, path: str) -> list[str]:
    page.goto(path)
    found = []
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found += [f"{path} {width} {scheme}: {fault[:260]}" for fault in _axe(page)]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide:
            found.append(f"{path} {width}: {wide} px too wide")
    return found


@pytest.mark.parametrize("role", ["", *walker.ROLES])
def test_axe_finds_nothing_on_any_page(demo_portal: str, chrome: Browser, read_names: set[str], role: str) -> None:
    context = chrome.new_context(base_url=demo_portal, locale="nb-NO", timezone_id="Europe/Oslo")
    faults: list[str] = []

    def guard(route: Route) -> None:
        if urlsplit(route.request.url).netloc == urlsplit(demo_portal).netloc:
            route.fallback()
        else:
            faults.append(f"asked another host: {route.request.url}")
            route.abort()

    context.route("**/*", guard)
    context.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
    context.on("weberror", lambda error: faults.append(f"error in a script: {error.error}"))
    enter(context, demo_portal, role)
    page = context.new_page()
    for path in targets(demo_portal, role, read_names):
        faults += faults_of(page, path)
    context.close()
    assert faults == []
