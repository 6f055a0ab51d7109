"""Browser tests: a live portal on the test database, Chromium without other hosts, axe, and sign-in by role.

    def test_booking_by_keyboard(page, portal): page.goto("/radgivning/bestill/")

`portal` makes the live server (its URL is also `base_url`, so paths suffice). A page that asks another host, breaks
the CSP or throws an error fails its test. `assert_axe(page)` finds nothing, `sign_in(context, "adviser")` signs in.
Whoever measures calls `settled(page)` first: a title or a text stands there before the styles and the letters do.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from tests import chromium

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread; the ORM is used beside it
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SETTLED = "() => { document.body.getBoundingClientRect(); return document.fonts.ready.then(() => 0) }"
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDTHS = (360, 1280)
expect.set_options(timeout=15_000)  # what comes, comes; promised times are named where they are promised


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, which as root runs without its sandbox."""
    return {**browser_type_launch_args, "executable_path": chromium.find(), "args": chromium.ARGUMENTS}


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    """Where the live portal is; `page.goto("/…")` goes there."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], base_url: str) -> dict[str, Any]:
    """A Norwegian visitor at a desk in Oslo; tests set other sizes with `page.set_viewport_size`."""
    return {
        **browser_context_args,
        "base_url": base_url,
        "locale": "nb-NO",
        "timezone_id": "Europe/Oslo",
        "viewport": {"width": 1280, "height": 900},
        "reduced_motion": "reduce",  # a colour or a place is measured where it ends, not on its way
    }


@pytest.fixture
def portal(transactional_db: None, live_server: Any, base_url: str) -> str:
    """The live portal's address; what the test writes with factories is there for the browser to see."""
    return base_url


@pytest.fixture(autouse=True)
def quiet_server(transactional_db: None) -> Iterator[None]:
    """The tables are emptied only when no page is being answered: a script may ask until its page is closed."""
    under_way: list[int] = []

    def began(**_event: Any) -> None:
        under_way.append(1)

    def ended(**_event: Any) -> None:
        if under_way:
            under_way.pop()

    request_started.connect(began)
    request_finished.connect(ended)
    yield
    end = time.monotonic() + 10
    while under_way and time.monotonic() < end:
        time.sleep(0.01)
    request_started.disconnect(began)
    request_finished.disconnect(ended)


@pytest.fixture
def context(context: BrowserContext, base_url: str) -> Iterator[BrowserContext]:
    """A browser that may ask our host only; faults of any of its pages fail the test."""
    faults: list[str] = []
    ours = urlsplit(base_url).netloc

    def guard(route: Any) -> None:
        if urlsplit(route.request.url).netloc in {ours, ""}:
            route.fallback()
        else:
            faults.append(f"asked another host: {route.request.url}")
            route.abort()

    def hear(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            faults.append(message.text)

    context.route("**/*", guard)
    context.on("console", hear)
    context.on("weberror", lambda error: faults.append(f"error in a script: {error.error}"))
    yield context
    context.close()
    assert faults == []


@pytest.fixture
def sign_in(login: Callable[..., Client]) -> Callable[..., Client]:
    """`sign_in(context, "adviser")` → the browser is signed in as a new person with the role; returns their client."""

    def enter(context: BrowserContext, *roles: str, **options: Any) -> Client:
        client = login(*roles, **options)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}])
        return client

    return enter


@pytest.fixture
def assert_axe() -> Callable[..., None]:
    """`assert_axe(page)`: axe finds nothing wrong on the page as it stands (WCAG 2.2 AA and best practice)."""

    def look(page: Page, *, widths: tuple[int, ...] = (), schemes: tuple[str, ...] = ()) -> None:
        for width in widths or (0,):
            if width:
                page.set_viewport_size({"width": width, "height": 800})
            for scheme in schemes or ("",):
                if scheme:
                    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                found = _axe(page)
                assert found == [], f"{page.url} at {width or 'its'} px {scheme}:\n" + "\n".join(found)

    return look


def settled(page: Page) -> Page:
    """The page with its styles, scripts and letters: what is measured now is what stays."""
    page.wait_for_load_state()
    page.evaluate(SETTLED)
    return page


def _axe(page: Page) -> list[str]:
    settled(page)
    page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    result = page.evaluate("options => axe.run(document, options)", AXE_RULES)
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
